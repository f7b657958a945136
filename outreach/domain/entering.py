"""Accounts of our own people, the links by which they begin, and the sessions they come in by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.domain.access import RIGHTS, Access, Right
from outreach.domain.people import Member

IDLE = timedelta(hours=2)
"""How long a session lasts in which nothing is asked for."""
LONGEST = timedelta(hours=12)
"""How long any session lasts: a day's work."""
CLAIMABLE = timedelta(days=2)
"""How long an invitation can be claimed."""


@dataclass(frozen=True, slots=True)
class Account:
    """How one of us comes in. `password` is a hash; nobody can read the password off it."""

    member_id: str
    access: Access
    password: str = field(repr=False)
    made_at: datetime
    changed_at: datetime
    revoked_at: datetime | None = None
    revoked_by: str | None = None

    @property
    def revoked(self) -> bool:
        """Return whether it was taken away."""
        return self.revoked_at is not None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link by which a member sets a password, once. `digest` is what is kept of its secret."""

    digest: str
    member_id: str
    access: Access
    by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether it can still be claimed."""
        return self.used_at is None and at < self.expires_at


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that somebody came in by. `digest` is what is kept of its cookie."""

    digest: str
    member_id: str
    started_at: datetime
    seen_at: datetime
    expires_at: datetime
    agent: str
    came_from: str
    ended_at: datetime | None = None
    ended_because: str | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether it lets somebody in at this moment."""
        return self.ended_at is None and at < min(self.expires_at, self.seen_at + IDLE)

    @property
    def label(self) -> str:
        """Return what it is called where it is listed; nobody comes in by that."""
        return self.digest[:12]


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody of us who came in, and what they may do."""

    member: Member
    access: Access
    session: Session

    @property
    def rights(self) -> frozenset[Right]:
        """Return what they may do."""
        return RIGHTS[self.access]

    def may(self, right: Right) -> bool:
        """Return whether they may do this."""
        return right in self.rights
