"""How long pages and lists take with 10,000 people and with many more: all must come from indexes.

    python -m benchmarks.pages [PEOPLE]

A house of 1,000 people lives as it always does: ten attempts each, letters that the gate judged,
calls, promises, replies. It is multiplied to the size that is asked for (`benchmarks.copies`). Both
sizes are open at once and their pages are asked for in turns, through the whole application; then
once more while another process sends letters as fast as it can. How the database goes about each
page: `python -m benchmarks.plans`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import median

from fastapi.testclient import TestClient

from benchmarks.copies import multiply
from benchmarks.house import NOON, RunningClock, settings_of
from benchmarks.lived import BLOCK, Lived, live
from benchmarks.report import Row, show
from benchmarks.sink import sink
from outreach.bootstrap.engine import engine_of
from outreach.bootstrap.house import House, build_house
from outreach.store.shelves import After
from outreach.store.unit import Store
from outreach.web.cursors import cursor
from outreach.web.opened import app_of

FEW, MANY = 10_000, 200_000
TIMES, TIMES_BESIDE = 9, 5
RATIO = 0.5
MOST_MS = 500.0
_STARTING = 120.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name here, its address, and who asks for it: `ana`, `cora`, a program, nobody."""

    name: str
    address: str
    who: str


def pages_of(lived: Lived) -> list[Page]:
    """Return every list, and the pages of one decision and one person."""
    back = cursor(After(NOON - timedelta(days=365), "d"))
    person, api = lived.person, "/api/v1"
    return [
        Page("console: to look at", "/console", "cora"),
        Page("console: blocked", "/console?shelf=blocked", "cora"),
        Page("console: a year back", f"/console?shelf=all&after={back}", "cora"),
        Page("console: by a rule", "/console?shelf=all&rule=identity-unclear", "cora"),
        Page("console: by a rule nobody broke", "/console?shelf=all&rule=paused", "cora"),
        Page("console: words somebody said", "/console?shelf=all&text=thursday", "cora"),
        Page("console: reviewed", "/console?shelf=upheld", "cora"),
        Page("console: of one person", f"/console?shelf=all&person={person}", "cora"),
        Page("console: by cause", "/console/causes", "cora"),
        Page("console: callbacks", "/console/callbacks", "cora"),
        Page("console: messages", "/console/messages", "cora"),
        Page("console: in doubt", "/console/doubtful", "cora"),
        Page("console: ledger", "/console/ledger", "cora"),
        Page("a decision", f"/console/decision/{lived.decision}", "cora"),
        Page("desk: the day", "/desk", "ana"),
        Page("desk: calls", "/desk/calls", "ana"),
        Page("desk: one call", f"/desk/calls/{lived.call}", "ana"),
        Page("desk: people", "/desk/people", "ana"),
        Page("desk: people by name", "/desk/people?name=person+7", "ana"),
        Page("desk: everybody by name", "/desk/people?name=person+7", "cora"),
        Page("desk: one person", f"/desk/person/{person}", "ana"),
        Page("their own page", lived.own_page, "nobody"),
        Page("api: people", f"{api}/people", "program"),
        Page("api: statements", f"{api}/people/{person}/statements", "program"),
        Page("api: attempts", f"{api}/attempts", "program"),
        Page("api: of one person", f"{api}/attempts?person={person}", "program"),
        Page("api: blocked", f"{api}/blocked", "program"),
        Page("api: may", f"{api}/may?person={person}&channel=phone", "program"),
    ]


@dataclass(slots=True)
class Opened:
    """A house with its pages, and how each visitor asks for them."""

    home: House
    lived: Lived
    client: TestClient

    def seconds(self, page: Page) -> float:
        """Ask for a page; return how long that took on the clock."""
        headers = self.lived.headers[page.who]
        started = time.perf_counter()
        answer = self.client.get(page.address, headers=headers)
        took = time.perf_counter() - started
        if answer.status_code != 200:
            msg = f"{page.name}: {answer.status_code} {answer.text[:300]}"
            raise RuntimeError(msg)
        return took


Took = Mapping[str, list[float]]
"""Milliseconds by page."""


def measure(many: int = MANY) -> list[Row]:
    """Return the rows of this benchmark."""
    with sink() as server, tempfile.TemporaryDirectory() as name:
        first = Path(name) / "first"
        lived = live(first, server.port)
        sizes = {count: grown(Path(name) / str(count), first, count) for count in (FEW, many)}
        with ExitStack() as open_ones:
            houses = [
                open_ones.enter_context(opened(sizes[count], lived, server.port))
                for count in (FEW, many)
            ]
            quiet = _asked(houses, TIMES)
            busy = _beside_sending(houses, [sizes[FEW], sizes[many]], server.port)
    return [*_rows(many, *quiet), *_under_load(many, *busy)]


def grown(folder: Path, first: Path, count: int) -> Path:
    """Return a house of so many people, made of the first."""
    folder.mkdir()
    for one in first.iterdir():
        if one.is_file():
            (folder / one.name).write_bytes(one.read_bytes())
    started = time.perf_counter()
    multiply(folder / "outreach.db", count // BLOCK)
    took = time.perf_counter() - started
    size = (folder / "outreach.db").stat().st_size / 2**30
    print(f"{count:,} people, {10 * count:,} attempts: {size:.1f} GiB, made in {took:.0f} s")
    return folder


@contextmanager
def opened(folder: Path, lived: Lived, port: int) -> Iterator[Opened]:
    settings = settings_of(folder, port)
    home = build_house(settings, Store(settings.database_url), RunningClock())
    with TestClient(app_of(home), "http://127.0.0.1:8180", follow_redirects=False) as client:
        yield Opened(home, lived, client)
    asyncio.run(home.close())


def _asked(houses: Sequence[Opened], times: int) -> list[Took]:
    """Ask for every page of each house so often, in turns; the first time does not count."""
    took: list[dict[str, list[float]]] = [{} for _ in houses]
    for page in pages_of(houses[0].lived):
        for each in houses:
            each.seconds(page)
        for _ in range(times):
            for each, found in zip(houses, took, strict=True):
                found.setdefault(page.name, []).append(1_000 * each.seconds(page))
    return list(took)


def _rows(many: int, few: Took, much: Took) -> Iterator[Row]:
    for name, took in much.items():
        small, large = median(few[name]), median(took)
        yield Row(f"{name}, {many:,} people", large, "ms", small / large, RATIO)
    slowest = max(median(took) for took in much.values())
    yield Row("the slowest of these", slowest, "ms", most=MOST_MS)


def _under_load(many: int, few: Took, much: Took) -> Iterator[Row]:
    small, large = (sorted(median(took) for took in each.values()) for each in (few, much))
    half = len(large) // 2
    yield Row("beside sending: half of the pages", large[half], "ms", small[half] / large[half])
    yield Row("beside sending: the slowest page", large[-1], "ms", small[-1] / large[-1])


def _beside_sending(houses: Sequence[Opened], folders: Sequence[Path], port: int) -> list[Took]:
    """Ask for every page of each house while an engine in another process sends its letters."""
    found = []
    for each, folder in zip(houses, folders, strict=True):
        with _sending(folder, port):
            found += _asked([each], TIMES_BESIDE)
    return found


@contextmanager
def _sending(folder: Path, port: int) -> Iterator[None]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    other = context.Process(target=_send, args=(theirs, folder, port))
    other.start()
    try:
        if not ours.poll(_STARTING) or ours.recv() != "sending":
            msg = "the engine beside did not begin to send"
            raise RuntimeError(msg)
        yield
    finally:
        ours.send("enough")
        other.join(_STARTING)


def _send(pipe: Pipe, folder: Path, port: int) -> None:
    asyncio.run(_engine(pipe, folder, port))


async def _engine(pipe: Pipe, folder: Path, port: int) -> None:
    settings = settings_of(folder, port)
    home = build_house(settings, Store(settings.database_url), RunningClock())
    engine = engine_of(home)
    await engine.start()
    pipe.send("sending")
    await asyncio.to_thread(pipe.recv)
    await engine.stop()
    await home.close()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    show("Pages and lists", measure(wanted))
