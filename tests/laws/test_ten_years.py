"""Windows against the wall clock, minute by minute, anywhere in ten years of forty zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.bootstrap.rulebook import load_rulebook
from policies.decide import decide
from policies.rulebook import Opening
from policies.statement import EVERY_DAY, Quiet
from policies.verdict import Allow, Defer
from tests.laws.clocks import DAY, scan
from tests.laws.examples import share
from tests.laws.test_clocks import asking, closed_minutes, opened_minutes, watched, with_hours

NAMES = """
Africa/Cairo Africa/Casablanca Africa/Johannesburg America/Adak America/Anchorage America/Asuncion
America/Bogota America/Chicago America/Denver America/Havana America/Halifax America/Los_Angeles
America/Mexico_City America/New_York America/Nuuk America/Phoenix America/Santiago
America/Sao_Paulo America/St_Johns Antarctica/Troll Asia/Amman Asia/Beirut Asia/Gaza Asia/Jerusalem
Asia/Kathmandu Asia/Kolkata Asia/Seoul Asia/Tehran Asia/Tokyo Atlantic/Azores Australia/Adelaide
Australia/Brisbane Australia/Lord_Howe Australia/Sydney Europe/Dublin Europe/Kyiv Europe/London
Europe/Paris Pacific/Auckland Pacific/Chatham Pacific/Fiji Pacific/Honolulu
"""
ZONES = NAMES.split()
BEGIN, YEARS, DAYS = datetime(2021, 1, 1, tzinfo=UTC), 10, 9
"""Nine days, of which the middle three are watched, with an edge on each side."""


@lru_cache(maxsize=len(ZONES))
def changes(zone: str) -> tuple[datetime, ...]:
    """The days of ten years at whose end the clocks are set otherwise than at their beginning."""
    clock = ZoneInfo(zone)
    days = [BEGIN + timedelta(days=ahead) for ahead in range(366 * YEARS)]
    offsets = [day.astimezone(clock).utcoffset() for day in days]
    changed = (i for i in range(1, len(days)) if offsets[i] != offsets[i - 1])
    return tuple(days[i - 1] for i in changed)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and a stretch of days: mostly around a change of its clocks, if it has any."""
    zone = draw(st.sampled_from(ZONES))
    any_day = st.integers(0, 365 * YEARS).map(lambda ahead: BEGIN + timedelta(days=ahead))
    some = st.sampled_from(changes(zone)) if changes(zone) else any_day
    return zone, draw(st.one_of(some, some, any_day)) - DAYS // 2 * DAY


MINUTES = st.one_of(st.integers(0, 24 * 60 - 1), st.integers(0, 4 * 60), st.just(0))


@settings(max_examples=share(0.3))
@given(stretches(), MINUTES, MINUTES, st.sets(st.integers(0, 6), min_size=1, max_size=3))
def test_quiet_times_hold_in_every_minute(
    stretch: tuple[str, datetime], start: int, end: int, days: set[int]
) -> None:
    quiet, (zone, begin) = Quiet(tuple(sorted(days)), start, end), stretch
    seen, rulebook = scan(zone, begin, DAYS), load_rulebook(())
    closed = closed_minutes(seen, quiet)
    for index in watched(seen, closed):
        verdict = decide(asking(zone, quiet), seen.moment(index), rulebook).verdict
        if index not in closed:
            assert verdict == Allow(), (zone, seen.moment(index))
        else:
            after = (later for later in range(index, len(seen.walls)) if later not in closed)
            assert verdict == Defer(seen.moment(next(after))), (zone, seen.moment(index))


@settings(max_examples=share(0.3))
@given(stretches(), st.integers(0, 24 * 60 - 2), st.integers(1, 24 * 60))
def test_opening_hours_hold_in_every_minute(
    stretch: tuple[str, datetime], start: int, length: int
) -> None:
    end, (zone, begin) = min(start + length, 24 * 60), stretch
    seen, rulebook = scan(zone, begin, DAYS), with_hours(Opening(EVERY_DAY, start, end))
    opened = opened_minutes(seen, start, end)
    for index in watched(seen, opened):
        verdict = decide(asking(zone), seen.moment(index), rulebook).verdict
        if index in opened:
            assert verdict == Allow(), (zone, seen.moment(index))
        else:
            later = min(one for one in opened if one > index)
            assert verdict == Defer(seen.moment(later)), (zone, seen.moment(index))
