"""Whom something restrictive was heard from while their messages were on their way.

Every mark gets a number. A message remembers the number that was current before its facts were
read; a later mark on its person, organisation or address stops it at the very last moment, before
any door is touched. Marks are forgotten once no clearance can be older than they are.
"""

from __future__ import annotations

import threading
from itertools import count

from outreach.store.statements import Raised

_KEPT = 50_000
"""Marks kept; far more than can be heard within the life of a clearance."""


class Stopped:
    """The marks of one process. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._last = 0
        self._marks: dict[str, int] = {}

    def mark(self, raised: Raised) -> None:
        """Stop whatever is on its way to these people, organisations and addresses."""
        self.mark_ids((*raised.people, *raised.organisations, *raised.points))

    def mark_ids(self, ids: tuple[str, ...]) -> None:
        """Stop whatever is on its way to these ids of people, organisations or points."""
        with self._lock:
            self._last = next(self._numbers)
            for one in ids:
                self._marks.pop(one, None)
                self._marks[one] = self._last
            while len(self._marks) > _KEPT:
                del self._marks[next(iter(self._marks))]

    def number(self) -> int:
        """Return the number of the last mark; take it before reading facts."""
        return self._last

    def since(self, number: int, *ids: str | None) -> bool:
        """Say whether any of these ids was marked after that number."""
        marks = self._marks
        return any(one is not None and marks.get(one, 0) > number for one in ids)
