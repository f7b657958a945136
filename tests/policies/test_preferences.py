"""What people's words add up to."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from policies.channel import Channel
from policies.preferences import standing
from policies.statement import (
    AtMost,
    Avoid,
    Callback,
    Pause,
    Prefer,
    Quiet,
    Refuse,
    Resume,
    Scope,
    Source,
    Unclear,
    WallTime,
)
from tests.policies.somebody import said

MARCH = datetime(2026, 3, 2, tzinfo=UTC)
APRIL = datetime(2026, 4, 2, tzinfo=UTC)
MAY = datetime(2026, 5, 2, tzinfo=UTC)
NO_CALLS = said("don't call me", Refuse(Channel.PHONE), at=MARCH)


def test_refusals_only_add_up() -> None:
    both = standing([NO_CALLS, said("nor text me", Refuse(Channel.SMS), at=APRIL)])
    assert len(both.refusals_of(Channel.PHONE)) == len(both.refusals_of(Channel.SMS)) == 1


def test_two_records_count_in_the_order_in_which_they_were_said() -> None:
    later = said("nor text me", Refuse(Channel.SMS), at=APRIL)
    assert standing([later, NO_CALLS]) == standing([NO_CALLS, later])
    assert [one.statement for one in standing([later, NO_CALLS]).refusals] == [NO_CALLS, later]


def test_the_one_word_a_machine_taught_them_lifts_no_refusal_of_everything() -> None:
    """CASES 29"""
    everything = said("leave me alone", Refuse(None), at=MARCH)
    texts = said("STOP", Refuse(Channel.SMS), at=MARCH)
    start = said("START", Resume(Channel.SMS), at=APRIL, source=Source.KEYWORD)
    wishes = standing([everything, texts, start])
    assert [voice.statement for voice in wishes.refusals_of(Channel.SMS)] == [everything]
    spelt_out = said("you may text me again", Resume(Channel.SMS), at=APRIL)
    assert standing([everything, texts, spelt_out]).refusals_of(Channel.SMS) == ()


def test_a_proven_word_lifts_only_what_it_names() -> None:
    stop = said("stop", Refuse(None), at=MARCH)
    wishes = standing([stop, said("email is fine again", Resume(Channel.EMAIL), at=APRIL)])
    assert not wishes.refusals_of(Channel.EMAIL)
    assert wishes.refusals_of(Channel.PHONE)


def test_an_unproven_word_lifts_nothing() -> None:
    again = said("she says call again", Resume(Channel.PHONE), at=APRIL, proven=False)
    assert standing([NO_CALLS, again]).refusals_of(Channel.PHONE)


def test_a_word_said_in_the_same_moment_lifts_nothing() -> None:
    again = said("or do", Resume(Channel.PHONE), at=MARCH)
    assert standing([NO_CALLS, again]).refusals_of(Channel.PHONE)


def test_a_refusal_after_the_lifting_stands() -> None:
    again = said("call again", Resume(Channel.PHONE), at=APRIL)
    once_more = said("no, don't", Refuse(Channel.PHONE), at=MAY)
    assert standing([NO_CALLS, again, once_more]).refusals_of(Channel.PHONE)


def test_an_unclear_stop_binds_as_what_it_may_have_meant() -> None:
    """CASES 42."""
    unclear = said("please, no more", Unclear(Refuse(None), "no channel is named"))
    assert standing([unclear]).refusals_of(Channel.EMAIL)


def test_a_proven_limit_replaces_the_older_one() -> None:
    monthly = said("once a month", AtMost(1, 30), at=MARCH)
    weekly = said("once a week is fine", AtMost(1, 7), at=APRIL)
    assert [v.meaning for v in standing([monthly, weekly]).limits] == [AtMost(1, 7)]


def test_an_unproven_limit_only_binds_beside_it() -> None:
    monthly = said("once a month", AtMost(1, 30), at=MARCH)
    weekly = said("weekly is fine, she said", AtMost(1, 7), at=APRIL, proven=False)
    assert len(standing([monthly, weekly]).limits) == 2


def test_a_callback_is_also_a_pause_until_then() -> None:
    callback = Callback(WallTime(datetime(2026, 12, 20, tzinfo=UTC).date(), 600))
    assert standing([said("call me on the 20th", callback)]).pauses


def test_a_later_proven_pause_replaces_an_older_one() -> None:
    first = said("not before June", Pause(datetime(2026, 6, 1, tzinfo=UTC)), at=MARCH)
    then = said("May is fine", Pause(datetime(2026, 5, 1, tzinfo=UTC)), at=APRIL)
    assert [v.statement for v in standing([first, then]).pauses] == [then]


def test_distaste_is_turned_by_a_proven_wish_for_that_channel() -> None:
    cannot = said("I can't do phone", Avoid(Channel.PHONE), at=MARCH)
    wish = said("ring me now", Prefer(Channel.PHONE), at=APRIL)
    assert standing([cannot]).avoids_of(Channel.PHONE)
    assert not standing([cannot, wish]).avoids_of(Channel.PHONE)


def test_a_preference_for_one_matter_is_kept_apart() -> None:
    matter = said("email me that", Prefer(Channel.EMAIL, Scope.MATTER))
    wishes = standing([matter])
    assert wishes.matters
    assert not wishes.prefers


SOME = [
    NO_CALLS,
    said("call again", Resume(Channel.PHONE), at=APRIL),
    said("nights are quiet", Quiet(start=1200, end=420), at=MAY),
    said("email me", Prefer(Channel.EMAIL), at=MAY),
    said("I may be reached by text, I hear", Prefer(Channel.SMS), at=MAY, proven=False),
]


@given(st.permutations(SOME))
def test_the_order_of_records_never_matters(shuffled: list[object]) -> None:
    assert standing(shuffled) == standing(SOME)  # type: ignore[arg-type]
