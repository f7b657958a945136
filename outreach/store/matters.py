"""What organisations need one of us to think about, until somebody has settled it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from outreach.domain.matters import Matter, MatterKind
from outreach.errors import InputError, NotFoundError
from outreach.store.shapes import Shape
from outreach.store.tables import matter

_MATTER: Shape[Matter] = Shape(
    Matter, matter, {"kind": MatterKind}, empty={"words": "", "named_name": "", "named_address": ""}
)


def add(conn: Connection, one: Matter) -> Matter:
    """Put something on an agenda."""
    conn.execute(insert(matter), _MATTER.row(one))
    return one


def get(conn: Connection, matter_id: str) -> Matter:
    """Return the matter; raise `NotFoundError`."""
    found = _MATTER.one(conn, select(matter).where(matter.c.id == matter_id))
    if found is None:
        raise NotFoundError("matter", matter_id)
    return found


def open_of(conn: Connection, person_id: str) -> list[Matter]:
    """Return what is still to be settled because of a person, oldest first."""
    query = select(matter).where(matter.c.person_id == person_id, matter.c.settled_at.is_(None))
    return _MATTER.all(conn, query.order_by(matter.c.since, matter.c.id))


def waiting(
    conn: Connection, owners: Collection[str], *, nobodys: bool, limit: int = 100
) -> list[Matter]:
    """Return what these of us have to settle, the longest waiting first; `nobodys` too, or not."""
    whose = [matter.c.owner.in_(list(owners))]
    if nobodys:
        whose.append(matter.c.owner.is_(None))
    query = select(matter).where(matter.c.settled_at.is_(None), or_(*whose))
    return _MATTER.all(conn, query.order_by(matter.c.since, matter.c.id).limit(limit))


def settle(conn: Connection, matter_id: str, how: str, by: str, at: datetime) -> Matter:
    """Say what came of it; raise `InputError` where somebody has said so already."""
    one = get(conn, matter_id)
    if one.settled_at is not None:
        msg = f"`{matter_id}` is settled already"
        raise InputError(msg)
    query = update(matter).where(matter.c.id == matter_id)
    conn.execute(query.values(settled_at=at, settled_by=by, settled_how=how))
    return get(conn, matter_id)
