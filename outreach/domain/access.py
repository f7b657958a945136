"""What an account may do, and whose records it may see.

What somebody answers for (their duty) is another matter: it says whom a hold waits for. An account
is given by an admin, begins with what fits the duty, and can be taken away without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.domain.absences import Roster
from outreach.domain.people import Duty


class Access(StrEnum):
    """What kind of account somebody has. Values are stored: append only."""

    REP = "rep"
    MANAGER = "manager"
    COMPLIANCE = "compliance"
    ADMIN = "admin"


class Right(StrEnum):
    """What a page or an act asks of whoever comes to it."""

    SEE = "see"
    """Look people up: of reps, those they look after."""
    WORK = "work"
    """Call, write, promise: whatever reaches somebody."""
    OVERSEE = "oversee"
    """See what the whole team owes and keeps."""
    REVIEW = "review"
    """See what was kept back, and settle it."""
    STEER = "steer"
    """See how the team as a whole does: what it promised, whom it lost, what it has queued."""
    ADMIT = "admit"
    """Give accounts and take them away."""


RIGHTS: dict[Access, frozenset[Right]] = {
    Access.REP: frozenset({Right.SEE, Right.WORK}),
    Access.MANAGER: frozenset({Right.SEE, Right.WORK, Right.OVERSEE, Right.STEER}),
    Access.COMPLIANCE: frozenset({Right.SEE, Right.OVERSEE, Right.REVIEW}),
    Access.ADMIN: frozenset(Right),
}
_BEGINS_WITH = {
    Duty.REP: Access.REP,
    Duty.MANAGER: Access.MANAGER,
    Duty.COMPLIANCE: Access.COMPLIANCE,
    Duty.OPERATOR: Access.ADMIN,
}


def fitting(duty: Duty) -> Access:
    """Return the access that somebody with this duty begins with."""
    return _BEGINS_WITH[duty]


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose people somebody may see: of these owners (ids) and nobody's; None for everybody's."""

    owners: frozenset[str] | None

    def holds(self, owner_id: str | None) -> bool:
        """Return whether a record with this owner is theirs to see."""
        return self.owners is None or owner_id is None or owner_id in self.owners


def sight_of(access: Access, member_id: str, roster: Roster, at: datetime) -> Sight:
    """Return whose people one of us may see.

    A rep's are those they look after, those of whoever they cover for, and nobody's. Everybody else
    sees the whole team's: a house has one.
    """
    if Right.OVERSEE in RIGHTS[access]:
        return Sight(None)
    return Sight(roster.kept_by(member_id, at) | {member_id})
