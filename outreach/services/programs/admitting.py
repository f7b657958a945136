"""Who asks over the wire: the program that a secret belongs to, and for whom of us it acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.access import Sight, fitting, sight_of
from outreach.domain.people import Member
from outreach.domain.programs import Key, Scope
from outreach.errors import HouseError
from outreach.secret import digest
from outreach.services.programs.keys import BEGINS, day_of
from outreach.store import absences, accounts, programs, team
from outreach.store.unit import Store


class KeyRefusedError(HouseError):
    """No key, a wrong one, or one that was taken away: which of them is told to nobody."""

    def __init__(self) -> None:
        super().__init__("this key lets nobody in: `outreach keys make` gives another")


@dataclass(frozen=True, slots=True)
class Program:
    """A program that was let in, the member of the team who answers for it, and what both see."""

    key: Key
    member: Member
    sight: Sight

    def may(self, scope: Scope) -> bool:
        """Return whether it may do this."""
        return scope in self.key.scopes


def admitted(store: Store, clock: Clock, secret: str) -> Program:
    """Return the program with this secret; raise `KeyRefusedError`.

    A key ends with the membership of whoever answers for it.
    """
    if not secret.startswith(BEGINS):
        raise KeyRefusedError
    now = clock.now()
    found = store.read(lambda conn: _found(conn, secret, now))
    if found is None:
        raise KeyRefusedError
    today = day_of(now)
    if found.key.used_on != today:
        store.write(lambda conn: programs.used(conn, found.key.id, today))
    return found


def _found(conn: Connection, secret: str, now: datetime) -> Program | None:
    key = programs.by_digest(conn, digest(secret))
    if key is None or key.revoked:
        return None
    member = team.by_ids(conn, [key.member_id]).get(key.member_id)
    if member is None or member.left:
        return None
    account = accounts.find(conn, member.id)
    access = account.access if account else fitting(member.duty)
    roster = absences.roster_around(conn, member.id, now)
    return Program(key, member, sight_of(access, member.id, roster, now))
