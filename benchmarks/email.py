"""Mails a second, end to end, beside a bare aiosmtplib loop into the same sink.

Ours claims what is due, judges it by every rule and pack, renders, records, redeems, hands over and
records again, on SQLite. The bare loop sends one ready mail of the same size over ten reused
connections; it checks nothing and stores nothing. Both take turns, and the middle round counts.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import aiosmtplib

from benchmarks.house import CONNECTIONS, furnish
from benchmarks.report import Row
from benchmarks.sink import HOST, sink
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House
from outreach.domain.attempts import AttemptState

COUNT = 3_000
ROUNDS = 3
_BYTES = 4_200


def measure() -> list[Row]:
    """Return the rows of this benchmark: the bare loop, and ours."""
    with sink() as server, tempfile.TemporaryDirectory() as folder:
        bare, ours = [], []
        for number in range(ROUNDS):
            bare.append(asyncio.run(_bare(server.port)))
            ours.append(_ours(Path(folder) / str(number), server.port))
    ratio = median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    return [
        Row(f"bare aiosmtplib, {CONNECTIONS} connections, {server.program}", median(bare), "/s", 1),
        Row("ours, end to end, SQLite", median(ours), "/s", ratio, 0.3),
    ]


def _ours(folder: Path, port: int) -> float:
    folder.mkdir()
    return COUNT / asyncio.run(sent(furnish(folder, COUNT, port).house, COUNT))


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
    mail = b"Subject: Maps of your sites\r\n\r\n" + b"Writing is fine. " * 4 + b"\r\n"
    mail += (b"x" * 68 + b"\r\n") * ((_BYTES - len(mail)) // 70)
    started = perf_counter()
    await asyncio.gather(*(_loop(port, mail) for _ in range(CONNECTIONS)))
    return COUNT / (perf_counter() - started)


async def _loop(port: int, mail: bytes) -> None:
    client = aiosmtplib.SMTP(hostname=HOST, port=port, start_tls=False)
    await client.connect()
    for _ in range(COUNT // CONNECTIONS):
        await client.sendmail("hello@kestrel.example", ["person@office.example"], mail)
    await client.quit()
