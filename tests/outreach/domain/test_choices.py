"""What is chosen on a page: by one link it adds, by the other it replaces."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from outreach.domain.choices import (
    NO_LIMIT,
    NO_QUIET,
    Choices,
    Hours,
    Wish,
    choices_of,
    in_place,
    looser,
    tighter,
)
from policies.channel import Channel
from policies.preferences import standing
from policies.statement import (
    DAY_MINUTES,
    AtMost,
    Meaning,
    Pause,
    Quiet,
    Refuse,
    Source,
    Statement,
    Understood,
    Via,
    WallTime,
)

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HERE = ZoneInfo("Europe/Berlin")
TODAY = NOW.astimezone(HERE).date()

HOURS = some.none() | some.tuples(some.integers(0, 1_439), some.integers(1, DAY_MINUTES)).filter(
    lambda pair: pair[0] < pair[1]
).map(lambda pair: Hours(*pair))
WEEKS = some.tuples(*(HOURS for _ in range(7)))
DAYS = some.none() | some.integers(1, 300).map(lambda ahead: TODAY + timedelta(days=ahead))
CHOICES = some.builds(
    Choices,
    ways=some.fixed_dictionaries({one: some.sampled_from(list(Wish)) for one in Channel}),
    week=WEEKS,
    limit=some.sampled_from([None, AtMost(1, 7), AtMost(1, 30), AtMost(2, 7)]),
    paused_until=DAYS,
    refused_topics=some.sets(some.sampled_from(["maps", "prices"])).map(frozenset),
    first=some.none(),
    zone=some.just(str(HERE)),
)


def said(meanings: list[Meaning], minute: int, *, proven: bool) -> Statement:
    understood = tuple(Understood(one) for one in meanings)
    at = NOW - timedelta(minutes=60 - minute)
    return Statement(f"s{minute}", "words", at, Via.WEB, Source.PAGE, proven, understood)


def stands(*statements: Statement) -> Choices:
    return choices_of(standing(statements), NOW, HERE)


NOBODY = stands()


def begun(chosen: Choices) -> Statement:
    return said(in_place(NOBODY, chosen, TODAY), 1, proven=True)


@given(CHOICES, CHOICES)
def test_by_the_link_in_a_mail_nothing_is_ever_loosened(first: Choices, wanted: Choices) -> None:
    """CASES 20."""
    before = stands(begun(first))
    after = stands(begun(first), said(tighter(before, wanted), 2, proven=False))
    assert looser(before, after) == []


@given(CHOICES, CHOICES)
def test_by_the_link_in_a_mail_everything_tighter_is_heard(first: Choices, wanted: Choices) -> None:
    before = stands(begun(first))
    after = stands(begun(first), said(tighter(before, wanted), 2, proven=False))
    assert tighter(after, wanted) == []


@given(CHOICES, CHOICES)
def test_by_their_own_link_what_they_want_stands(first: Choices, wanted: Choices) -> None:
    """But for topics, of which one alone is only taken back by taking its refusal out."""
    before = stands(begun(first))
    after = stands(begun(first), said(in_place(before, wanted, TODAY), 2, proven=True))
    assert after.ways == wanted.ways
    assert after.week == wanted.week
    assert after.limit == wanted.limit
    assert after.paused_until == wanted.paused_until
    assert after.refused_topics == before.refused_topics | wanted.refused_topics


@given(CHOICES)
def test_what_is_saved_unchanged_says_nothing(first: Choices) -> None:
    now = stands(begun(first))
    assert tighter(now, now) == []
    assert in_place(now, now, TODAY) == []
    assert looser(now, now) == []


def test_a_night_across_midnight_closes_both_its_ends() -> None:
    night = said([Quiet((4,), 22 * 60, 7 * 60)], 1, proven=True)
    week = stands(night).week
    assert week[4] == Hours(0, 22 * 60)
    assert week[5] == Hours(7 * 60, DAY_MINUTES)


def test_a_quiet_noon_is_a_gap_and_survives_other_hours() -> None:
    noon = said([Quiet((0,), 720, 840)], 1, proven=True)
    now = stands(noon)
    assert now.week[0] == Hours()
    assert now.gaps == (Quiet((0,), 720, 840),)
    later = Choices(now.ways, (Hours(600), *now.week[1:]), zone=now.zone, gaps=now.gaps)
    assert Quiet((0,), 720, 840) in in_place(now, later, TODAY)


def test_a_word_of_no_limit_and_no_quiet_time_takes_the_place_of_older_ones() -> None:
    strict = said([AtMost(1, 30), Quiet((0,), 0, 0)], 1, proven=True)
    free = said([NO_LIMIT, NO_QUIET], 2, proven=True)
    now = stands(strict, free)
    assert now.limit is None
    assert now.week[0] == Hours()


def test_a_refusal_of_all_closes_every_way() -> None:
    assert set(stands(said([Refuse(None)], 1, proven=False)).ways.values()) == {Wish.NEVER}


def test_a_pause_is_over_on_its_day() -> None:
    assert stands(said([Pause(WallTime(date(2026, 11, 23)))], 1, proven=True)).paused_until is None
