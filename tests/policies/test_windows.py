"""Windows of local clocks as spans of absolute time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from policies.rulebook import Opening
from policies.statement import Quiet, WallTime
from policies.windows import (
    day_start,
    instant,
    next_open,
    open_spans,
    quiet_span,
    quiet_until,
    readings,
)

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
BEIRUT = ZoneInfo("Asia/Beirut")
ST_JOHNS = ZoneInfo("America/St_Johns")
"""Until 2011 its clocks went back from a minute past midnight, into the day before."""
SPRING = date(2026, 3, 8)
AUTUMN = date(2026, 11, 1)
OFFICE = (Opening((0, 1, 2, 3, 4), 9 * 60, 17 * 60),)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_moment_that_does_not_exist_is_the_first_after_the_gap() -> None:
    """CASES 45."""
    assert readings(SPRING, 2 * 60 + 30, NEW_YORK) == (utc(3, 8, 7), utc(3, 8, 7))


def test_a_gap_of_half_an_hour_is_found_to_the_minute() -> None:
    """CASES 47."""
    gap = date(2026, 10, 4)
    earliest, latest = readings(gap, 2 * 60 + 10, LORD_HOWE)
    assert earliest == latest == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "nine"),
    [
        ("Europe/Dublin", date(2026, 1, 15), utc(1, 15, 9)),
        ("Europe/Dublin", date(2026, 7, 15), utc(7, 15, 8)),
        ("Europe/Dublin", date(2026, 10, 25), utc(10, 25, 9)),
        ("America/Phoenix", date(2026, 1, 15), utc(1, 15, 16)),
        ("America/Phoenix", date(2026, 7, 15), utc(7, 15, 16)),
        ("America/Denver", date(2026, 7, 15), utc(7, 15, 15)),
        ("Africa/Casablanca", date(2026, 2, 25), utc(2, 25, 9)),
        ("Africa/Casablanca", date(2026, 4, 15), utc(4, 15, 8)),
    ],
)
def test_nine_oclock_is_by_each_zones_own_rule(zone: str, day: date, nine: datetime) -> None:
    """CASES 47: Ireland's and Morocco's summer is their standard time; Arizona has but one time."""
    assert readings(day, 9 * 60, ZoneInfo(zone)) == (nine, nine)


def test_an_edge_that_exists_twice_has_two_readings() -> None:
    """CASES 45."""
    assert readings(AUTUMN, 90, NEW_YORK) == (utc(11, 1, 5, 30), utc(11, 1, 6, 30))


def test_a_window_with_both_ends_in_the_gap_is_empty() -> None:
    opening = (Opening((6,), 2 * 60 + 5, 2 * 60 + 55),)
    assert open_spans(opening, SPRING, NEW_YORK) == ()


def test_a_window_over_the_repeated_hour_never_reopens_in_between() -> None:
    """CASES 45."""
    opening = (Opening((6,), 60, 90),)
    assert open_spans(opening, AUTUMN, NEW_YORK) == ((utc(11, 1, 5), utc(11, 1, 6, 30)),)


def test_a_day_without_a_midnight_starts_after_the_gap() -> None:
    assert day_start(date(2026, 3, 29), BEIRUT) == datetime(2026, 3, 28, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (utc(11, 24, 14), utc(11, 24, 14)),
        (utc(11, 24, 13, 59), utc(11, 24, 14)),
        (utc(11, 24, 22), utc(11, 25, 14)),
        (utc(11, 27, 22), utc(11, 30, 14)),
    ],
    ids=["opening minute is inside", "a minute early", "closing minute is outside", "weekend"],
)
def test_the_next_opening(at: datetime, opens: datetime) -> None:
    """CASES 52, 54b."""
    assert next_open(OFFICE, at, NEW_YORK, at.date()) == opens


def test_no_opening_at_all_never_opens() -> None:
    assert next_open((), utc(11, 24, 14), NEW_YORK, date(2026, 11, 24)) is None


def test_quiet_hours_may_cross_midnight() -> None:
    """CASES 43."""
    night = Quiet(start=22 * 60, end=8 * 60)
    assert quiet_until(night, utc(11, 25, 3), NEW_YORK) == utc(11, 25, 13)
    assert quiet_until(night, utc(11, 25, 7), NEW_YORK) == utc(11, 25, 13)
    assert quiet_until(night, utc(11, 25, 13), NEW_YORK) is None


def test_quiet_from_equal_to_is_the_whole_calendar_day() -> None:
    """CASES 44."""
    whole = Quiet((0,), 600, 600)
    start, end = day_start(date(2026, 11, 23), NEW_YORK), day_start(date(2026, 11, 24), NEW_YORK)
    assert quiet_span(whole, date(2026, 11, 23), NEW_YORK) == (start, end)
    assert quiet_span(whole, date(2026, 11, 24), NEW_YORK) is None


def test_twenty_four_hundred_is_the_end_of_the_day() -> None:
    evening = Quiet(start=18 * 60, end=24 * 60)
    end = quiet_until(evening, utc(11, 25, 2), NEW_YORK)
    assert end == day_start(date(2026, 11, 25), NEW_YORK)


def test_a_day_of_twenty_five_hours_is_quiet_for_all_of_them() -> None:
    span = quiet_span(Quiet(start=0, end=0), AUTUMN, NEW_YORK)
    assert span is not None
    assert span[1] - span[0] == timedelta(hours=25)


def test_a_wall_time_nobody_knows_the_clock_of_is_the_last_one_on_earth() -> None:
    """Twelve hours behind UTC, where a day begins last."""
    assert instant(WallTime(date(2026, 12, 1), 90), ()) == datetime(2026, 12, 1, 13, 30, tzinfo=UTC)
    assert instant(WallTime(date(2026, 12, 1)), ()) == datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_a_day_that_had_begun_before_the_clocks_went_back_into_the_last_is_quiet_already() -> None:
    sunday = Quiet((6,), 0, 9 * 60)
    again_saturday = datetime(2010, 11, 7, 3, 0, tzinfo=UTC)
    assert again_saturday.astimezone(ST_JOHNS).date() == date(2010, 11, 6)
    nine = datetime(2010, 11, 7, 12, 30, tzinfo=UTC)
    assert quiet_until(sunday, again_saturday, ST_JOHNS) == nine


def test_quiet_until_an_evening_that_comes_again_after_midnight_is_quiet_at_midnight() -> None:
    friday = Quiet((4,), 23 * 60 + 45, 23 * 60 + 30)
    midnight = datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC)
    assert midnight.astimezone(ST_JOHNS).date() == date(2010, 11, 7)
    again_half_past_eleven = datetime(2010, 11, 7, 3, 0, tzinfo=UTC)
    assert quiet_until(friday, midnight, ST_JOHNS) == again_half_past_eleven
