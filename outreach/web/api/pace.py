"""How fast a program may ask: a bucket of so many requests that fills up again by and by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

BURST = 120
A_SECOND = 20.0
_MOST_KEPT = 1_000


@dataclass
class _Bucket:
    left: float
    at: float


@dataclass
class Pace:
    """Counts in memory: each process of ours lets a program ask this often."""

    monotonic: Callable[[], float]
    burst: int = BURST
    a_second: float = A_SECOND
    _buckets: dict[str, _Bucket] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait_for(self, whose: str) -> float:
        """Take a request out; return 0, or the seconds after which to ask again."""
        now = self.monotonic()
        with self._lock:
            if len(self._buckets) > _MOST_KEPT:
                self._forget(now)
            bucket = self._buckets.setdefault(whose, _Bucket(self.burst, now))
            bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.a_second)
            bucket.at = now
            if bucket.left < 1:
                return (1 - bucket.left) / self.a_second
            bucket.left -= 1
            return 0.0

    def _forget(self, now: float) -> None:
        """Forget those whose bucket is full again."""
        full = self.burst / self.a_second
        self._buckets = {one: b for one, b in self._buckets.items() if now - b.at < full}
