"""Programs that ask us over the wire, such as a CRM: each has a key, and acts for one of us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key lets a program do. Values are stored: append only."""

    ASK = "ask"
    """Ask whether somebody may be reached, and read people and what was blocked."""
    TELL = "tell"
    """Hand over what a person said."""
    WATCH = "watch"
    """Read how the house does, in numbers without anybody's name."""
    ENROL = "enrol"
    """Put people into sequences; each step is judged when it is due."""
    IMPORT = "import"
    """Bring people in, and take back what it brought."""
    HOOK = "hook"
    """Be told what happened, at an address of its own."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: `digest` is all that stays of its secret. `member_id` answers for it."""

    id: str
    name: str
    digest: str
    member_id: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    made_by: str
    used_on: datetime | None = None
    """The day (its start, UTC) on which it was last used."""
    revoked_at: datetime | None = None
    revoked_by: str | None = None

    @property
    def revoked(self) -> bool:
        """Return whether it was taken away."""
        return self.revoked_at is not None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a program was answered, kept so that asking again does nothing twice (by its key)."""

    key_id: str
    again: str
    """The program's own name for what it asked (`Idempotency-Key`)."""
    asked: str
    """A digest of what it asked."""
    status: int
    body: str
    at: datetime
