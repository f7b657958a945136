"""A clock read minute by minute: the oracle against which windows are judged.

Nothing here knows of folds and gaps. It looks at what the wall shows in every single minute of a
stretch of time, and finds edges by looking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scan:
    """What the wall clock of a zone shows in each minute from `start` on (naive datetimes)."""

    start: datetime
    walls: tuple[datetime, ...]
    shown: Mapping[datetime, Sequence[int]]

    def moment(self, index: int) -> datetime:
        return self.start + index * MINUTE

    def readings(self, wall: datetime) -> tuple[int, int]:
        """First and last minute that shows `wall`; in a gap the first minute after the gap."""
        shown = self.shown.get(wall)
        if shown:
            return shown[0], shown[-1]
        after = next(
            index
            for index in range(1, len(self.walls))
            if self.walls[index - 1] < wall < self.walls[index]
        )
        return after, after


@lru_cache(maxsize=64)
def scan(zone: str, start: datetime, days: int) -> Scan:
    clock = ZoneInfo(zone)
    moments = (start + minute * MINUTE for minute in range(days * 24 * 60))
    walls = tuple(at.astimezone(clock).replace(tzinfo=None) for at in moments)
    shown: dict[datetime, list[int]] = {}
    for index, wall in enumerate(walls):
        shown.setdefault(wall, []).append(index)
    return Scan(start, walls, shown)


def wall_of(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day) + minute * MINUTE  # noqa: DTZ001


def stated_window(seen: Scan, day: date, start: int, end: int) -> range:
    """Minutes of one stated window: earliest reading of its start, latest of its end."""
    last = day if end > start else day + DAY
    return range(seen.readings(wall_of(day, start))[0], seen.readings(wall_of(last, end))[1])


def days_of(seen: Scan, margin: int) -> list[date]:
    """Local days well inside the scan, a day that the clocks skipped included."""
    first, last = seen.walls[0].date() + margin * DAY, seen.walls[-1].date() - (margin + 1) * DAY
    return [first + ahead * DAY for ahead in range((last - first).days + 1)]
