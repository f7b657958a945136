"""What an account may do, and whose records it may see.

What somebody answers for (their duty) is another matter: it says whom a hold waits for. An account
is given by an admin, begins with what fits the duty, and can be taken away without it.
"""

from __future__ import annotations

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
    ADMIT = "admit"
    """Give accounts and take them away."""


RIGHTS: dict[Access, frozenset[Right]] = {
    Access.REP: frozenset({Right.SEE, Right.WORK}),
    Access.MANAGER: frozenset({Right.SEE, Right.WORK, Right.OVERSEE}),
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


def may_see(
    access: Access, member_id: str, owner_id: str | None, roster: Roster, at: datetime
) -> bool:
    """Return whether a record of somebody is theirs to see.

    A rep's are those of people they look after, of those they cover for, and of nobody's. Everybody
    else sees the whole team's: a house has one.
    """
    if Right.OVERSEE in RIGHTS[access] or owner_id is None:
        return True
    return roster.keeps(owner_id, at) == member_id or owner_id == member_id
