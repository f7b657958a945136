"""What an import comes to: one portion of its rows, and all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from outreach.domain.imports.ordinary import Ordinary
from outreach.domain.imports.row import Rejected
from outreach.services.import_people.matching import Arrived, Batch
from outreach.services.import_people.portion import alone, first

KEPT = 1_000
"""Rejected rows and remarks that are kept to be shown; all are counted."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a portion came to: strangers without further ado, and a batch of all others."""

    batch: Batch
    strangers: list[Ordinary]
    points: int

    def tell(self, on_person: Callable[[Arrived, str | None], None]) -> None:
        """Tell of everybody in the order of the list."""
        everybody = [(alone(one), None) for one in self.strangers] + self.batch.matched
        for whom, known in sorted(everybody, key=lambda each: first(each[0])):
            on_person(whom, known)


@dataclass(slots=True)
class Brought:
    """What an import came to. In a dry run: what it would have come to. `id` takes it back.

    `refusals` are addresses kept as refusing us, from rows that were left out.
    """

    id: str = ""
    rows: int = 0
    people: int = 0
    new: int = 0
    same: int = 0
    points: int = 0
    bases: int = 0
    statements: int = 0
    filled: int = 0
    refusals: int = 0
    rejections: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def count(self, taken: Taken) -> None:
        """Add what a portion came to."""
        batch = taken.batch
        self.people += len(batch.matched) + len(taken.strangers)
        self.new += len(batch.people) + len(taken.strangers)
        self.same += batch.same
        self.points += len(batch.points) + taken.points
        self.bases += len(batch.bases)
        self.statements += len(batch.said)
        self.filled += sum(bool(one.after) for one in batch.changes.values())
        self.remarks += batch.remarks[: KEPT - len(self.remarks)]

    def reject(self, one: Rejected) -> None:
        """Count a row that is left out."""
        self.rejections += 1
        if len(self.rejected) < KEPT:
            self.rejected.append(one)

    def figures(self) -> dict[str, int]:
        """Return the counts alone."""
        return {name: count for name, count in asdict(self).items() if isinstance(count, int)}
