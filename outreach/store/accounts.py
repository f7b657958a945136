"""Accounts of our own people, and the links by which they begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from outreach.domain.access import Access
from outreach.domain.entering import Account, Invitation
from outreach.errors import NotFoundError
from outreach.store.shapes import Shape
from outreach.store.tables import account, invitation

_ACCOUNT: Shape[Account] = Shape(Account, account, {"access": Access})
_INVITATION: Shape[Invitation] = Shape(Invitation, invitation, {"access": Access})


def find(conn: Connection, member_id: str) -> Account | None:
    """Return a member's account, revoked or not, or None."""
    return _ACCOUNT.one(conn, select(account).where(account.c.member_id == member_id))


def get(conn: Connection, member_id: str, name: str) -> Account:
    """Return a member's account; raise `NotFoundError`, which names them."""
    found = find(conn, member_id)
    if found is None:
        raise NotFoundError("account of", name)
    return found


def everybody(conn: Connection) -> dict[str, Account]:
    """Return every account by its member's id."""
    return {one.member_id: one for one in _ACCOUNT.all(conn, select(account))}


def put(conn: Connection, one: Account) -> None:
    """Keep a member's account in place of the one they had."""
    conn.execute(delete(account).where(account.c.member_id == one.member_id))
    conn.execute(insert(account), _ACCOUNT.row(one))


def change(conn: Connection, member_id: str, values: Mapping[str, Any]) -> None:
    """Change an account."""
    conn.execute(update(account).where(account.c.member_id == member_id).values(values))


def invite(conn: Connection, one: Invitation) -> None:
    """Keep an invitation; the same member's earlier ones can be claimed no more."""
    withdraw(conn, one.member_id, one.made_at)
    conn.execute(insert(invitation), _INVITATION.row(one))


def withdraw(conn: Connection, member_id: str, at: datetime) -> None:
    """Let nobody claim what a member was sent so far."""
    theirs = (invitation.c.member_id == member_id, invitation.c.used_at.is_(None))
    conn.execute(update(invitation).where(*theirs).values(used_at=at))


def invited(conn: Connection, digest: str) -> Invitation | None:
    """Return the invitation with this digest, or None."""
    return _INVITATION.one(conn, select(invitation).where(invitation.c.digest == digest))


def use(conn: Connection, digest: str, at: datetime) -> bool:
    """Use an invitation up; say whether it was there to be used."""
    unused = (invitation.c.digest == digest, invitation.c.used_at.is_(None))
    return conn.execute(update(invitation).where(*unused).values(used_at=at)).rowcount == 1
