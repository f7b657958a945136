"""The only place that reads the clock. Everybody else is handed a `Clock`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from outreach.errors import NaiveDatetimeError


class Clock(Protocol):
    """Tells the time: `now` is aware and in UTC, `monotonic` counts seconds and never goes back."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds since some fixed point; for measuring how long something took."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since some fixed point."""
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class ClockAhead:
    """The machine's own clock, ahead by some time or behind: a rehearsal of other days."""

    by: timedelta

    def now(self) -> datetime:
        """Return this moment of that clock, aware, in UTC."""
        return datetime.now(UTC) + self.by

    def monotonic(self) -> float:
        """Return seconds since some fixed point."""
        return time.monotonic()


class SimulatedClock:
    """A clock that stands still until it is moved. Durations stay real."""

    def __init__(self, at: datetime) -> None:
        self._now = aware(at)

    def now(self) -> datetime:
        """Return the simulated moment, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Return real seconds since some fixed point: a simulated day costs nothing."""
        return time.monotonic()

    def advance(self, by: timedelta) -> None:
        """Move on by this much."""
        self._now += by

    def set(self, at: datetime) -> None:
        """Move to this aware moment."""
        self._now = aware(at)


FixedClock = SimulatedClock


def milliseconds() -> int:
    """Return the machine's milliseconds since 1970, whatever a house's clock says: a grain of time.

    Only for what must not come twice and is never read as a moment.
    """
    return time.time_ns() // 1_000_000


def aware(at: datetime) -> datetime:
    """Return the same instant in UTC; raise `NaiveDatetimeError` where no offset is given."""
    if at.tzinfo is None:
        raise NaiveDatetimeError(at)
    return at.astimezone(UTC)
