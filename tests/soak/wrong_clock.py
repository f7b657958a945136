"""A clock that is set wrong and right again under the programs of a house, all of them at once.

Forwards by a minute, as by a bad time server; and back, when whoever looks after it notices.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from outreach.clock import SystemClock

VARIABLE = "SOAK_CLOCK"
"""Names the file that says by how many seconds the programs' clock is ahead."""
AHEAD = timedelta(seconds=60)


@dataclass(slots=True)
class WrongClock:
    """The clock of all programs that were started with its file in their environment."""

    file: Path
    wrong: bool = False

    def step(self) -> None:
        """Set it wrong, or right again."""
        self._set(wrong=not self.wrong)

    def right(self) -> None:
        """Set it right for good."""
        self._set(wrong=False)

    def _set(self, *, wrong: bool) -> None:
        self.wrong = wrong
        beside = self.file.with_suffix(".new")
        beside.write_text(str(AHEAD.total_seconds() if wrong else 0.0), encoding="ascii")
        beside.rename(self.file)


def follow(file: Path) -> None:
    """Have this program's clock go by what the file says at each moment."""

    right = SystemClock.now

    def now(self: SystemClock) -> datetime:
        ahead = timedelta()
        with suppress(FileNotFoundError):
            ahead = timedelta(seconds=float(file.read_text(encoding="ascii")))
        return right(self) + ahead

    SystemClock.now = now  # type: ignore[method-assign]
