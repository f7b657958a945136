"""Whose turn it is to write, among the processes that share one SQLite file.

SQLite gives its write lock to whoever happens to ask while it is free. An engine that writes again
at once asks within microseconds, and a stop from another process, which asks twice a millisecond,
finds the gap by luck. So whoever wants the lock takes the turn first, and keeps it until the lock
is theirs: while a stop waits, the engine's next write waits for the turn, and the stop has to wait
for no more than the one write that is under way.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

ASK_AGAIN = 0.000_5
"""Seconds between two questions whether a lock is free."""
_PATIENCE = 0.1
"""Seconds after which somebody goes on without the turn: it is a courtesy, SQLite's lock is not."""


def patiently(take: Callable[[], bool], seconds: float) -> bool:
    """Ask for a lock until it is there or so much time is over; return whether it is."""
    give_up = time.monotonic() + seconds
    while not (had := take()) and time.monotonic() < give_up:
        time.sleep(ASK_AGAIN)
    return had


class Turn:
    """A lock on a file beside the database (flock(2)); the kernel drops it with the process."""

    def __init__(self, database: str) -> None:
        """Open the file; where that is not allowed there are no turns."""
        self._file: IO[bytes] | None = None
        with suppress(OSError):
            self._file = Path(f"{database}.turn").open("ab")  # noqa: SIM115 -- open for good

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the turn, if it comes in time."""
        had = patiently(self._take, _PATIENCE)
        try:
            yield
        finally:
            if had and self._file is not None:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def is_wanted(self) -> bool:
        """Return whether another process holds the turn: it waits for the lock that we have."""
        if self._file is None:
            return False
        if not self._take():
            return True
        fcntl.flock(self._file, fcntl.LOCK_UN)
        return False

    def _take(self) -> bool:
        if self._file is None:
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
