"""Between the last look and the first octet: no stop is answered while hand-overs are being begun.

Whoever sends looks, as the last thing, whether anybody spoke against it, and begins. A stop that
was committed and answered in between, by another process, would see a message begun after its
answer. So whoever sends shares a lock for those few milliseconds, and a stop holds it alone from
right before its commit until after it. Either the look finds the stop, or its answer comes later
than the hand-over has begun.

Nobody waits for good: a sender that cannot have the lock hands nothing over, and a stop is written
all the same.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, Engine

from outreach.store.driver import run
from outreach.store.turns import patiently

_PATIENCE = 0.25
"""Seconds."""
_NAME = 0x6F75_7472_6561_6368
"""Of the lock, among a server's advisory locks of this database."""


class Beginning(Protocol):
    """The lock of one house."""

    def shared(self) -> AbstractContextManager[bool]:
        """Share it until the end of the block; False where it could not be had in time."""

    def alone(self, conn: Connection) -> AbstractContextManager[object]:
        """Hold it alone until the end of the block, which is behind the commit."""

    def close(self) -> None:
        """Let go of what is kept open for it."""


def beginning_of(engine: Engine) -> Beginning:
    """Return the lock of the house that this engine reads."""
    if engine.dialect.name == "postgresql":
        return _OnAServer(engine)
    return _BesideAFile(Path(f"{engine.url.database}.begin"))


@dataclass(frozen=True, slots=True)
class _BesideAFile:
    """A lock on a file beside the database (flock(2)); the kernel drops it with the process.

    Each use has an open file of its own, so that several of one process share and wait as those of
    two do. Files are kept open for the next use.
    """

    path: Path
    idle: list[IO[bytes]] = field(default_factory=list)

    def close(self) -> None:
        while self.idle:
            self.idle.pop().close()

    @contextmanager
    def shared(self) -> Iterator[bool]:
        with self._held(fcntl.LOCK_SH) as had:
            yield had

    def alone(self, conn: Connection) -> AbstractContextManager[object]:
        return self._held(fcntl.LOCK_EX)

    @contextmanager
    def _held(self, how: int) -> Iterator[bool]:
        try:
            file = self.idle.pop() if self.idle else self.path.open("ab")
        except OSError:  # where no file can be made nobody shares anything
            yield True
            return
        had = patiently(lambda: _locked(file, how), _PATIENCE)
        try:
            yield had
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
            self.idle.append(file)


def _locked(file: IO[bytes], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class _Sharing(threading.local):
    """What this thread shares already, how often, and until when."""

    times = 0
    had = False
    until: ExitStack


@dataclass(frozen=True, slots=True)
class _OnAServer:
    """An advisory lock of PostgreSQL, which its transaction ends.

    A thread asks once for all that it begins meanwhile.
    """

    engine: Engine
    here: _Sharing = field(default_factory=_Sharing)

    def close(self) -> None:
        """Keep nothing open: its connections are the engine's."""

    @contextmanager
    def shared(self) -> Iterator[bool]:
        here = self.here
        if not here.times:
            with ExitStack() as until:
                conn = until.enter_context(self.engine.connect())
                here.had = patiently(lambda: _got(conn, "_shared"), _PATIENCE)
                here.until = until.pop_all()
        here.times += 1
        try:
            yield here.had
        finally:
            here.times -= 1
            if not here.times:
                here.until.close()

    def alone(self, conn: Connection) -> AbstractContextManager[object]:
        patiently(lambda: _got(conn, ""), _PATIENCE)
        return nullcontext()


def _got(conn: Connection, how: str) -> bool:
    return bool(run(conn, f"select pg_try_advisory_xact_lock{how}($1)", (_NAME,)).fetchone()[0])
