"""What is changed of accounts: a password, what one may do, and whether one may come in at all."""

from __future__ import annotations

from sqlalchemy import Connection

from outreach.domain.access import Access
from outreach.domain.entering import Account, Visit
from outreach.domain.people import Member
from outreach.errors import InputError, NotFoundError
from outreach.services.accounts.entering import Entered, begin
from outreach.services.accounts.passwords import checked
from outreach.services.accounts.porch import EntryRefusedError, Porch, count_try, forgive, note
from outreach.store import accounts, sessions, team


def change_password(porch: Porch, one: Visit, old: str, new: str) -> Entered:
    """Change one's own password: every session of theirs ends, and they get a new one."""
    member, came_from = one.member, one.session.came_from
    count_try(porch, member.name, came_from)
    account = porch.store.read(lambda conn: accounts.get(conn, member.id, member.name))
    if not porch.passwords.fits(old, account.password):
        porch.store.write(lambda conn: note(conn, porch, "password change refused", member.id))
        raise EntryRefusedError
    hashed = porch.passwords.hash(checked(new, member.name))
    now = porch.clock.now()

    def work(conn: Connection) -> Entered:
        forgive(conn, porch, member.name, came_from)
        accounts.change(conn, member.id, {"password": hashed, "changed_at": now})
        accounts.withdraw(conn, member.id, now)
        _end_all(conn, porch, member, "the password was changed")
        note(conn, porch, "password changed", member.id)
        return begin(conn, porch, member, account, came_from, one.session.agent)

    return porch.store.write(work)


def change_access(porch: Porch, name: str, access: Access, by: str) -> Member:
    """Let an account do something else; it holds from the next press on."""

    def work(conn: Connection) -> Member:
        member = team.get(conn, name)
        account = accounts.get(conn, member.id, member.name)
        if access is not Access.ADMIN:
            _leave_an_admin(conn, account)
        accounts.change(conn, member.id, {"access": access})
        body = {"by": by, "was": account.access.value, "access": access.value}
        note(conn, porch, "access changed", member.id, **body)
        return member

    return porch.store.write(work)


def revoke(porch: Porch, name: str, by: str) -> Member:
    """Take an account away: every session of theirs ends at once, and no link works any more."""

    def work(conn: Connection) -> Member:
        member = team.get(conn, name)
        account = accounts.get(conn, member.id, member.name)
        _leave_an_admin(conn, account)
        now = porch.clock.now()
        accounts.change(conn, member.id, {"revoked_at": now, "revoked_by": by})
        accounts.withdraw(conn, member.id, now)
        _end_all(conn, porch, member, "the account was taken away")
        note(conn, porch, "account taken away", member.id, by=by)
        return member

    return porch.store.write(work)


def restore(porch: Porch, name: str, by: str) -> Member:
    """Give an account back that was taken away; they come in by their old password."""

    def work(conn: Connection) -> Member:
        member = team.get(conn, name)
        account = accounts.get(conn, member.id, member.name)
        if not account.revoked:
            msg = f"the account of {member.name} was not taken away"
            raise InputError(msg)
        accounts.change(conn, member.id, {"revoked_at": None, "revoked_by": None})
        note(conn, porch, "account given back", member.id, by=by)
        return member

    return porch.store.write(work)


def end_session(porch: Porch, member_id: str, label: str, by: str) -> None:
    """End one session of a member, by what it is called in the list; raise `NotFoundError`."""

    def work(conn: Connection) -> None:
        named = [one for one in sessions.of(conn, member_id) if one.label == label]
        if not named:
            raise NotFoundError("session", label)
        because = f"{by} ended it"
        if sessions.end(conn, [one.digest for one in named], because, porch.clock.now()):
            note(conn, porch, "session ended", member_id, by=by, session=label)

    porch.store.write(work)


def _end_all(conn: Connection, porch: Porch, member: Member, because: str) -> None:
    theirs = [one.digest for one in sessions.of(conn, member.id, limit=10_000)]
    sessions.end(conn, theirs, because, porch.clock.now())


def _leave_an_admin(conn: Connection, account: Account) -> None:
    """Refuse what would leave nobody to give accounts."""
    admins = {
        one.member_id
        for one in accounts.everybody(conn).values()
        if one.access is Access.ADMIN and not one.revoked
    }
    if admins == {account.member_id}:
        msg = "nobody else could give accounts then: make somebody else an admin first"
        raise InputError(msg)
