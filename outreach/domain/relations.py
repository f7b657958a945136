"""How people stand to each other, and to us, from a day until a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

SEEN_FROM_THERE: Mapping[str, str] = MappingProxyType(
    {
        "assistant of": "has as assistant",
        "has as assistant": "assistant of",
        "introduced by": "introduced",
        "introduced": "introduced by",
        "looked after by": "looks after",
        "looks after": "looked after by",
        "bought with": "bought with",
        "married to": "married to",
        "works with": "works with",
        "reports to": "has reporting",
        "has reporting": "reports to",
        "decides for": "lets decide",
        "lets decide": "decides for",
    }
)
"""What a relation is called from the other side; whatever else was noted is told as it is."""
ASSISTANT_OF = "assistant of"
INTRODUCED_BY = "introduced by"
LOOKED_AFTER_BY = "looked after by"


@dataclass(frozen=True, slots=True)
class Relation:
    """One tie of a person, read from them to another: `Mira` `assistant of` `Scott`.

    The other is a person (`other_id`) or one of our team (`member_id`), never both. `until` None:
    as far as we know, still.
    """

    id: str
    person_id: str
    what: str
    since: datetime
    other_id: str | None = None
    member_id: str | None = None
    until: datetime | None = None
    source: str = ""
    noted_by: str = ""
    ended_because: str = ""

    def holds(self, at: datetime) -> bool:
        """Return whether it stands at that moment."""
        return self.since <= at and (self.until is None or at < self.until)

    def other_end(self, person_id: str) -> str:
        """Return who stands at the other end (an id), seen from this person."""
        if self.person_id != person_id:
            return self.person_id
        return self.other_id or self.member_id or ""


def told_from(relation: Relation, person_id: str, other: str) -> str:
    """Return a relation as one of the two sees it: `assistant of Scott Reyes`."""
    if relation.person_id == person_id:
        return f"{relation.what} {other}"
    turned = SEEN_FROM_THERE.get(relation.what)
    return f"{turned} {other}" if turned else f"{other} is {relation.what} them"
