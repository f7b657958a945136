"""How fast replies are heard that queued up while we were down, and that nothing leaves meanwhile.

Letters to everybody who wrote are due. None of them may leave before the last reply was read, and
none may be lost. Ten times as many must take no more of the processor each.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import Connection, func, select

from benchmarks.house import NOON, furnish
from benchmarks.replies import STOP, reply
from benchmarks.report import Row
from benchmarks.sink import sink
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House
from outreach.bootstrap.ways_in import prepare
from outreach.domain.attempts import AttemptState
from outreach.store import intake
from outreach.store.intake import IntakeRow
from outreach.store.tables import attempt, statement
from policies.channel import Purpose

FEW, MANY = 1_000, 10_000
_OUTAGE = 3_600.0


@dataclass(frozen=True, slots=True)
class Drained:
    """What became of a queue: a second, processor time of each, how many were not heard.

    `early` and `late` count letters that left before the last reply was read, and after it to
    whoever had stopped us.
    """

    per_second: float
    each: float
    lost: int
    early: int
    late: int


def measure() -> list[Row]:
    """Return the rows of this benchmark."""
    with sink() as server:
        few, many = (asyncio.run(_drained(count, server.port)) for count in (FEW, MANY))
    return [
        Row(f"{FEW:,} replies heard", few.per_second, "/s"),
        Row(f"{MANY:,} replies heard", many.per_second, "/s"),
        Row("processor time of a reply among many / among few", many.each / few.each, "", most=1.2),
        Row("replies lost", few.lost + many.lost, "", most=0),
        Row("letters that left before the last was read", few.early + many.early, "", most=0),
        Row("letters that left to whoever had stopped us", few.late + many.late, "", most=0),
    ]


async def _drained(count: int, port: int) -> Drained:
    """Let replies wait since an hour, then listen while letters are due."""
    with tempfile.TemporaryDirectory() as folder:
        house = furnish(Path(folder), count, port).house
        prepare(house)
        for number in range(count):
            _put(house, number)
        house.store.write(_was_down)
        rounds = rounds_of(house)
        began, used = perf_counter(), process_time()
        listening = asyncio.create_task(rounds.listen())
        while not listening.done():
            await rounds.reach_out()
            await asyncio.sleep(1)
        await listening
        per_second = count / (perf_counter() - began)
        each, early = (process_time() - used) / count, _left(house)
        lost = count - _heard(house)
        await rounds.reach_out()
        late = _left(house) - early
        await house.close()
        return Drained(per_second, each, lost, early, late)


def _put(house: House, number: int) -> None:
    """Lay a reply into the Maildir, since the beginning of the outage."""
    path = house.settings.path(house.settings.intake.maildir) / "new" / f"{number}.queued"
    path.write_bytes(reply(number, STOP))
    since = NOON.timestamp() - _OUTAGE
    os.utime(path, (since, since))


def _was_down(conn: Connection) -> None:
    """Say that the mailbox was last read before the outage."""
    intake.note(conn, IntakeRow("maildir", last_ok_at=NOON - timedelta(seconds=_OUTAGE)))


def _heard(house: House) -> int:
    """Return how many people said something in a reply."""
    people = select(func.count(statement.c.person_id.distinct()))
    query = people.where(statement.c.words.like("Please take me off%"))
    return house.store.read(lambda conn: conn.scalar(query) or 0)


def _left(house: House) -> int:
    """Return how many letters of the sequence have left; confirmations of a stop are none."""
    query = select(func.count()).where(attempt.c.state == AttemptState.ACCEPTED)
    due = query.where(attempt.c.created_at >= NOON, attempt.c.purpose == Purpose.MARKETING)
    return house.store.read(lambda conn: conn.scalar(due) or 0)
