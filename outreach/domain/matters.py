"""What an organisation needs one of us to think about, and no machine may settle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MatterKind(StrEnum):
    """What it is about. Values are stored: append only."""

    HAS_LEFT = "has left"
    """Somebody we knew there no longer works there; who looks after it now?"""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing on an agenda about an organisation. `person_id` is the one it came from.

    `words` are those it came in. `named_name` and `named_address` are whom they named instead: kept
    with who named them, and contacted by nobody but a human who has asked.
    """

    id: str
    kind: MatterKind
    person_id: str
    since: datetime
    organisation_id: str | None = None
    words: str = ""
    named_name: str = ""
    named_address: str = ""
    inbound_id: str | None = None
    owner: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    settled_how: str | None = None
