"""Coming in and leaving. Whoever comes in gets a session of their own, never one they brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.domain.entering import LONGEST, Account, Session, Visit
from outreach.domain.people import Member
from outreach.secret import (
    digest,
    secret,
)
from outreach.services.accounts.porch import (
    EntryRefusedError,
    Porch,
    count_try,
    forgive,
    known_as,
    note,
)
from outreach.store import accounts, sessions, team

_LOOKED = timedelta(minutes=1)
"""How exactly it is kept when a session was last used."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came in. `secret` is their cookie, and is nowhere kept."""

    visit: Visit
    secret: str = field(repr=False)


def enter(porch: Porch, name: str, password: str, came_from: str, agent: str = "") -> Entered:
    """Let somebody in, by name or address and password.

    Raises `EntryRefusedError` or `TooManyTriesError`; neither tells whether the name is anybody's.
    """
    name = name.strip()[:LONGEST_NAME]
    count_try(porch, name, came_from)
    member = porch.store.read(lambda conn: known_as(conn, name))
    account = _standing(porch, member)
    if not porch.passwords.fits(password, account.password if account else None):
        if member is not None:
            whose = member.id
            porch.store.write(lambda conn: note(conn, porch, "log-in refused", whose))
        raise EntryRefusedError
    assert member is not None  # for only a password that is kept can fit
    assert account is not None
    if porch.passwords.is_outdated(account.password):
        _hash_anew(porch, member.id, password)

    def work(conn: Connection) -> Entered:
        forgive(conn, porch, name, came_from)
        return begin(conn, porch, member, account, came_from, agent)

    return porch.store.write(work)


def begin(
    conn: Connection, porch: Porch, member: Member, account: Account, came_from: str, agent: str
) -> Entered:
    """Begin a session with an id of its own."""
    now, fresh = porch.clock.now(), secret()
    session = Session(digest(fresh), member.id, now, now, now + LONGEST, agent[:200], came_from)
    sessions.add(conn, session)
    note(conn, porch, "logged in", member.id, session=session.label)
    return Entered(Visit(member, account.access, session), fresh)


def visit(porch: Porch, cookie: str) -> Visit | None:
    """Return who this cookie lets in at this moment, or None; an account taken away ends it."""
    now = porch.clock.now()
    found = porch.store.read(lambda conn: _visit(conn, digest(cookie), now))
    if found is not None and now - found.session.seen_at >= _LOOKED:
        porch.store.write(lambda conn: sessions.seen(conn, found.session.digest, now))
    return found


def leave(porch: Porch, one: Visit) -> None:
    """End a session at once."""

    def work(conn: Connection) -> None:
        ended = sessions.end(conn, [one.session.digest], "logged out", porch.clock.now())
        if ended:
            note(conn, porch, "logged out", one.member.id, session=one.session.label)

    porch.store.write(work)


def _visit(conn: Connection, key: str, now: datetime) -> Visit | None:
    session = sessions.find(conn, key)
    if session is None or not session.holds(now):
        return None
    account = accounts.find(conn, session.member_id)
    member = team.by_ids(conn, [session.member_id]).get(session.member_id)
    if account is None or account.revoked or member is None or member.left:
        return None
    return Visit(member, account.access, session)


def _standing(porch: Porch, member: Member | None) -> Account | None:
    """Return the account somebody may come in by: not one that was taken away, or of who left."""
    if member is None or member.left:
        return None
    found = porch.store.read(lambda conn: accounts.find(conn, member.id))
    return None if found is None or found.revoked else found


def _hash_anew(porch: Porch, member_id: str, password: str) -> None:
    values = {"password": porch.passwords.hash(password)}
    porch.store.write(lambda conn: accounts.change(conn, member_id, values))
