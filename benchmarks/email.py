"""Mails a second, end to end, beside a bare aiosmtplib loop into the same sink.

Ours claims what is due, judges it by every rule and pack, renders, records, redeems, hands over and
records again, on SQLite. The bare loop sends one ready mail of the same size over ten reused
connections; it checks nothing and stores nothing. Both take turns, and the middle turn counts.
The processor time of both is told too: what else the machine does hardly changes its ratio.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import aiosmtplib

from benchmarks.house import CONNECTIONS, furnish
from benchmarks.report import Row
from benchmarks.sink import HOST, sink
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House
from outreach.domain.attempts import AttemptState
from outreach.engine.embedded import keep_what_is_loaded

COUNT = 1_500
ROUNDS = 6
"""Many short turns: what else the machine does then disturbs both alike."""
_BYTES = 4_200


def measure() -> list[Row]:
    """Return the rows of this benchmark: the bare loop, and ours."""
    with sink() as server, tempfile.TemporaryDirectory() as folder:
        bare: list[_Took] = []
        ours: list[_Took] = []
        for number in range(ROUNDS):
            bare.append(_took(_bare(server.port)))
            ours.append(_ours(Path(folder) / str(number), server.port))
    return [
        _speed(f"bare aiosmtplib, {CONNECTIONS} connections, {server.program}", bare, 1),
        _speed("ours, end to end, SQLite", ours, _middle(bare, ours, "wall"), 0.3),
        _work("bare, processor time a mail", bare, 1),
        _work("ours, processor time a mail", ours, _middle(bare, ours, "processor")),
    ]


@dataclass(frozen=True, slots=True)
class _Took:
    """Seconds for all mails: on the clock, and of a processor for this process."""

    wall: float
    processor: float


def _took(work: Coroutine[None, None, float]) -> _Took:
    """Do the work, which returns its seconds on the clock."""
    processor = process_time()
    return _Took(asyncio.run(work), process_time() - processor)


def _middle(bare: list[_Took], ours: list[_Took], which: str) -> float:
    """Return the middle of what the bare loop took as shares of what we took, turn by turn."""
    turns = zip(bare, ours, strict=True)
    ratio: float = median(getattr(one, which) / getattr(mine, which) for one, mine in turns)
    return ratio


def _speed(what: str, turns: list[_Took], ratio: float, must: float | None = None) -> Row:
    return Row(what, median(COUNT / one.wall for one in turns), "/s", ratio, must)


def _work(what: str, turns: list[_Took], ratio: float) -> Row:
    return Row(what, median(1_000 * one.processor / COUNT for one in turns), "ms", ratio)


def _ours(folder: Path, port: int) -> _Took:
    folder.mkdir()
    house = furnish(folder, COUNT, port).house
    keep_what_is_loaded()  # as the engine does when it starts
    return _took(sent(house, COUNT))


async def sent(house: House, count: int) -> float:
    """Send all of so many; return how many seconds it took."""
    started = perf_counter()
    outcomes = await rounds_of(house).reach.run()
    seconds = perf_counter() - started
    await house.close()
    accepted = sum(one.state is AttemptState.ACCEPTED for one in outcomes)
    if accepted != count:
        odd = next(one for one in outcomes if one.state is not AttemptState.ACCEPTED)
        msg = f"{accepted} of {count} went out; one did not: {odd.sentence} {odd.detail}"
        raise RuntimeError(msg)
    return seconds


async def _bare(port: int) -> float:
    """Send everything; return how many seconds it took."""
    mail = b"Subject: Maps of your sites\r\n\r\n" + b"Writing is fine. " * 4 + b"\r\n"
    mail += (b"x" * 68 + b"\r\n") * ((_BYTES - len(mail)) // 70)
    started = perf_counter()
    await asyncio.gather(*(_loop(port, mail) for _ in range(CONNECTIONS)))
    return perf_counter() - started


async def _loop(port: int, mail: bytes) -> None:
    client = aiosmtplib.SMTP(hostname=HOST, port=port, start_tls=False)
    await client.connect()
    for _ in range(COUNT // CONNECTIONS):
        await client.sendmail("hello@kestrel.example", ["person@office.example"], mail)
    await client.quit()
