"""Keys of programs, and what they were answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from outreach.domain.programs import Answered, Key, Scope
from outreach.store.shapes import Shape
from outreach.store.tables import answered, program_key

_KEY: Shape[Key] = Shape(
    Key,
    program_key,
    {"scopes": lambda names: tuple(map(Scope, names))},
    dump={"scopes": list},
)
_ANSWERED: Shape[Answered] = Shape(Answered, answered)
REMEMBERED = timedelta(days=1)
"""How long a program may ask the same thing again and is answered as before."""


def add(conn: Connection, one: Key) -> None:
    """Keep a new key."""
    conn.execute(insert(program_key), _KEY.row(one))


def by_digest(conn: Connection, digest: str) -> Key | None:
    """Return the key whose secret has this digest, revoked or not."""
    return _KEY.one(conn, select(program_key).where(program_key.c.digest == digest))


def named(conn: Connection, name: str) -> Key | None:
    """Return the key of that name or id."""
    whose = (program_key.c.name == name) | (program_key.c.id == name)
    return _KEY.one(conn, select(program_key).where(whose))


def everybody(conn: Connection) -> list[Key]:
    """Return all keys by name, the revoked among them."""
    return _KEY.all(conn, select(program_key).order_by(program_key.c.name))


def used(conn: Connection, key_id: str, day: datetime) -> None:
    """Say on which day a key was last used."""
    conn.execute(update(program_key).where(program_key.c.id == key_id).values(used_on=day))


def revoke(conn: Connection, key_id: str, by: str, at: datetime) -> None:
    """Take a key away; it lets nobody in from now on."""
    mine = update(program_key).where(program_key.c.id == key_id)
    conn.execute(mine.values(revoked_at=at, revoked_by=by))


def answer(conn: Connection, key_id: str, again: str) -> Answered | None:
    """Return what a program was answered when it asked this before."""
    mine = (answered.c.key_id == key_id, answered.c.again == again)
    return _ANSWERED.one(conn, select(answered).where(*mine))


def keep_answer(conn: Connection, one: Answered) -> None:
    """Keep an answer, and forget those that nobody asks for any more."""
    conn.execute(delete(answered).where(answered.c.at < one.at - REMEMBERED))
    conn.execute(insert(answered), _ANSWERED.row(one))
