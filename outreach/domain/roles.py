"""What somebody is to us, or at an organisation, from a day until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Role:
    """One role of a person, in plain words: `customer`, `buyer`, `assistant`.

    `organisation_id` None: towards us alone. `until` None: as far as we know, still.
    """

    id: str
    person_id: str
    what: str
    since: datetime
    organisation_id: str | None = None
    until: datetime | None = None
    source: str = ""
    ended_because: str = ""
    noted_by: str = ""

    def holds(self, at: datetime) -> bool:
        """Return whether they have it at that moment."""
        return self.since <= at and (self.until is None or at < self.until)
