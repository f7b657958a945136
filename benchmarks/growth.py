"""What a letter costs in a house of a million people, beside one of ten thousand.

The house of ten thousand is multiplied by the database itself (`benchmarks.copies`), so that in
both something is due to everybody. Both are open, look for what is due, and take turns in sending
the same letters to the same people, through the same gate into the same sink. The middle turn
counts.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.copies import multiply
from benchmarks.house import RunningClock, furnish, settings_of
from benchmarks.report import Row
from benchmarks.sink import sink
from outreach.bootstrap.house import House, build_house
from outreach.domain.attempts import AttemptState
from outreach.store import attempts, intake
from outreach.store.intake import IntakeRow
from outreach.store.unit import Store

PEOPLE, TIMES = 10_000, 100
TURNS, BATCHES, BATCH = 7, 3, 100


@dataclass(slots=True)
class _Measured:
    """A house, and seconds a letter of each of its turns: on the clock, and of the processor."""

    house: House
    due: deque[str]
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def measure() -> list[Row]:
    """Return the rows of this benchmark."""
    with sink() as server, tempfile.TemporaryDirectory() as name:
        folders = Path(name) / "small", Path(name) / "large"
        folders[0].mkdir()
        full = furnish(folders[0], PEOPLE, server.port)
        asyncio.run(full.house.close())
        shutil.copytree(*folders)
        multiply(folders[1] / "outreach.db", TIMES)
        due = [attempt for attempt, _ in full.due]
        both = [
            _Measured(_opened(folder, server.port, full.clock), deque(due)) for folder in folders
        ]
        asyncio.run(_in_turn(both))
    small, large = both
    return [
        _row(f"{PEOPLE:,} people", small.wall, small.wall, "/s"),
        _row(f"{PEOPLE * TIMES:,} people", large.wall, small.wall, "/s", 0.8),
        _row(f"{PEOPLE:,} people, processor", small.processor, small.processor, "/s"),
        _row(f"{PEOPLE * TIMES:,} people, processor", large.processor, small.processor, "/s"),
    ]


def _row(
    what: str, ours: list[float], base: list[float], unit: str, must: float | None = None
) -> Row:
    return Row(what, 1 / median(ours), unit, median(base) / median(ours), must)


def _opened(folder: Path, port: int, clock: RunningClock) -> House:
    settings = settings_of(folder, port)
    store = Store(settings.database_url)
    heard = IntakeRow("maildir", last_ok_at=clock.now())
    store.write(lambda conn: intake.note(conn, heard))  # multiplying took minutes
    return build_house(settings, store, clock)


async def _in_turn(both: list[_Measured]) -> None:
    for one in both:
        await _letters(one)  # what is lazy is loaded, and both caches are warm
    for _ in range(TURNS):
        for one in both:
            wall, processor = perf_counter(), process_time()
            sent = await _letters(one)
            one.wall.append((perf_counter() - wall) / sent)
            one.processor.append((process_time() - processor) / sent)
    for one in both:
        await one.house.close()


async def _letters(one: _Measured) -> int:
    """Look for what is due and send the next letters; return how many went."""
    went = 0
    for _ in range(BATCHES):
        now = one.house.clock.now()
        one.house.store.read(partial(attempts.due, now=now, limit=BATCH))
        outcomes = await one.house.gate.pass_batch([one.due.popleft() for _ in range(BATCH)])
        went += sum(each.state is AttemptState.ACCEPTED for each in outcomes)
    if went != BATCHES * BATCH:
        msg = f"{went} of {BATCHES * BATCH} went out"
        raise RuntimeError(msg)
    return went
