"""Texts a second, end to end, beside a bare asynchronous Twilio client at the same carrier.

The carrier is the one that ships with us, in a process of its own. Ours claims what is due, judges
it by every rule and pack, renders, records, redeems, hands over and records again, on SQLite. The
bare client sends one ready text of the same length, ten at once, on reused connections; it checks
nothing and stores nothing. Both take turns, and the middle round counts.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from benchmarks.email import sent
from benchmarks.house import CONNECTIONS, furnish
from benchmarks.report import Row
from channels.sms.account import rebased, split
from outreach.demo.carrier import ACCOUNT, TOKEN
from policies.channel import Channel

COUNT = 1_000
ROUNDS = 3
_LETTERS = 230
_MUTE = "--mute"
_NO_MAIL = 9


def measure() -> list[Row]:
    """Return the rows of this benchmark: the bare client, and ours."""
    with carrier() as url, tempfile.TemporaryDirectory() as folder:
        bare, ours = [], []
        for number in range(ROUNDS):
            bare.append(asyncio.run(_bare(url)))
            ours.append(_ours(Path(folder) / str(number), url))
    ratio = median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    return [
        Row(f"bare async Twilio client, {CONNECTIONS} at once", median(bare), "/s", 1),
        Row("ours, end to end, SQLite", median(ours), "/s", ratio, 0.4),
    ]


@contextmanager
def carrier() -> Iterator[str]:
    """Run the carrier in a process of its own until the block ends; yield its address."""
    command = [sys.executable, "-m", "outreach.demo.carrier", _MUTE]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield (process.stdout.readline() if process.stdout else "").strip()
    finally:
        process.kill()
        process.wait()


def _ours(folder: Path, url: str) -> float:
    folder.mkdir()
    twilio = {"account": ACCOUNT, "auth_token": TOKEN, "base_url": url, "connections": CONNECTIONS}
    full = furnish(folder, COUNT, _NO_MAIL, Channel.SMS, twilio)
    return COUNT / asyncio.run(sent(full.house, COUNT))


async def _bare(url: str) -> float:
    line = _Bare(split(url))
    client = Client(ACCOUNT, TOKEN, http_client=line)
    started = perf_counter()
    await asyncio.gather(*(_loop(client) for _ in range(CONNECTIONS)))
    seconds = perf_counter() - started
    await line.close()
    return COUNT / seconds


async def _loop(client: Client) -> None:
    words = {"to": "+17022000000", "from_": "+14155550100", "body": "x" * _LETTERS}
    for _ in range(COUNT // CONNECTIONS):
        await client.messages.create_async(**words)


class _Bare(AsyncTwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client, at another host."""

    def __init__(self, base: tuple[str, str]) -> None:
        super().__init__()
        self._base = base

    async def request(self, method: str, url: str, **more: object) -> Response:
        return await super().request(method, rebased(url, self._base), **more)
