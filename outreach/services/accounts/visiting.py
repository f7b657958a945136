"""Who has an account, and which browsers are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.domain.entering import Account, Session
from outreach.domain.people import Member
from outreach.services.accounts.porch import Porch
from outreach.store import accounts as kept
from outreach.store import sessions as opened
from outreach.store import team


@dataclass(frozen=True, slots=True)
class Listed:
    """A member, the account they have (None: none yet), and when they last asked for anything."""

    member: Member
    account: Account | None
    last: datetime | None


def accounts(porch: Porch) -> list[Listed]:
    """Return the team with their accounts; whoever left without one is not shown."""
    found = porch.store.read(
        lambda conn: [
            Listed(member, account, _last(opened.of(conn, member.id, limit=1)))
            for have in [kept.everybody(conn)]
            for member in team.everybody(conn)
            for account in [have.get(member.id)]
        ]
    )
    return [one for one in found if one.account is not None or not one.member.left]


def sessions(porch: Porch, member_id: str) -> list[Session]:
    """Return the sessions of a member that are open now, the newest first."""
    now = porch.clock.now()
    found = porch.store.read(lambda conn: opened.of(conn, member_id))
    return [one for one in found if one.holds(now)]


def _last(newest: list[Session]) -> datetime | None:
    return newest[0].seen_at if newest else None
