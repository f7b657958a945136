"""Named points on the way out and in, at which a test lets this very process die.

What dies by luck dies where it spends its time, and hardly ever between two lines. A test starts
the program with `OUTREACH_FAULT` in its environment, such as `redeemed:3`: the third time that the
point is passed, the process kills itself as `kill -9` would. `redeemed:3:raise` raises instead: so
the code around meets a fault that nobody thought of. Unset, passing a point does nothing.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

VARIABLE = "OUTREACH_FAULT"


class Point(StrEnum):
    """Where a process may die; in the order in which they are passed."""

    CLAIMED = "claimed"
    """Attempts that are due were chosen."""
    JUDGED = "judged"
    """They were judged, and nothing of it is written."""
    RECORDING = "recording"
    """It is written, and not committed."""
    RECORDED = "recorded"
    REDEEMING = "redeeming"
    """Clearances are spent, receipts before them written, and neither is committed."""
    REDEEMED = "redeemed"
    HANDING_OVER = "handing-over"
    """The last look was taken; the door is next."""
    IN_DATA = "in-data"
    """The mail server waits for the mail."""
    WRITTEN = "written"
    """The mail is written, and nobody has answered."""
    TAKEN = "taken"
    """The door took it, and its receipt is not written."""
    RECEIVING = "receiving"
    """The last receipts are written, and not committed."""
    RECEIVED = "received"

    FETCHED = "fetched"
    """A message was fetched, and is not kept."""
    KEPT = "kept"
    """It is kept as it came, and its mailbox was not told."""
    MOVED = "moved"
    """Its mailbox was told how far it was read."""
    UNDERSTOOD = "understood"
    """It was read, and nothing of what it says is written."""
    STATING = "stating"
    """What it says is written, and not committed."""
    STATED = "stated"


class PlannedError(Exception):
    """A test asked for a fault at this point."""


@dataclass(slots=True)
class Plan:
    """Where to fail, the how manieth time it is passed, and whether by dying or by raising."""

    at: Point
    time: int = 1
    dies: bool = True
    passed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pass_by(self, point: Point) -> None:
        """Fail, if it is here and now."""
        if point is not self.at:
            return
        with self._lock:
            self.passed += 1
            now = self.passed == self.time
        if now and self.dies:
            os.kill(os.getpid(), signal.SIGKILL)
        elif now:
            raise PlannedError(str(point))


def plan(written: str) -> Plan:
    """Read `point`, `point:time` or `point:time:raise`; raise `ValueError` for anything else."""
    at, _, rest = written.partition(":")
    time, _, how = rest.partition(":")
    if how not in ("", "raise"):
        raise ValueError(how)
    return Plan(Point(at), int(time or 1), dies=not how)


def _nothing(point: Point) -> None:
    """Pass by."""


_passing: Callable[[Point], None] = _nothing


def arm(written: str) -> None:
    """Fail in this process, as `OUTREACH_FAULT` would have it; empty: never."""
    global _passing
    _passing = plan(written).pass_by if written else _nothing


def passing(point: Point) -> None:
    """Say that the process is at this point."""
    _passing(point)


arm(os.environ.get(VARIABLE, ""))
