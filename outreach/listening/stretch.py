"""Days in a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days [first, after)."""

    first: date
    after: date


def day(found: date) -> Stretch:
    """Return one day."""
    return Stretch(found, found + DAY)


def month_start(year: int, month: int) -> date:
    """Return the first of a month; months count on beyond 12."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def months_from(year: int, month: int, count: int = 1) -> Stretch:
    """Return whole months."""
    return Stretch(month_start(year, month), month_start(year, month + count))


def monday_after(found: date) -> date:
    """Return the first Monday behind a day."""
    return monday_of(found) + WEEK


def monday_of(found: date) -> date:
    """Return the Monday of a day's week."""
    return found - timedelta(days=found.weekday())


def that_weeks(found: date, weekday: int) -> date:
    """Return a weekday (0 = Monday) of a day's week."""
    return monday_of(found) + timedelta(days=weekday)
