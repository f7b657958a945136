"""Keys of programs, and what they were answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

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
_CUT_OFF = timedelta(minutes=5)
"""What was begun longer ago than this and has no answer was cut off."""


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


def begin_answer(conn: Connection, one: Answered) -> Answered | None:
    """Keep that this is being done, and return None; or return what is kept of it already.

    What nobody asks for any more is forgotten, and what was begun and never ended may be begun
    again. The key's row is locked, so that of several at once one begins.
    """
    query = select(program_key.c.id).where(program_key.c.id == one.key_id)
    conn.execute(query.with_for_update()).one()
    cut_off = and_(answered.c.status == 0, answered.c.at < one.at - _CUT_OFF)
    conn.execute(delete(answered).where(or_(answered.c.at < one.at - REMEMBERED, cut_off)))
    before = _ANSWERED.one(conn, select(answered).where(*_mine(one)))
    if before is None:
        conn.execute(insert(answered), _ANSWERED.row(one))
    return before


def end_answer(conn: Connection, one: Answered, status: int, body: str) -> None:
    """Keep what it was answered."""
    conn.execute(update(answered).where(*_mine(one)).values(status=status, body=body))


def forget_answer(conn: Connection, one: Answered) -> None:
    """Forget what was begun and could not be done: it may be asked again."""
    conn.execute(delete(answered).where(*_mine(one)))


def _mine(one: Answered) -> tuple[ColumnElement[bool], ...]:
    return (answered.c.key_id == one.key_id, answered.c.again == one.again)
