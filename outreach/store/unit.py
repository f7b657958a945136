"""The store: `write` and `read` are the only ways in, on both databases."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from outreach.errors import SetupError
from outreach.store import migrate, tables
from outreach.store.beginning import beginning_of
from outreach.store.engines import address, for_reading, for_writing
from outreach.store.faults import told
from outreach.store.writer import Mark, Priority, Settling, Writer

__all__ = ["Mode", "Priority", "Store"]

T = TypeVar("T")


class Mode(StrEnum):
    """What a database was born as; it never changes."""

    REHEARSAL = "rehearsal"
    """Nothing can leave the machine."""
    LIVE = "live"


class _View(threading.local):
    """The view of the database that this thread reads from at the moment."""

    connection: Connection | None = None

    @contextmanager
    def on(self, connection: Connection) -> Iterator[None]:
        """Read from this connection until the end."""
        self.connection = connection
        try:
            yield
        finally:
            self.connection = None


class Store:
    """An open database. Safe to use from many threads.

    `work` gets a connection inside a transaction, must be short (a write lasts at most 5 ms, holds
    no rendering and no judging, never waits for anything else) and may run again after a deadlock
    or where a server was lost before the commit.
    Raises `StorageError` when the database does not answer, `StorageFullError` when it is full.
    """

    def __init__(self, url: str | URL) -> None:
        """Open and upgrade a house's database; raise `SetupError` where there is none."""
        self.url = address(url)
        _must_exist(self.url)
        self._open()
        if not self.read(has_house):
            self.close()
            raise SetupError(_no_house(self.url))

    @classmethod
    def create(cls, url: str | URL, mode: Mode | str, now: datetime) -> Store:
        """Make a new house's database, for rehearsal or live for ever, and open it."""
        store = cls.__new__(cls)
        store.url = address(url)
        store._open()
        try:
            store.write(lambda connection: _found(connection, Mode(mode), now))
        except SetupError:
            store.close()
            raise
        return store

    def _open(self) -> None:
        migrate.upgrade(self.url)
        self._reading = for_reading(self.url)
        self._writing = for_writing(self.url)
        self._beginning = beginning_of(self._reading)
        self._writer = Writer(self._writing, self._beginning)
        self._view = _View()

    def write(self, work: Callable[[Connection], T], priority: Priority = Priority.NORMAL) -> T:
        """Do the work in one transaction of the writer's thread; wait for its commit."""
        return self._writer.write(work, priority)

    def submit(
        self,
        work: Callable[[Connection], T],
        priority: Priority = Priority.NORMAL,
        settling: Settling | None = None,
    ) -> Future[T]:
        """Queue the work and go on; the result comes after the commit.

        `settling` is called, in the writer's thread, when only the database is waited for. After a
        deadlock it is called again.
        """
        return self._writer.submit(work, priority, settling)

    def written(
        self, work: Callable[[Connection], T], priority: Priority = Priority.NORMAL
    ) -> Future[T]:
        """Do the work; return while it is being committed, which the result waits for.

        For a thread that has something to compute: a commit waits for the disk.
        """
        ready = threading.Event()
        result = self.submit(work, priority, ready.set)
        result.add_done_callback(lambda _: ready.set())
        ready.wait()
        return result

    def mark(self, conn: Connection) -> Mark | None:
        """Return, inside a write, the state that its commit leaves; None where that has no name."""
        return self._writer.mark(conn)

    def is_wanted(self, conn: Connection) -> bool:
        """Return, inside a write that could go on, whether others wait for it: then let it end."""
        return self._writer.is_wanted(conn)

    def is_untouched(self, since: Mark | None) -> bool:
        """Say whether nothing at all was written since, by this process or another.

        It asks SQLite's own counter of commits, some microseconds; where it cannot tell, as on
        PostgreSQL or while something is being written, it says no.
        """
        return self._writer.is_untouched(since)

    @contextmanager
    def beginning(self) -> Iterator[bool]:
        """Let no stop be answered until the end of the block, which is a few milliseconds away.

        For whoever looks for the last time, and begins to hand over. False where a stop that is
        being written did not let it: then nothing is begun.
        """
        try:
            with self._beginning.shared() as had:
                yield had
        except DBAPIError as fault:
            raise told(fault, self.url) from fault.__cause__

    def give_way(self, settling: int = 0) -> None:
        """Let the write under way go first: for long work in another thread, between two steps.

        Not for so many writes that the caller knows to wait for the disk and nothing else.

        The driver lets go of the interpreter with each row, and a busy thread gives it back late:
        ten rows took 50 ms while a batch was judged, and a stop waited behind them.
        """
        self._writer.give_way(settling)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Do the work on one unchanging view of the database, in this thread.

        What it reads by further calls is read on the same view: opening one costs more than most
        queries.
        """
        try:
            if self._view.connection is not None:
                return work(self._view.connection)
            return self._read(work)
        except Exception as fault:
            raise told(fault, self.url) from fault.__cause__

    def _read(self, work: Callable[[Connection], T]) -> T:
        """Read; once more, by new connections, where a server that was restarted has lost this."""
        try:
            with self._reading.begin() as connection, self._view.on(connection):
                return work(connection)
        except DBAPIError as fault:
            if not fault.connection_invalidated:
                raise
            self._reading.dispose()
        with self._reading.begin() as connection, self._view.on(connection):
            return work(connection)

    def close(self) -> None:
        """Finish what is queued and let go of every connection."""
        self._writer.close()
        self._beginning.close()
        self._writing.dispose()
        self._reading.dispose()


def _must_exist(url: URL) -> None:
    if url.get_backend_name() != "sqlite":
        return
    if not url.database or url.database == ":memory:":
        msg = "a house needs a database file: it must outlive the program"
        raise SetupError(msg)
    if not Path(url.database).is_file():
        raise SetupError(_no_house(url))


def _no_house(url: URL) -> str:
    return f"there is no house in `{url.database}`: make one with `outreach init`"


def has_house(connection: Connection) -> bool:
    """Return whether somebody has founded a house in this database."""
    return inspect(connection).has_table("house") and bool(
        connection.scalar(select(tables.house.c.id))
    )


def _found(connection: Connection, mode: Mode, now: datetime) -> None:
    if has_house(connection):
        msg = "there is a house already: a database is born for rehearsal or live, once"
        raise SetupError(msg)
    key = secrets.token_bytes(32)
    row = {"id": 1, "mode": mode, "created_at": now, "installation_key": key}
    connection.execute(insert(tables.house), row)
