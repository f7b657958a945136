"""Where a revealed number waits for the one who pressed, and is forgotten once taken."""

from __future__ import annotations

import threading

from channels.contract import Revealed


class CallBook:
    """A `Reveal` that keeps each number until it is taken, once. Safe to use from any thread."""

    def __init__(self) -> None:
        self._shown: dict[str, Revealed] = {}
        self._lock = threading.Lock()

    def show(self, call: Revealed) -> None:
        """Keep what was revealed for this attempt."""
        with self._lock:
            self._shown[call.attempt] = call

    def take(self, attempt: str) -> Revealed | None:
        """Return what was revealed for this attempt, and forget it."""
        with self._lock:
            return self._shown.pop(attempt, None)
