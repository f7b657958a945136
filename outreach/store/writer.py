"""One thread that writes, stops first.

Theory: SQLite has one write lock. Threads that fight for it are served in no order, and a stop can
wait half a second behind batches. So each process has one thread that owns the only connection for
writing and takes work from a queue sorted by priority: a stop waits for at most the one short write
that is under way. The same holds on PostgreSQL, where the lock is a row's and not the database's.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from outreach.store.beginning import Beginning
from outreach.store.driver import collect, flush
from outreach.store.engines import is_wanted_elsewhere
from outreach.store.faults import told

T = TypeVar("T")

_TRIES = 4
_LONGEST_WAY = 0.05
"""Seconds that a busy thread gives way for at most."""
Settling = Callable[[], None]
"""Told in the writer's thread when all is worked out and only the database is waited for, without
the interpreter: the moment for whoever has something to compute."""
_AGAIN = {"40001", "40P01"}
"""PostgreSQL's serialization failure and deadlock: rolled back whole, so the work may run again."""


class Priority(IntEnum):
    """What is written first."""

    STOP = 0
    HEARD = 1
    """Raw inbound, receipts: what the world told us."""
    NORMAL = 5
    BULK = 9


@dataclass(order=True, slots=True)
class _Job:
    priority: int
    number: int
    work: Callable[[Connection], Any] | None = field(compare=False)
    result: Future[Any] = field(compare=False)
    settling: Settling | None = field(compare=False, default=None)


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of the database as the writer left it: which write it was, and what others wrote."""

    write: int
    elsewhere: int
    """SQLite's `data_version` on the writer's connection: another one's commit changes it."""


class Writer:
    """The thread, its connection and its queue."""

    def __init__(self, engine: Engine, beginning: Beginning) -> None:
        self._engine = engine
        self._beginning = beginning
        self._connection: Connection | None = None
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closed = False
        self._writes = 0
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[Connection], T],
        priority: Priority,
        settling: Settling | None = None,
    ) -> Future[T]:
        """Queue the work; it runs in a transaction of its own, later, in the writer's thread."""
        if self._closed:
            msg = "the store is closed"
            raise RuntimeError(msg)
        result: Future[T] = Future()
        self._jobs.put(_Job(priority, next(self._numbers), work, result, settling))
        return result

    def write(self, work: Callable[[Connection], T], priority: Priority) -> T:
        """Queue the work and wait for it. Never from inside another write."""
        if threading.current_thread() is self._thread:
            msg = "a write was asked for inside a write: pass the connection on instead"
            raise RuntimeError(msg)
        return self.submit(work, priority).result()

    def mark(self, conn: Connection) -> Mark | None:
        """Return what the database will be once this write, which asks, is committed.

        None on PostgreSQL, which does not tell whether anything was written.
        """
        if conn.dialect.name != "sqlite":
            return None
        return Mark(self._writes, _elsewhere(conn))

    def is_wanted(self, conn: Connection) -> bool:
        """Return, inside a write, whether any other waits for it, here or in another process."""
        return not self._jobs.empty() or is_wanted_elsewhere(conn)

    def is_untouched(self, since: Mark | None) -> bool:
        """Say whether nobody, here or in another process, has written anything since.

        Where it is not known at once it is not so.
        """
        connection = self._connection
        if since is None or connection is None or not self._writing.acquire(blocking=False):
            return False
        try:
            return self._writes == since.write and _elsewhere(connection) == since.elsewhere
        finally:
            self._writing.release()

    def close(self) -> None:
        """Finish what is queued, then stop."""
        if self._closed:
            return
        self._closed = True
        self._jobs.put(_Job(Priority.BULK + 1, next(self._numbers), None, Future()))
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()).work is not None:
            if job.result.set_running_or_notify_cancel():
                self._do(job, job.work)
            self._jobs.task_done()
        if self._connection is not None:
            self._connection.close()

    def _do(self, job: _Job, work: Callable[[Connection], Any]) -> None:
        try:
            done = self._transact(work, job)
        except BaseException as fault:
            job.result.set_exception(told(fault, self._engine.url))
        else:
            job.result.set_result(done)

    def give_way(self, settling: int = 0) -> None:
        """Wait for what is queued or under way, if there is anything but so many that settle."""
        if self._jobs.unfinished_tasks > settling:
            with self._jobs.all_tasks_done:
                self._jobs.all_tasks_done.wait_for(
                    lambda: not self._jobs.unfinished_tasks, _LONGEST_WAY
                )

    def _connected(self) -> Connection:
        """Return the connection, open for good: taking it anew costs more than a short write."""
        if self._connection is not None and self._connection.invalidated:
            self._connection.close()
            self._connection = None
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _transact(self, work: Callable[[Connection], T], job: _Job) -> T:
        """Do the work; do it again where nothing of it can have been committed.

        A stop is committed while no hand-over is being begun.

        A server that was restarted has forgotten us, and would else refuse the first stop that
        comes. Where the answer to a commit was lost, nobody knows, and it is not done again.
        """
        for attempt in range(_TRIES):
            committing = False
            try:
                connection = self._connected()
                with ExitStack() as committed, self._writing, connection.begin():
                    collect(connection)
                    self._writes += 1
                    done = work(connection)
                    if job.settling is not None:
                        job.settling()
                    flush(connection)
                    if job.priority is Priority.STOP:
                        committed.enter_context(self._beginning.alone(connection))
                    committing = True
                    return done
            except DBAPIError as fault:
                again = _may_run_again(fault) or (fault.connection_invalidated and not committing)
                if attempt + 1 == _TRIES or not again:
                    raise
        raise AssertionError


def _may_run_again(fault: DBAPIError) -> bool:
    return getattr(fault.orig, "sqlstate", None) in _AGAIN


def _elsewhere(conn: Connection) -> int:
    """Return a number that changes with every commit of any other connection."""
    driver: Any = conn.connection.driver_connection
    number: int = driver.execute("pragma data_version").fetchone()[0]
    return number
