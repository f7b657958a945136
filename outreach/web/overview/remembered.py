"""Figures of a period, worked out at most every few minutes: they are read from many rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from outreach.clock import Clock

FRESH = timedelta(minutes=5)
MOST = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figures(Generic[T]):
    """What was worked out, and when."""

    at: datetime
    of: T


@dataclass(frozen=True)
class Remembered(Generic[T]):
    """Keeps what was worked out by what was asked for; whoever comes meanwhile waits for it."""

    clock: Clock
    _kept: dict[object, Figures[T]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, asked: object, work: Callable[[], T]) -> Figures[T]:
        """Return what is fresh enough, else work it out now."""
        with self._lock:
            now, found = self.clock.now(), self._kept.get(asked)
            if found is None or not found.at <= now < found.at + FRESH:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                found = self._kept[asked] = Figures(now, work())
            return found
