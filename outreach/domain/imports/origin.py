"""Where the people of one import come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.channel import Kind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the people of one import come from, and what is said of all of them."""

    source: str
    at: datetime
    kind: Kind | None = None
    owner_id: str | None = None
