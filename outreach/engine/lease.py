"""Only one engine sends for a database: whoever holds the lease."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, create_engine
from sqlalchemy import text as sql
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from outreach.errors import OtherEngineError
from outreach.store.faults import told

ENGINE, KEEPER = 5577006792, 5577006793
"""The numbers of the two leases on a server."""
_ASK_AGAIN, _PATIENCE = 0.01, 0.1
"""Seconds: somebody who only looks whether an engine runs has the file for an instant."""


class Lease(Protocol):
    """Held from `take` until `release` or the end of the process, however it ends."""

    def take(self) -> None:
        """Take it; raise `OtherEngineError` where another engine holds it."""
        ...

    def held(self) -> bool:
        """Return whether it is still ours."""
        ...

    def release(self) -> None:
        """Let another engine have it."""
        ...


def lease_of(url: URL) -> Lease:
    """Return the lease of a database."""
    if url.get_backend_name() == "sqlite":
        return FileLease(file_of(url))
    return AdvisoryLease(url)


def file_of(url: URL) -> Path:
    """Return the file beside an SQLite database that its engine locks."""
    return Path(f"{url.database}.engine")


@contextmanager
def no_engine(url: URL) -> Iterator[None]:
    """Keep every engine from starting meanwhile; raise `OtherEngineError` where one runs."""
    lease = lease_of(url)
    lease.take()
    try:
        yield
    finally:
        lease.release()


def part_of(url: URL) -> AdvisoryLease:
    """Return the lease that many workers of one database share, and no engine beside them."""
    return AdvisoryLease(url, shared=True)


def keeper_of(url: URL) -> AdvisoryLease:
    """Return the lease of the one worker that listens and keeps the house in order."""
    return AdvisoryLease(url, KEEPER)


class FileLease:
    """A lock on a file beside the database (flock(2)); the kernel drops it with the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take it; raise `OtherEngineError` naming the process that holds it."""
        file = self._path.open("a+", encoding="utf-8")
        if not _locked(file):
            file.seek(0)
            holder = file.read().strip() or "another process"
            file.close()
            raise OtherEngineError(str(self._path), holder)
        file.truncate(0)
        file.write(f"process {os.getpid()}\n")
        file.flush()
        self._file = file

    def held(self) -> bool:
        """Return whether it was taken: nobody but this process can let it go."""
        return self._file is not None

    def release(self) -> None:
        """Let another engine have it."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _locked(file: IO[str]) -> bool:
    """Lock a file; return False where somebody keeps it."""
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                return False
            time.sleep(_ASK_AGAIN)
        else:
            return True


class AdvisoryLease:
    """A lock held by a connection of its own; the server drops it with the connection."""

    def __init__(self, url: URL, number: int = ENGINE, *, shared: bool = False) -> None:
        kind = "_shared" if shared else ""
        self._asked = sql(f"select pg_try_advisory_lock{kind}({number})")
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)
        self._connection: Connection | None = None
        self._name = url.render_as_string(hide_password=True)

    def take(self) -> None:
        """Take it; raise `OtherEngineError` where another connection holds it.

        Raises `StorageError` while the server does not answer.
        """
        try:
            connection = self._engine.connect()
            taken = connection.scalar(self._asked)
        except DBAPIError as fault:
            raise told(fault, self._engine.url) from fault
        if not taken:
            connection.close()
            self._engine.dispose()
            raise OtherEngineError(self._name, "another process")
        self._connection = connection

    def held(self) -> bool:
        """Return whether the server still knows it: one that was restarted has forgotten."""
        if self._connection is None:
            return False
        try:
            self._connection.scalar(sql("select 1"))
        except DBAPIError:
            return False
        return True

    def release(self) -> None:
        """Let another engine have it."""
        if self._connection is not None:
            with suppress(Exception):  # the server may be gone; then so is the lock
                self._connection.close()
            self._connection = None
            self._engine.dispose()
