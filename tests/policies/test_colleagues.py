"""How many people at one organisation hear from us, as a lawyer would not write it in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.channel import Channel, Purpose
from policies.colleagues import bound_caps, circles, reach
from policies.decide import decide, earliest, findings_at
from policies.explain import MOST_WORDS, explain
from policies.facts import Circle, Colleague, Facts
from policies.finding import Force
from policies.rulebook import Cap, CapOf, Entry, EntryKind, Pack, Rulebook
from policies.verdict import Allow, Defer
from tests.policies.somebody import NOON, attempt, facts, literally

DAY = timedelta(days=1)
KESTREL = "Kestrel Mapping"


def capped(shipped: Rulebook, *caps: Cap, code: str = "house", automated: bool = False) -> Rulebook:
    """Return a rulebook of one pack with one entry of these caps, for every channel."""
    force = Force.COURTESY if code == "house" else Force.LAW
    entry = Entry(
        "a-cap",
        "house" if code == "house" else code.upper(),
        EntryKind.FREQUENCY_CAP,
        tuple(Channel),
        "how many",
        "a test",
        "own_choice",
        force=force,
        caps=caps,
    )
    return replace(literally(shipped), packs={code: Pack(code, "a test", (entry,))})


def at_kestrel(*heard: Colleague, channel: Channel = Channel.EMAIL, name: str = KESTREL) -> Facts:
    """Return an attempt to reach Scott at Kestrel Mapping, where others heard from us."""
    known = facts(attempt(channel, automated=True))
    return replace(known, person=replace(known.person, organisation=name), colleagues=heard)


def by(who: int, ago: timedelta, channel: Channel = Channel.EMAIL) -> Colleague:
    return Colleague(who, NOON - ago, channel)


ONE_A_DAY = Cap(1, 24, of=CapOf.ORGANISATION)
THREE_A_DAY = Cap(3, 24, of=CapOf.ORGANISATION)


def test_the_fourth_waits_for_the_first_to_be_a_day_old(shipped: Rulebook) -> None:
    book = capped(shipped, THREE_A_DAY)
    known = at_kestrel(*(by(who, timedelta(hours=who + 1)) for who in range(3)))
    decision = decide(known, NOON, book)
    assert decision.verdict == Defer(NOON + timedelta(hours=21))
    told = explain(decision, known).sentence
    assert "three people at Kestrel Mapping heard from us within 24 hours" in told
    assert earliest(known, NOON, book) == NOON + timedelta(hours=21)


def test_one_who_heard_is_somebody(shipped: Rulebook) -> None:
    known = at_kestrel(by(0, timedelta(hours=1)))
    decision = decide(known, NOON, capped(shipped, ONE_A_DAY))
    assert "somebody at Kestrel Mapping heard from us" in explain(decision, known).sentence


def test_only_channels_of_the_entry_count(shipped: Rulebook) -> None:
    book = capped(shipped, ONE_A_DAY)
    entry = replace(book.packs["house"].entries[0], channels=(Channel.EMAIL, Channel.SMS))
    narrow = replace(book, packs={"house": Pack("house", "a test", (entry,))})
    called = at_kestrel(by(0, timedelta(hours=1), Channel.PHONE))
    assert decide(called, NOON, narrow).verdict == Allow()
    texted = at_kestrel(by(0, timedelta(hours=1), Channel.SMS))
    assert decide(texted, NOON, narrow).verdict == Defer(NOON + timedelta(hours=23))


def test_a_law_may_cap_an_organisation_and_no_promise_passes_it(shipped: Rulebook) -> None:
    book = capped(shipped, ONE_A_DAY, code="us")
    known = at_kestrel(by(0, timedelta(hours=1)))
    promised = replace(known, attempt=replace(known.attempt, purpose=Purpose.PROMISED))
    assert decide(promised, NOON, book).verdict == Defer(NOON + timedelta(hours=23))


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.ACKNOWLEDGE])
def test_no_cap_of_an_organisation_binds_an_answer(shipped: Rulebook, purpose: Purpose) -> None:
    book = capped(shipped, ONE_A_DAY, code="us")
    known = at_kestrel(by(0, timedelta(hours=1)))
    answer = replace(known.attempt, purpose=purpose, acknowledges=None)
    found = decide(replace(known, attempt=answer), NOON, book).findings
    bound = purpose is Purpose.ACKNOWLEDGE  # nobody said stop: it is judged as marketing
    assert bool(found) is bound


def test_a_cap_on_what_is_automated_lets_a_human_write(shipped: Rulebook) -> None:
    book = capped(shipped, replace(ONE_A_DAY, binds_humans=False))
    known = at_kestrel(by(0, timedelta(hours=1)))
    human = replace(known, attempt=replace(known.attempt, automated=False))
    assert isinstance(decide(known, NOON, book).verdict, Defer)
    assert decide(human, NOON, book).verdict == Allow()


def test_an_organisation_with_a_long_name_is_told_in_a_sentence(shipped: Rulebook) -> None:
    known = at_kestrel(by(0, timedelta(hours=1)), name="The Amalgamated Society of " * 20)
    sentence = explain(decide(known, NOON, capped(shipped, ONE_A_DAY)), known).sentence
    assert "somebody at The Amalgamated Society of The heard" in sentence
    assert len(sentence.split()) <= MOST_WORDS


def test_nobody_is_looked_around_for_where_nothing_caps_an_organisation(shipped: Rulebook) -> None:
    assert reach(capped(shipped, Cap(1, 24))) is None
    assert bound_caps(at_kestrel(), NOON, capped(shipped, Cap(1, 24))) == ()


def test_facts_reach_as_far_as_the_widest_cap(shipped: Rulebook) -> None:
    wide = reach(capped(shipped, THREE_A_DAY, Cap(50, 24 * 20, of=CapOf.ORGANISATION)))
    assert wide is not None
    assert (wide.people, wide.stretch) == (50, timedelta(days=20))


people = st.lists(
    st.builds(
        lambda who, minutes, channel: by(who, timedelta(minutes=minutes), channel),
        st.integers(0, 5),
        st.integers(0, 3 * 24 * 60),
        st.sampled_from(Channel),
    ),
    max_size=12,
)


@given(people, st.integers(1, 4), st.integers(1, 48))
@settings(deadline=None)
def test_the_first_allowed_moment_is_the_first_at_which_fewer_people_count(
    shipped: Rulebook, heard: Sequence[Colleague], count: int, hours: int
) -> None:
    book = capped(shipped, Cap(count, hours, of=CapOf.ORGANISATION))
    found = earliest(at_kestrel(*heard), NOON, book)
    assert found == _by_hand(heard, count, timedelta(hours=hours))


def _by_hand(heard: Sequence[Colleague], count: int, window: timedelta) -> datetime:
    """Look at now and at every moment at which somebody stops to count."""
    moments = sorted({NOON, *(one.at + window for one in heard if one.at + window > NOON)})
    return next(
        at
        for at in moments
        if len({one.who for one in heard if at - window < one.at <= at}) < count
    )


def test_facts_reach_a_week_where_no_cap_looks_further_back(shipped: Rulebook) -> None:
    near = reach(capped(shipped, ONE_A_DAY))
    assert near is not None
    assert (near.people, near.stretch) == (10, timedelta(days=7))


def test_a_cap_binds_whoever_works_somewhere(shipped: Rulebook) -> None:
    book = capped(shipped, THREE_A_DAY)
    assert [one.cap for one in bound_caps(at_kestrel(), NOON, book)] == [THREE_A_DAY]


def test_a_further_role_has_a_cap_of_its_own_and_is_told_by_its_name(shipped: Rulebook) -> None:
    book = capped(shipped, THREE_A_DAY)
    at_work = tuple(by(who, timedelta(hours=1)) for who in range(2))
    choir = tuple(by(who, timedelta(hours=who)) for who in range(3))
    known = replace(at_kestrel(*at_work), elsewhere=(Circle("The Choir", choir[:2]),))
    assert findings_at(known, NOON, book) == ()
    (found,) = findings_at(replace(known, elsewhere=(Circle("The Choir", choir),)), NOON, book)
    assert found.ends == NOON + timedelta(hours=22)
    assert "three people at The Choir heard from us within 24 hours" in found.because


def test_who_works_nowhere_is_bound_where_they_have_a_role(shipped: Rulebook) -> None:
    known = facts(attempt(Channel.EMAIL, automated=True))
    known = replace(known, elsewhere=(Circle("The Choir", (by(0, timedelta(hours=1)),)),))
    (found,) = findings_at(known, NOON, capped(shipped, ONE_A_DAY))
    assert "somebody at The Choir heard from us within 24 hours" in found.because


def test_a_cap_binds_while_it_is_in_force(shipped: Rulebook) -> None:
    book = capped(shipped, THREE_A_DAY)
    entry = replace(book.packs["house"].entries[0], in_force_from=NOON.date() + DAY)
    later = replace(book, packs={"house": Pack("house", "a test", (entry,))})
    assert bound_caps(at_kestrel(), NOON, later) == ()
    assert len(bound_caps(at_kestrel(), NOON + 2 * DAY, later)) == 1


def test_nobody_else_is_no_circle() -> None:
    assert not list(circles(at_kestrel()))
