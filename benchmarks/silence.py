"""From a stop to silence, in milliseconds, while the engine sends at full speed.

A stop is counted from the moment it is received to its commit, and on to the last hand-over begun
for that person. It comes by the verbs of the house: a link that is clicked, a mark set by hand, a
word told to a rep. Half of the stops come from a thread beside the engine, as from pages served by
its process; half from another process, as from pages or a command line beside it. Whoever stops is
among those whose letters are about to go.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from benchmarks.beside import Stop, beside, here
from benchmarks.house import Full, furnish
from benchmarks.report import Row
from benchmarks.sink import sink
from benchmarks.visits import Visits
from channels.contract import Door, Outbound, Receipt
from outreach.bootstrap.engine import engine_of
from outreach.bootstrap.house import House
from policies.channel import Channel
from policies.clearance import Clearance

PEOPLE = 12_000
_MOST = 50.0
"""Milliseconds."""


@dataclass(slots=True)
class Watched:
    """The email door, with a note of when each hand-over began."""

    door: Door
    begun: dict[str, float] = field(default_factory=dict)

    @property
    def channel(self) -> Channel:
        """Return the channel."""
        return self.door.channel

    @property
    def capacity(self) -> int:
        """Return how many sends may be under way."""
        return self.door.capacity

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        """Note the moment and hand over."""
        self.begun[outbound.attempt] = time.monotonic()
        return await self.door.send(outbound, clearance)

    async def close(self) -> None:
        """Close the door."""
        await self.door.close()


def measure() -> list[Row]:
    """Return the rows of this benchmark."""
    with sink() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        full = furnish(folder, PEOPLE, server.port)
        watched = watch(full.house)
        with beside(folder, server.port, full.clock) as ask:
            ours, theirs, speed = asyncio.run(_under_load(full, watched, ask))
    return [
        *rows("from the same process", ours, watched.begun),
        *rows("from another process", theirs, watched.begun),
        Row(
            "hand-overs begun after the commit", _late([*ours, *theirs], watched.begun), "", most=0
        ),
        Row("letters that went meanwhile", speed, "/s"),
    ]


def watch(house: House) -> Watched:
    """Have the email door of this house note when each hand-over began."""
    doors = cast("dict[Channel, Door]", house.doors)
    watched = Watched(doors[Channel.EMAIL])
    doors[Channel.EMAIL] = watched
    return watched


async def _under_load(
    full: Full, watched: Watched, ask: Callable[[str, str, int], Stop]
) -> tuple[list[Stop], list[Stop], float]:
    """Send at full speed while others stop; return both halves, and letters a second."""
    engine = engine_of(full.house)
    await engine.start()
    halves = [
        Visits(full.due, watched.begun, here(full.house), 0),
        Visits(full.due, watched.begun, ask, 1),
    ]
    started = time.monotonic()
    await asyncio.gather(*(asyncio.to_thread(each.all) for each in halves))
    speed = len(watched.begun) / (time.monotonic() - started)
    await engine.stop()
    await full.house.close()
    return halves[0].stops, halves[1].stops, speed


def rows(
    which: str, stops: Sequence[Stop], begun: Mapping[str, float], most: float | None = _MOST
) -> list[Row]:
    """Return what these stops took to their commit, and to the last hand-over begun."""
    committed = sorted(1000 * (one.committed - one.received) for one in stops)
    silent = sorted(1000 * (_silent(one, begun) - one.received) for one in stops)
    return [
        Row(f"{which}, to the commit, p50", _share(committed, 0.5), "ms"),
        Row(f"{which}, to silence, p50", _share(silent, 0.5), "ms"),
        Row(f"{which}, to silence, p99", _share(silent, 0.99), "ms", most=most),
        Row(f"{which}, to silence, max of {len(stops)}", silent[-1], "ms"),
    ]


def _silent(one: Stop, begun: Mapping[str, float]) -> float:
    """Return when the stop was committed and nothing was begun any more."""
    return max(one.committed, begun.get(one.attempt, 0.0))


def _late(stops: Sequence[Stop], begun: Mapping[str, float]) -> int:
    return sum(begun.get(one.attempt, 0.0) > one.committed for one in stops)


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
