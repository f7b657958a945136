"""Windows on local clocks, as spans of absolute time, right on the days the clocks change.

Every window of a local day becomes a half-open span [start, end) of UTC instants. An edge that does
not exist (clocks forward) is the first moment after the gap, so a window with both ends in a gap is
empty. Where an edge exists twice (clocks back) the window runs from the earliest reading of its
start to the latest reading of its end, and never reopens in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.rulebook import Opening
from policies.statement import Quiet, When

Span = tuple[datetime, datetime]
HORIZON = timedelta(days=366)
_DAY = timedelta(days=1)
_NO_DAYS = timedelta(0)
_TODAY_FIRST = (_NO_DAYS, -_DAY, *(_DAY * ahead for ahead in range(1, 9)))


@lru_cache(maxsize=65_536)
def readings(day: date, minute: int, zone: ZoneInfo) -> Span:
    """Return the earliest and latest UTC instant at which this clock shows `minute` of `day`."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first, max(first, second)
    after = _first_moment_after_gap(second, first, zone)
    return after, after


def _first_moment_after_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant in (before, after] at which the zone's offset changes, to the second."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        same = (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset
        low, high = (low, middle) if same else (middle, high)
    return before + timedelta(seconds=high)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant of a local day."""
    return readings(day, 0, zone)[0]


def instant(when: When, zones: Iterable[ZoneInfo]) -> datetime:
    """Return the latest instant that `when` may mean on these clocks; the last on earth if none."""
    if isinstance(when, datetime):
        return when
    minute = when.minute or 0
    last = max((readings(when.day, minute, zone)[0] for zone in zones), default=None)
    if last is None:
        midnight = datetime(when.day.year, when.day.month, when.day.day, tzinfo=_LAST_ON_EARTH)
        return (midnight + timedelta(minutes=minute)).astimezone(UTC)
    return last


_LAST_ON_EARTH = timezone(timedelta(hours=-12))
"""Where a day begins last; no zone of the machine's is read for it."""


@lru_cache(maxsize=65_536)
def open_spans(openings: tuple[Opening, ...], day: date, zone: ZoneInfo) -> tuple[Span, ...]:
    """Return the spans of one local day in which these openings let contact happen."""
    spans = (
        _span(day, opening.open, day, opening.close, zone)
        for opening in openings
        if day.weekday() in opening.days
    )
    return tuple(sorted(span for span in spans if span[0] < span[1]))


def both(some: Iterable[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Return the stretches that lie in one of each."""
    shared = ((max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others)
    return tuple(span for span in shared if span[0] < span[1])


@lru_cache(maxsize=16_384)
def next_open(
    openings: tuple[Opening, ...], at: datetime, zone: ZoneInfo, today: date
) -> datetime | None:
    """Return `at` if it lies in an opening, else the next opening moment; None for never.

    `today` is the local day of `at` in `zone`.
    """
    return first_open(lambda day: open_spans(openings, day, zone), at, today)


def first_open(
    spans_of: Callable[[date], Iterable[Span]], at: datetime, today: date
) -> datetime | None:
    """Return `at` if it lies in a span of its day or the day before, else the next span's start.

    `spans_of` gives a local day's spans; nine days are looked at, and None is never.
    """
    later: datetime | None = None
    for ahead in _TODAY_FIRST:
        for start, end in spans_of(today + ahead):
            if start <= at < end:
                return at
            if start > at and (later is None or start < later):
                later = start
        if later is not None and ahead > _NO_DAYS:
            return later
    return later


@lru_cache(maxsize=65_536)
def quiet_span(quiet: Quiet, day: date, zone: ZoneInfo) -> Span | None:
    """Return the span of the quiet window that begins on this local day, or None.

    No moment lies in one whose ends a clock change has turned round.
    """
    if day.weekday() not in quiet.days:
        return None
    if quiet.start == quiet.end:
        return day_start(day, zone), day_start(day + _DAY, zone)
    last = day if quiet.start < quiet.end else day + _DAY
    return _span(day, quiet.start, last, quiet.end, zone)


def quiet_until(quiet: Quiet, at: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the end of the quiet window that `at` lies in, or None if it lies in none."""
    today = at.astimezone(zone).date()
    ends = [
        span[1]
        for back in (2, 1, 0, -1)
        if (span := quiet_span(quiet, today - back * _DAY, zone)) and span[0] <= at < span[1]
    ]
    return max(ends, default=None)


def _span(first: date, start: int, last: date, end: int, zone: ZoneInfo) -> Span:
    return readings(first, start, zone)[0], readings(last, end, zone)[1]
