"""How an account begins: a link that works once and not for long; its owner sets the password."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from outreach.domain.access import Access, fitting
from outreach.domain.entering import CLAIMABLE, Account, Invitation
from outreach.domain.people import Duty, Member
from outreach.errors import InputError, NotFoundError
from outreach.secret import digest, secret
from outreach.services.accounts.entering import Entered, begin
from outreach.services.accounts.passwords import checked
from outreach.services.accounts.porch import Porch, note
from outreach.store import accounts, sessions, team

OUTREACH = "outreach"
"""Who invites the first of us, when nobody is in yet."""
_FIRST = (Duty.OPERATOR, Duty.MANAGER, Duty.COMPLIANCE, Duty.REP)


@dataclass(frozen=True, slots=True)
class Invited:
    """A member who may set a password by a link; its `secret` is nowhere kept."""

    member: Member
    invitation: Invitation
    secret: str = field(repr=False)


def invite(porch: Porch, name: str, by: str, access: Access | None = None) -> Invited:
    """Let a member set a password, for the first time or anew; earlier links stop working.

    Without `access` it is what they have, or else what fits their duty.
    """

    def work(conn: Connection) -> Invited:
        member = team.get(conn, name)
        if member.left:
            msg = f"{member.name} has left the team"
            raise InputError(msg)
        had = accounts.find(conn, member.id)
        given = access or (had.access if had else fitting(member.duty))
        return _invite(conn, porch, member, given, by)

    return porch.store.write(work)


def first_invitation(porch: Porch) -> Invited | None:
    """Let the first of us in as admin, where no account can be entered by anybody; else None."""

    def work(conn: Connection) -> Invited | None:
        if any(not one.revoked for one in accounts.everybody(conn).values()):
            return None
        there = team.still_here(conn)
        first = min(there, key=lambda one: _FIRST.index(one.duty), default=None)
        return _invite(conn, porch, first, Access.ADMIN, OUTREACH) if first else None

    return porch.store.write(work)


def invited(porch: Porch, link: str) -> Member:
    """Return whom a link invites; raise `NotFoundError` for one that is used, over or not ours."""
    return porch.store.read(lambda conn: _whose(conn, _found(conn, porch, link)))


def claim(porch: Porch, link: str, password: str, came_from: str, agent: str = "") -> Entered:
    """Set the password, use the link up, end what was open by the old one, and let them in."""
    name = invited(porch, link).name
    hashed = porch.passwords.hash(checked(password, name))
    now = porch.clock.now()

    def work(conn: Connection) -> Entered:
        invitation = _found(conn, porch, link)
        member = _whose(conn, invitation)
        if not accounts.use(conn, invitation.digest, now):
            raise NotFoundError("invitation that can still be used by", "this link")
        account = Account(member.id, invitation.access, hashed, now, now)
        accounts.put(conn, account)
        open_ones = [one.digest for one in sessions.of(conn, member.id)]
        sessions.end(conn, open_ones, "a new password was set", now)
        note(conn, porch, "account claimed", member.id, access=invitation.access.value)
        return begin(conn, porch, member, account, came_from, agent)

    return porch.store.write(work)


def _invite(conn: Connection, porch: Porch, member: Member, access: Access, by: str) -> Invited:
    now, fresh = porch.clock.now(), secret()
    one = Invitation(digest(fresh), member.id, access, by, now, now + CLAIMABLE)
    accounts.invite(conn, one)
    note(conn, porch, "account offered", member.id, by=by, access=access.value)
    return Invited(member, one, fresh)


def _found(conn: Connection, porch: Porch, link: str) -> Invitation:
    one = accounts.invited(conn, digest(link))
    if one is None or not one.holds(porch.clock.now()):
        raise NotFoundError("invitation that can still be used by", "this link")
    return one


def _whose(conn: Connection, invitation: Invitation) -> Member:
    member = team.get(conn, invitation.member_id)
    if member.left:
        raise NotFoundError("invitation that can still be used by", "this link")
    return member
