"""What is queued where, by sequence and channel, day by day; each is judged when it is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.losses import NOT_IN_ONE
from outreach.domain.sequences import sequence_from
from outreach.store import queued, reviewing, sequences
from outreach.store.queued import Due
from outreach.store.reviewing import Cause
from outreach.store.sequences import SequenceRow
from outreach.store.unit import Store

DAYS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One sequence on one channel, and how many come due on each of the days."""

    sequence: str
    channel: str
    each: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """What comes due on the next days; the first holds what is overdue too.

    `cut` are the days of which more comes due than was counted; `held` is what waits for one of us,
    by cause.
    """

    days: tuple[date, ...]
    lines: tuple[Line, ...]
    cut: tuple[date, ...]
    held: tuple[Cause, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """Return how many come due on each of the days."""
        return tuple(sum(line.each[nth] for line in self.lines) for nth in range(len(self.days)))


def queue(store: Store, now: datetime, zone: ZoneInfo) -> Queue:
    """Return what is queued, on days of this zone."""
    today = now.astimezone(zone).date()
    days = tuple(today + timedelta(days=nth) for nth in range(DAYS))

    def work(conn: Connection) -> Queue:
        found = [queued.due(conn, _begins(one, today, zone), _ends(one, zone)) for one in days]
        ids = {step.sequence_id for due in found for step in due.steps}
        kept = sequences.by_ids(conn, ids)
        cut = tuple(day for day, due in zip(days, found, strict=True) if due.cut)
        return Queue(days, tuple(_lines(found, kept)), cut, tuple(reviewing.causes(conn)))

    return store.read(work)


def _begins(day: date, today: date, zone: ZoneInfo) -> datetime | None:
    return None if day == today else datetime.combine(day, time.min, zone)


def _ends(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone)


def _lines(found: list[Due], kept: dict[str, SequenceRow]) -> Iterable[Line]:
    counted: dict[tuple[str, str], Counter[int]] = {}
    for nth, due in enumerate(found):
        for one in due.steps:
            row = kept[one.sequence_id]
            where = (row.name, _channel(row, one.step))
            counted.setdefault(where, Counter())[nth] += one.count
        for each in due.attempts:
            where = (each.sequence or NOT_IN_ONE, each.channel)
            counted.setdefault(where, Counter())[nth] += each.count
    for where in sorted(counted):
        yield Line(*where, tuple(counted[where][nth] for nth in range(len(found))))


def _channel(row: SequenceRow, number: int) -> str:
    steps = sequence_from(row.name, row.version, row.purpose, row.body, row.options).steps
    return next((one.channel.value for one in steps if one.number == number), "")
