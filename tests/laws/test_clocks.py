"""Windows on local clocks, minute by minute through the weeks in which the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outreach.bootstrap.rulebook import load_rulebook
from policies.channel import Channel, Purpose
from policies.decide import decide, earliest, findings_at
from policies.facts import Facts, Point, Proposed, Someone
from policies.rulebook import Entry, EntryKind, Opening, Pack, Rulebook
from policies.statement import EVERY_DAY, Quiet, Source, Statement, Understood, Via
from policies.verdict import Allow, Defer
from tests.laws.clocks import MINUTE, Scan, days_of, scan, stated_window
from tests.laws.given import facts
from tests.laws.moments import moments
from tests.laws.packs import any_rulebook

# Zone, and the first day of ten in whose middle its clocks change.
CHANGES = [
    ("America/Los_Angeles", datetime(2026, 3, 3, tzinfo=UTC)),
    ("America/Los_Angeles", datetime(2026, 10, 27, tzinfo=UTC)),
    ("America/Phoenix", datetime(2026, 3, 3, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 3, 3, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 10, 27, tzinfo=UTC)),
    ("America/Santiago", datetime(2026, 3, 31, tzinfo=UTC)),
    ("America/Santiago", datetime(2026, 9, 1, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 10, 30, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2019, 2, 12, tzinfo=UTC)),
    ("America/St_Johns", datetime(2006, 10, 24, tzinfo=UTC)),
    ("Europe/Dublin", datetime(2026, 3, 24, tzinfo=UTC)),
    ("Europe/Dublin", datetime(2026, 10, 20, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 4, 19, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 10, 24, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2026, 2, 10, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2026, 3, 24, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 3, 3, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 3, 31, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 9, 29, tzinfo=UTC)),
    ("Pacific/Chatham", datetime(2026, 3, 31, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 26, tzinfo=UTC)),
    ("Asia/Pyongyang", datetime(2018, 4, 30, tzinfo=UTC)),
]
DAYS = 10
# Start and end, in minutes of the day: by night, over midnight, inside the hour that is missing or
# doubled, touching its edges, the rest of a day, and whole days.
WINDOWS = [
    (22 * 60, 8 * 60),
    (0, 60),
    (23 * 60 + 30, 15),
    (90, 150),
    (135, 165),
    (60, 120),
    (120, 180),
    (30, 90),
    (9 * 60, 17 * 60),
    (18 * 60, 24 * 60),
    (0, 24 * 60),
    (0, 0),
    (9 * 60, 9 * 60),
]
SOME_DAYS = (4, 5, 6)
LOOKED_AT = 40
WATCHED = 89
"""Minutes between two moments that are compared; it divides no hour."""


def asking(zone: str, quiet: Quiet | None = None) -> Facts:
    attempt = Proposed(Channel.EMAIL, Purpose.SERVICE, "Bob", automated=False)
    said = datetime(2001, 1, 1, tzinfo=UTC)
    statement = Statement("s", "quiet", said, Via.EMAIL, Source.REPLY, proven=True, meanings=())
    statements: tuple[Statement, ...] = ()
    if quiet is not None:
        statements = (replace(statement, meanings=(Understood(quiet),)),)
    points = (Point(Channel.EMAIL, "ana@kestrel.example"),)
    return Facts(attempt, Someone("Ana", zone=zone), points, statements)


def closed_minutes(seen: Scan, quiet: Quiet) -> set[int]:
    if quiet.start == quiet.end:
        return {i for i, wall in enumerate(seen.walls) if wall.weekday() in quiet.days}
    closed: set[int] = set()
    for day in days_of(seen, 1):
        if day.weekday() in quiet.days:
            closed |= set(stated_window(seen, day, quiet.start, quiet.end))
    return closed


def opened_minutes(seen: Scan, start: int, end: int) -> set[int]:
    days = days_of(seen, 1)
    return {minute for day in days for minute in stated_window(seen, day, start, end)}


def watched(seen: Scan, minutes: set[int]) -> list[int]:
    """Both sides of every edge, and a sample of what lies between."""
    inside = range(2 * 24 * 60, len(seen.walls) - 4 * 24 * 60)
    edges = {i for i in inside if (i in minutes) != (i - 1 in minutes)}
    return sorted({*edges, *(i - 1 for i in edges), *inside[::WATCHED]})


@pytest.mark.parametrize("window", WINDOWS, ids=str)
@pytest.mark.parametrize(("zone", "start"), CHANGES, ids=str)
def test_quiet_times_are_what_the_wall_clock_shows(
    zone: str, start: datetime, window: tuple[int, int]
) -> None:
    """CASES 43, 44, 45, 46, 47, 52: over midnight, whole days, gaps, folds, each zone's own."""
    days = EVERY_DAY if window[0] != window[1] and window != (0, 24 * 60) else SOME_DAYS
    quiet = Quiet(days, *window)
    seen, rulebook = scan(zone, start, DAYS), load_rulebook(())
    closed = closed_minutes(seen, quiet)
    for index in watched(seen, closed):
        verdict = decide(asking(zone, quiet), seen.moment(index), rulebook).verdict
        if index not in closed:
            assert verdict == Allow(), seen.moment(index)
        else:
            reopened = next(later for later in range(index, len(seen.walls)) if later not in closed)
            assert verdict == Defer(seen.moment(reopened)), seen.moment(index)


def with_hours(opening: Opening, since: date | None = None) -> Rulebook:
    entry = Entry(
        id="hours",
        jurisdiction="house",
        kind=EntryKind.CONTACT_HOURS,
        channels=(Channel.EMAIL,),
        citation="hours",
        source="the test",
        confidence="own_choice",
        openings=(opening,),
        in_force_from=since,
    )
    return replace(load_rulebook(()), packs={"house": Pack("house", "hours", (entry,))})


@pytest.mark.parametrize(
    "window", [pair for pair in WINDOWS if pair[0] < pair[1] and pair != (0, 24 * 60)], ids=str
)
@pytest.mark.parametrize(("zone", "start"), CHANGES, ids=str)
def test_opening_hours_are_what_the_wall_clock_shows(
    zone: str, start: datetime, window: tuple[int, int]
) -> None:
    """CASES 45, 52, 54b: from the opening minute to the closing minute, next day at the opening."""
    seen, rulebook = scan(zone, start, DAYS), with_hours(Opening(EVERY_DAY, *window))
    opened = opened_minutes(seen, *window)
    for index in watched(seen, opened):
        verdict = decide(asking(zone), seen.moment(index), rulebook).verdict
        if index in opened:
            assert verdict == Allow(), seen.moment(index)
        else:
            next_open = min(later for later in opened if later > index)
            assert verdict == Defer(seen.moment(next_open)), seen.moment(index)


@settings(max_examples=25)
@given(st.data(), moments(), any_rulebook)
def test_earliest_is_the_first_minute_that_is_allowed(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    first = earliest(given_facts, at, rulebook)
    end = min(first or at + timedelta(days=6), at + timedelta(days=6))
    minutes = int((end - at) / MINUTE)
    # Hours that never open are looked for through a whole year, at each of these moments.
    for minute in range(0, minutes, max(7, minutes // LOOKED_AT)):
        verdict = decide(given_facts, at + minute * MINUTE, rulebook).verdict
        assert not isinstance(verdict, Allow), minute
    if first is not None:
        assert decide(given_facts, first, rulebook).verdict == Allow()
        assume(first > at)
        before = first - timedelta(seconds=1)
        assert not isinstance(decide(given_facts, before, rulebook).verdict, Allow)


@given(st.data(), moments(), any_rulebook)
def test_a_finding_objects_until_its_end_and_not_a_moment_longer(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    part = data.draw(st.floats(0, 0.999))

    def objecting(moment: datetime) -> set[str]:
        return {finding.rule for finding in findings_at(given_facts, moment, rulebook)}

    for finding in findings_at(given_facts, at, rulebook):
        if finding.ends is None:
            assert finding.rule in objecting(at + timedelta(days=366 * part))
        else:
            assert finding.ends > at
            assert finding.rule in objecting(at + (finding.ends - at) * part)
            assert finding.rule not in objecting(finding.ends)


def test_a_day_that_never_was_has_no_hours() -> None:
    """Samoa skipped 30 December 2011 (CASES 45)."""
    seen = scan("Pacific/Apia", datetime(2011, 12, 26, tzinfo=UTC), DAYS)
    assert datetime(2011, 12, 30).date() not in {wall.date() for wall in seen.walls}  # noqa: DTZ001
    assert ZoneInfo("Pacific/Apia").utcoffset(datetime(2012, 1, 2)) == timedelta(hours=14)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Asia/Tokyo", datetime(2026, 11, 30, 15, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 11, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_value_is_in_force_from_the_persons_own_day_on(zone: str, first: datetime) -> None:
    """CASES 53: `effective_from` is a date on the person's calendar."""
    rulebook = with_hours(Opening(EVERY_DAY, 9 * 60, 10 * 60), since=date(2026, 12, 1))
    before = decide(asking(zone), first - MINUTE, rulebook).verdict
    assert before == Allow()
    assert isinstance(decide(asking(zone), first, rulebook).verdict, Defer)
