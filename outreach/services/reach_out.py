"""Reach out: turn what is due into attempts, and take them through the gate, batch after batch.

A batch is judged when the one before it is handed over, not meanwhile: judging and sending both
need the interpreter, and two threads that take it from each other are slower than one after the
other, delay whoever says stop, and let clearances grow old. An attempt comes up once in a run: what
was left to be judged afresh waits for the next run, so that nothing can keep the engine spinning.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.enrollments import Enrollment
from outreach.domain.people import Person
from outreach.domain.planner import Closed, due_at, never_closed, step_done
from outreach.domain.sequences import Sequence, sequence_from
from outreach.gate.gate import Gate
from outreach.gate.outcomes import Outcome
from outreach.gate.preflight import proposed
from outreach.store import (
    attempts,
    conditions,
    enrollments,
    expiry,
    holds,
    ledger,
    pace,
    people,
    sequences,
    stepped,
)
from outreach.store.ledger import Entry
from outreach.store.unit import Priority

_UTC = ZoneInfo("UTC")
_CATCHING_UP = "catching up"
"""Under which the last turn given after an outage is kept: a restart begins no second queue."""
_AT_ONCE = 200
"""Enrolments planned in one write: it must stay short."""

Zones = Callable[[Person], tuple[ZoneInfo, ...]]


def no_holidays(person: Person) -> Closed:
    """Return that no day is closed."""
    return never_closed


@dataclass(slots=True)
class ReachOut:
    """The verb of the engine. `zones` are the clocks a person may live by, their own first.

    One of many workers looks at the people of one `shard`, and leaves the rest to the next run
    when the clock's monotonic seconds pass `until`.
    """

    gate: Gate
    zones: Zones
    batch: int = 100
    closed: Callable[[Person], Callable[[date], bool]] = no_holidays
    stopping: bool = False
    shard: int | None = None
    until: float = math.inf
    _sequences: dict[str, Sequence] = field(default_factory=dict)

    async def run(self) -> list[Outcome]:
        """Plan, judge and hand over everything that is due now; return what became of it.

        Raises `StorageError` when the database does not answer; then nothing more is sent.
        """
        await self.gate.settle()
        await asyncio.to_thread(self.plan)
        return await self._pass(self._due)

    async def look_again(self) -> list[Outcome]:
        """Judge afresh every hold for which a version or the epoch has moved."""
        return await self._pass(self._stale_holds)

    async def _pass(self, find: Callable[[set[str]], list[str]]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        seen: set[str] = set()
        while not self._is_over() and (ids := await asyncio.to_thread(find, seen)):
            seen.update(ids)
            outcomes += await self.gate.pass_batch(ids)
        return outcomes

    def _is_over(self) -> bool:
        return self.stopping or self.gate.clock.monotonic() > self.until

    def _due(self, seen: set[str]) -> list[str]:
        now = self.gate.clock.now()
        return self._unseen(
            seen, lambda conn, most: [one for one, _ in attempts.due(conn, now, most, self.shard)]
        )

    def _stale_holds(self, seen: set[str]) -> list[str]:
        return self._unseen(seen, holds.stale)

    def _unseen(self, seen: set[str], find: Callable[[Connection, int], list[str]]) -> list[str]:
        """Return the next batch; look further only where all that are found were seen."""
        most, before = self.batch, 0
        while True:
            found = self._find(find, most)
            fresh = [one for one in found if one not in seen]
            if fresh or len(found) == before:
                return fresh[: self.batch]
            most, before = most * 2, len(found)

    def _find(self, find: Callable[[Connection, int], list[str]], most: int) -> list[str]:
        return self.gate.store.read(lambda conn: find(conn, most))

    def plan(self) -> int:
        """Turn due steps into attempts, and plan the steps after those that ended."""
        planned = 0
        for work in (self._plan_ended, self._plan_due):
            while (done := self.gate.store.write(work, Priority.NORMAL)) and not self._is_over():
                planned += done
        return planned

    def _plan_due(self, conn: Connection) -> int:
        now = self.gate.clock.now()
        due = enrollments.due(conn, now, _AT_ONCE, self.shard)
        known = self._known(conn, due)
        late = self._late(conn, due, now)
        wanted = [
            one for one in due if one.id not in late and known[one.sequence_id].step(one.next_step)
        ]
        unfit = conditions.unfit(conn, wanted, known, now)
        made = []
        for one in due:
            sequence = known[one.sequence_id]
            step = sequence.step(one.next_step)
            if step is None:
                enrollments.end(conn, one.id, f"`{sequence.name}` has no step {one.next_step}")
            elif one.id in late:
                self._catch_up(conn, one, late[one.id], now)
            elif one.id in unfit:
                self._pass_over(conn, one, f"passed over: only if {unfit[one.id]}", now)
            elif enrollments.save(conn, one, replace(one, next_due_at=None)):
                attempt = proposed(sequence, step, one.person_id, one.by, now)
                made.append(replace(attempt, enrollment_id=one.id))
        attempts.add_many(conn, made)
        return len(due)

    def _late(
        self, conn: Connection, due: Iterable[Enrollment], now: datetime
    ) -> dict[str, timedelta]:
        """Return by how much steps are late that are not simply tried now, by enrolment.

        A few that are late go at once; of a crowd each gets its turn, and whatever is stale is
        dropped, as it would be had it been planned in time.
        """
        habits = self.gate.habits
        since = now - habits.overdue_after
        behind = [one for one in due if one.next_due_at and one.next_due_at < since]
        if not behind:
            return {}
        crowd = enrollments.overdue(conn, since, habits.crowd + 1) > habits.crowd
        found = {one.id: now - (one.next_due_at or now) for one in behind}
        return {one: late for one, late in found.items() if crowd or late > habits.stale_after}

    def _catch_up(self, conn: Connection, one: Enrollment, late: timedelta, now: datetime) -> None:
        if late > self.gate.habits.stale_after:
            self._pass_over(conn, one, f"dropped: it was {late.days} days late", now)
            return
        apart = timedelta(hours=1) / self.gate.habits.catch_up
        given = pace.locked(conn, [_CATCHING_UP])[_CATCHING_UP]
        turn = max(given.planned_until or now, now) + apart
        pace.save(conn, [replace(given, planned_until=turn, last_at=now)])
        enrollments.save(conn, one, replace(one, next_due_at=turn))

    def _pass_over(self, conn: Connection, one: Enrollment, because: str, now: datetime) -> None:
        """Leave a step out and say so: the next one counts from now."""
        if enrollments.save(conn, one, replace(one, next_due_at=None, last_done_at=now)):
            body = {"enrolment": one.id, "step": one.next_step, "because": because}
            ledger.add(conn, Entry(now, "step-passed-over", one.person_id, body))

    def _plan_ended(self, conn: Connection) -> int:
        ended = enrollments.ended_steps(conn, _AT_ONCE, self.shard)
        known = self._known(conn, ended)
        who = people.get_many(conn, {one.person_id for one in ended})
        for one in ended:
            person, at = who[one.person_id], one.last_done_at or self.gate.clock.now()
            after = step_done(
                one,
                known[one.sequence_id],
                one.next_step,
                at,
                next(iter(self.zones(person)), _UTC),
                self.closed(person),
            )
            enrollments.save(conn, one, replace(after, last_done_at=None))
        self._promise(conn, ended, known, who)
        return len(ended)

    def _promise(
        self,
        conn: Connection,
        ended: Iterable[Enrollment],
        known: dict[str, Sequence],
        who: Mapping[str, Person],
    ) -> None:
        """Owe what the words of these steps promised, where they went out."""
        now = self.gate.clock.now()
        for one in stepped.given(conn, ended, known):
            person, since = who[one.enrollment.person_id], one.enrollment.last_done_at or now
            zone = next(iter(self.zones(person)), _UTC)
            due = due_at(one.promise.within, since, zone, self.closed(person))
            stepped.owe(conn, one, due, now)

    def _known(self, conn: Connection, several: Iterable[Enrollment]) -> dict[str, Sequence]:
        """Return sequences by id; they never change, so they are read once."""
        missing = {one.sequence_id for one in several} - self._sequences.keys()
        for row in sequences.by_ids(conn, missing).values() if missing else ():
            kept = sequence_from(row.name, row.version, row.purpose, row.body, row.options)
            self._sequences[row.id] = kept
        return self._sequences

    def drop_stale(self) -> list[str]:
        """Expire what came too late, and holds that nobody cleared in time; return the ids."""
        return self.gate.store.write(self._drop_stale)

    def _drop_stale(self, conn: Connection) -> list[str]:
        now, habits = self.gate.clock.now(), self.gate.habits
        limits = expiry.Limits(now, now - habits.stale_after, now - habits.hold_for)
        ids = expiry.expire(conn, limits)
        ledger.add_many(conn, [Entry(now, "expired", one, {}) for one in ids])
        return ids


def next_due(gate: Gate) -> datetime | None:
    """Return when the next attempt or step is due, for a clock that jumps.

    A step that such a clock jumped over would be late, and dropped as one after a long outage.
    """
    found = (gate.store.read(attempts.next_due), gate.store.read(enrollments.next_due))
    return min((one for one in found if one is not None), default=None)
