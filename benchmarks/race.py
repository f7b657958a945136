"""Stops that come by other processes race the letters of a worker that sends at full speed.

The house is in PostgreSQL. One worker sends. Stops come in three ways at once, each to somebody
whose shard is at work: to pages served by a process of their own (a link that is clicked), at the
command line, in a process of its own, and by letters into the Maildir, which that very worker reads
beside its sending. A stop counts from the moment it is made to its answer (for letters: to the
moment at which it is on record, looked for all the time), and on to the last hand-over begun for
that person. None may be begun after the answer.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from random import Random
from threading import Lock, Thread
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import structlog
from sqlalchemy import Connection, select
from sqlalchemy import text as sql

from benchmarks.beside import Stop
from benchmarks.house import Full, RunningClock, furnish, settings_of
from benchmarks.people import REP
from benchmarks.report import Row
from benchmarks.silence import rows, watch
from benchmarks.sink import sink
from benchmarks.workers import a_database, a_server, know_its_tables
from channels.email.wire.tokens import Use
from outreach.bootstrap.house import build_house
from outreach.bootstrap.marks import STOP_PATH
from outreach.bootstrap.worker import worker_of
from outreach.bootstrap.zones import load_every_zone
from outreach.services.listen import hear
from outreach.store import tables
from outreach.store.shards import shard_of
from outreach.store.unit import Store
from outreach.web.opened import app_of
from outreach.web.serving import server_of

PEOPLE = 14_000
STOPS = 60
"""In each of the three ways."""
_WRITERS = 12
"""Who write letters at once: each waits until theirs is on record, up to five seconds."""
_PAUSE = 0.12
_PATIENCE = 60.0
_LETTER = (
    "From: {0}\r\nTo: hello@kestrel.example\r\nSubject: Re: maps\r\n"
    "Message-ID: <{1}@people.example>\r\n\r\nPlease stop emailing me.\r\n"
)
_UNDER_WAY = sql(
    f"""
    select a.id, a.person_id, p.address
    from attempt a join point p on p.person_id = a.person_id and p.channel = 'email'
    where a.state in ('planned', 'cleared') and {shard_of("a.person_id")} in (
        select {shard_of("b.person_id")} from attempt b where b.state in ('cleared', 'sending'))
    order by a.state, a.due_at, a.id limit 120
    """
)
"""Those whose letters go now or next, in the shards that are at work."""
_BY_LETTER = "by letter, to the worker"
Stopping = Callable[[str, str, str], float]
"""Stops a person (attempt, person, address); returns when that was answered."""


def measure() -> list[Row]:
    """Return the rows of this benchmark."""
    with ExitStack() as around:
        server = around.enter_context(sink())
        folder = Path(around.enter_context(tempfile.TemporaryDirectory()))
        url = around.enter_context(a_database(around.enter_context(a_server())))
        full = furnish(folder, PEOPLE, server.port, database=url)
        know_its_tables(url)
        told = (folder, server.port, url, full.clock.since)
        pages, typed, worker = (
            around.enter_context(_beside(one, *told)) for one in (_serve, _type, _work)
        )
        port = pages.recv()
        typed.recv()
        worker.recv()
        ways: dict[str, Stopping] = {
            "by pages": partial(_click, full, port),
            "at a command line": partial(_say, typed),
            _BY_LETTER: partial(_write, full, folder),
        }
        worker.send("go")
        stops, speed = _stopped(full.house.store, ways)
        worker.send("stop")
        begun: dict[str, float] = worker.recv()
    late = sum(
        begun.get(one.attempt, 0.0) > one.committed for each in stops.values() for one in each
    )
    told_rows = [row for way, several in stops.items() for row in rows(way, several, begun, None)]
    return [
        *told_rows,
        Row("hand-overs begun after the answer", late, "", most=0),
        Row("letters that went meanwhile", speed(len(begun)), "/s"),
    ]


def _stopped(
    store: Store, ways: Mapping[str, Stopping]
) -> tuple[dict[str, list[Stop]], Callable[[int], float]]:
    """Have people stop in all ways at once while the worker is at work; return who did when."""
    while not store.read(lambda conn: conn.execute(_UNDER_WAY).all()):
        time.sleep(0.02)
    started = time.monotonic()
    stops: dict[str, list[Stop]] = {way: [] for way in ways}
    choose = _Choice(store)
    several = [
        Thread(target=_one_after_the_other, args=(choose, stops[way], stopping))
        for way, stopping in ways.items()
        for _ in range(_WRITERS if way == _BY_LETTER else 1)
    ]
    for one in several:
        one.start()
    for one in several:
        one.join()
    lasted = time.monotonic() - started
    return stops, lambda many: many / lasted


@dataclass(slots=True)
class _Choice:
    """Chooses who stops next, each once, for many threads."""

    store: Store
    random: Random = field(default_factory=lambda: Random(1))
    taken: set[str] = field(default_factory=set)
    one_at_a_time: Lock = field(default_factory=Lock)

    def somebody(self) -> tuple[str, str, str] | None:
        """Return an attempt, its person and their address; none while no shard is at work."""
        found = self.store.read(lambda conn: conn.execute(_UNDER_WAY).all())
        with self.one_at_a_time:
            free = [one for one in found if one.id not in self.taken]
            if not free:
                return None
            chosen = self.random.choice(free)
            self.taken.add(chosen.id)
        return chosen.id, chosen.person_id, chosen.address


def _one_after_the_other(choose: _Choice, stops: list[Stop], stopping: Stopping) -> None:
    ends = time.monotonic() + _PATIENCE
    while len(stops) < STOPS and time.monotonic() < ends:
        time.sleep(choose.random.uniform(0.2, 1.8) * _PAUSE)
        if who := choose.somebody():
            received = time.monotonic()
            stops.append(Stop(who[0], received, stopping(*who)))


def _click(full: Full, port: int, attempt: str, person: str, address: str) -> float:
    link = f"http://127.0.0.1:{port}{STOP_PATH}{full.house.tokens.make(attempt, Use.STOP)}"
    body = urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urlopen(Request(link, body), timeout=_PATIENCE):
        return time.monotonic()


def _say(pipe: Pipe, attempt: str, person: str, address: str) -> float:
    pipe.send(person)
    answered: float = pipe.recv()
    return answered


def _write(full: Full, folder: Path, attempt: str, person: str, address: str) -> float:
    beside, there = (folder / "mail" / each / attempt for each in ("tmp", "new"))
    beside.write_text(_LETTER.format(address, attempt), newline="")
    beside.rename(there)
    said = select(tables.statement.c.id).where(tables.statement.c.person_id == person)
    before = full.clock.now()

    def heard(conn: Connection) -> bool:
        since = said.where(tables.statement.c.heard_at >= before)
        return conn.scalar(since.limit(1)) is not None

    ends = time.monotonic() + _PATIENCE
    while not full.house.store.read(heard) and time.monotonic() < ends:
        time.sleep(0.005)
    return time.monotonic()


@contextmanager
def _beside(what: Callable[..., None], *given: object) -> Iterator[Pipe]:
    """Do this in a process of its own until the block ends."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    other = context.Process(target=_quietly, args=(what, theirs, *given), daemon=True)
    other.start()
    try:
        yield ours
    finally:
        other.kill()
        other.join()


def _quietly(what: Callable[..., None], *given: object) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    what(*given)


def _full(folder: Path, port: int, url: str, since: float) -> Full:
    clock = RunningClock(since)
    return Full(build_house(settings_of(folder, port, database=url), Store(url), clock), clock, [])


def _serve(pipe: Pipe, folder: Path, port: int, url: str, since: float) -> None:
    """Be pages: tell the port, until killed."""
    import socket

    listener = socket.create_server(("127.0.0.1", 0))
    pages = server_of(app_of(_full(folder, port, url, since).house))
    pipe.send(listener.getsockname()[1])
    asyncio.run(pages.serve(sockets=[listener]))


def _type(pipe: Pipe, folder: Path, port: int, url: str, since: float) -> None:
    """Be a command line: open the house for each word that was heard, until killed."""
    pipe.send("ready")
    while True:
        person: str = pipe.recv()
        house = _full(folder, port, url, since).house
        hear(house.ears, person, "please stop emailing me", REP)
        pipe.send(time.monotonic())
        house.store.close()


def _work(pipe: Pipe, folder: Path, port: int, url: str, since: float) -> None:
    """Be a worker between the words `go` and `stop`; tell when which hand-over was begun."""
    full = _full(folder, port, url, since)
    watched = watch(full.house)
    worker = worker_of(full.house)
    load_every_zone()
    pipe.send("ready")
    pipe.recv()

    async def work() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_reader(pipe.fileno(), stop.set)
        await worker.run(stop)
        await full.house.close()

    asyncio.run(work())
    pipe.recv()
    pipe.send(watched.begun)
