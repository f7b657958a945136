"""Making keys and taking them away. The secret is shown once and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.programs import Key, Scope
from outreach.errors import InputError, NotFoundError
from outreach.ids import new_id
from outreach.secret import digest, secret
from outreach.store import ledger, programs, team
from outreach.store.ledger import Entry
from outreach.store.unit import Store

BEGINS = "ok_"
"""What every key begins with, so that whoever finds one in a file knows what it is."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Made:
    """A new key with its secret."""

    key: Key
    secret: str = field(repr=False)


def make(
    store: Store, clock: Clock, name: str, scopes: Sequence[Scope], member: str, by: str
) -> Made:
    """Return a new key for a program that acts for a member of the team (a name).

    Raise `InputError` where there is such a program, or nothing that it may do.
    """
    now, made = clock.now(), BEGINS + secret()
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME:
        msg = f"give the program a name of at most {LONGEST_NAME} letters, such as `crm`"
        raise InputError(msg)
    if not scopes:
        msg = f"say what it may do: {', '.join(f'`{one}`' for one in Scope)}"
        raise InputError(msg)

    def work(conn: Connection) -> Key:
        there = programs.named(conn, called)
        if there is not None:
            ended = "had one that was revoked" if there.revoked else "has a key already"
            msg = f"`{called}` {ended}: a new key needs a new name, so that each is told apart"
            raise InputError(msg)
        whose = team.get(conn, member)
        if whose.left:
            msg = f"{whose.name} has left the team"
            raise InputError(msg)
        each = tuple(one for one in Scope if one in scopes)
        key = Key(new_id("k"), called, digest(made), whose.id, each, now, by)
        programs.add(conn, key)
        body = {"name": called, "for": whose.name, "may": list(each), "by": by}
        ledger.add(conn, Entry(now, "key-made", key.id, body))
        return key

    return Made(store.write(work), made)


def revoke(store: Store, clock: Clock, name: str, by: str) -> Key:
    """Take away the key of that name or id, and return it; raise `NotFoundError`."""
    now = clock.now()

    def work(conn: Connection) -> Key:
        key = _named(conn, name)
        if not key.revoked:
            programs.revoke(conn, key.id, by, now)
            ledger.add(conn, Entry(now, "key-revoked", key.id, {"name": key.name, "by": by}))
        return key

    return store.write(work)


def named(store: Store, name: str) -> Key:
    """Return the key of that name or id; raise `NotFoundError`."""
    return store.read(lambda conn: _named(conn, name))


def everybody(store: Store) -> list[Key]:
    """Return all keys by name, the revoked among them."""
    return store.read(programs.everybody)


def day_of(at: datetime) -> datetime:
    """Return the start of a day, in UTC."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _named(conn: Connection, name: str) -> Key:
    found = programs.named(conn, name)
    if found is None:
        raise NotFoundError("key", name)
    return found
