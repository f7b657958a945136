"""A long history judged again: decisions a second, and memory, however long it is.

    python -m benchmarks.history [DECISIONS]

A house judges the letters of 1,000 people as it always does; what it recorded is then copied, each
copy with a key of its own and a millisecond later than the last, until there are enough.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.house import RunningClock, furnish, settings_of
from benchmarks.report import Row, show
from outreach.bootstrap.house import House, build_house
from outreach.services.what_if import Tally, replay
from outreach.store.unit import Store

PEOPLE = 1_000
DECISIONS = 20_000
MOST_MIB = 100.0
_PORT = 9
_BATCH = 100
_LATER = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Took:
    """How long it took (seconds), and how much memory above what the open house had (MiB)."""

    seconds: float
    mib: float


def measure(decisions: int = DECISIONS) -> list[Row]:
    """Return the rows of this benchmark; the baseline reads and parses the same facts."""
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder)
        kept = live(house, decisions)
        bare, again = apart(_timed, read_bare, house), apart(_timed, judge_again, house)
    ratio = bare.seconds / again.seconds
    return [
        Row("reading recorded facts, and no more", kept / bare.seconds, "decisions/s", 1.0),
        Row(f"judging {kept:,} again", kept / again.seconds, "decisions/s", ratio),
        Row("memory that took, above the open house", again.mib, "MiB", most=MOST_MIB),
    ]


def live(folder: Path, decisions: int) -> int:
    """Make a house that has decided so often; return how often."""
    full = furnish(folder, PEOPLE, _PORT)
    ids = iter([attempt for attempt, _ in full.due])
    while some := list(islice(ids, _BATCH)):
        full.house.gate.judge_batch(some)
    full.house.store.close()
    with sqlite3.connect(full.house.store.url.database or "") as database:
        made = database.execute("select * from decision").fetchall()
        names = [column[1] for column in database.execute("pragma table_info(decision)")]
        more = islice(_copies(made, names), max(0, decisions - len(made)))
        marks = ", ".join("?" * len(names))
        database.executemany(f"insert into decision values ({marks})", more)
        (kept,) = database.execute("select count(*) from decision").fetchone()
    database.close()
    return int(kept)


def _copies(made: list[tuple[object, ...]], names: list[str]) -> Iterator[tuple[object, ...]]:
    key, moment, number = names.index("id"), names.index("at"), 0
    while made:
        number += 1
        for one in made:
            copy = list(one)
            copy[key] = f"{one[key]}-{number}"
            copy[moment] = str(datetime.fromisoformat(str(one[moment])) + number * _LATER)
            yield tuple(copy)


Look = Callable[[int], None]
"""Called every now and then, so that the memory of the moment is seen."""


def judge_again(home: House, look: Look) -> None:
    """Replay everything; raise where anything came out otherwise."""
    tally = Tally()
    flips = sum(1 for _ in replay(home.store, home.rulebook, tally, progress=look))
    if flips or not tally.judged:
        msg = f"{flips} of {tally.judged} came out otherwise, {tally.other_rulebook} unread"
        raise RuntimeError(msg)


def read_bare(home: House, look: Look) -> None:
    """Read every decision's facts and parse them, by the driver alone."""
    with sqlite3.connect(home.store.url.database or "") as database:
        for (facts,) in database.execute("select facts from decision order by at, id"):
            json.loads(facts)
    database.close()


Work = Callable[[House, Look], None]


def _timed(work: Work, folder: Path) -> Took:
    """Do it, in a process of its own, and tell what it took."""
    settings = settings_of(folder, _PORT)
    home = build_house(settings, Store(settings.database_url), RunningClock())
    most = before = _resident()

    def look(several: int) -> None:
        nonlocal most
        most = max(most, _resident())

    started = time.process_time()
    work(home, look)
    return Took(time.process_time() - started, (most - before) / 2**20)


def _resident() -> int:
    """Return the octets of memory that this process has now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else DECISIONS
    show("A long history judged again", measure(wanted))
