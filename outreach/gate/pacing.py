"""How much goes out by one mailbox or number of ours, and to one receiving domain.

A limit of N in a stretch of time holds for every stretch of that length: it rolls. What left is
counted in sixtieths of the stretch, and a sixtieth counts until the last moment of it is over, so
that no stretch ever holds more than N and one mail may wait a sixtieth longer than it had to.

Whatever finds no room is planned again, each by its own moment, evenly at the pace of the limit.
That is no verdict about anybody, and nothing of it is recorded as one. A confirmation of a stop and
a human's answer go first, and a tenth of every limit is kept for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from outreach.gate.consequences import Consequence
from outreach.gate.limits import Limit, Limits, limits_on
from outreach.store.pace import PaceRow
from policies.channel import Purpose

URGENT = frozenset({Purpose.ACKNOWLEDGE, Purpose.ANSWER})


@dataclass(frozen=True, slots=True)
class Waits:
    """What found no room, and when it may go."""

    made: Consequence
    until: datetime
    because: str


@dataclass(frozen=True, slots=True)
class Paced:
    """What may go now, what waits, and the counts as they are after that."""

    go: list[Consequence]
    wait: list[Waits]
    rows: list[PaceRow]


def urgent(made: Consequence) -> bool:
    """Whether this goes before everything else."""
    return made.case.attempt.purpose in URGENT


def keys_of(group: Iterable[Consequence], limits: Limits) -> list[str]:
    """Return which counts a group needs, to be locked before it."""
    several = (limits_on(one.case.outbound, limits) for one in group)
    return sorted({limit.key for each in several for limit in each})


def pace(
    group: Sequence[Consequence], limits: Limits, rows: Iterable[PaceRow], now: datetime
) -> Paced:
    """Take as much of a group as there is room for; `rows` are its counts, locked. Pure."""
    meters = {one.key: Meter(one) for one in rows}
    go: list[Consequence] = []
    wait: list[Waits] = []
    for one in sorted(group, key=lambda each: not urgent(each)):
        bound = limits_on(one.case.outbound, limits)
        full = [
            each for each in bound if not meters[each.key].has_room(each, now, urgent=urgent(one))
        ]
        if full:
            until = max(meters[each.key].plan(each, now, urgent=urgent(one)) for each in full)
            wait.append(Waits(one, until, f"paced: our limit is {full[0].most} {full[0].told}"))
            continue
        for each in bound:
            meters[each.key].take(each, now)
        go.append(one)
    return Paced(go, wait, [one.row for one in meters.values() if one.changed])


class Meter:
    """How much was taken of one limit, while a group is gone through."""

    def __init__(self, row: PaceRow) -> None:
        self.row = row
        self.changed = False

    def has_room(self, limit: Limit, now: datetime, *, urgent: bool) -> bool:
        """Return whether one more may leave now."""
        return self._counted(limit, now) < limit.open_to(urgent=urgent)

    def take(self, limit: Limit, now: datetime) -> None:
        """Count one that leaves now."""
        number = str(_number(now, limit.part))
        counts = {part: count for part, count in self._parts(limit, now)}
        counts[number] = counts.get(number, 0) + 1
        self._keep(replace(self.row, taken=counts, last_at=now))

    def plan(self, limit: Limit, now: datetime, *, urgent: bool) -> datetime:
        """Return when the next may go: after whoever waits already, or before them if urgent."""
        most = limit.open_to(urgent=urgent)
        free = self._free_at(limit, now, most)
        if urgent:
            return free
        waiting = self.row.planned_until
        apart = (limit.stretch + limit.part) / most
        until = max(free, waiting + apart) if waiting and waiting > now else free
        self._keep(replace(self.row, planned_until=until, last_at=now))
        return until

    def _keep(self, row: PaceRow) -> None:
        self.row, self.changed = row, True

    def _counted(self, limit: Limit, now: datetime) -> int:
        return sum(count for _, count in self._parts(limit, now))

    def _parts(self, limit: Limit, now: datetime) -> list[tuple[str, int]]:
        """Return the parts that still count, the oldest first."""
        parts = sorted(self.row.taken.items(), key=lambda each: int(each[0]))
        return [(part, count) for part, count in parts if _over(int(part), limit) > now]

    def _free_at(self, limit: Limit, now: datetime, most: int) -> datetime:
        """Return when enough of what was taken counts no longer."""
        counted = self._counted(limit, now)
        for part, count in self._parts(limit, now):
            counted -= count
            if counted < most:
                return _over(int(part), limit)
        return now


def _number(now: datetime, part: timedelta) -> int:
    return (now - _START) // part


def _over(number: int, limit: Limit) -> datetime:
    """Return the moment from which a part counts no longer."""
    return _START + (number + 1) * limit.part + limit.stretch


_START = datetime(2020, 1, 1, tzinfo=UTC)
