"""How people stand to each other and to us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from outreach.domain.relations import Relation
from outreach.store.shapes import Shape
from outreach.store.tables import relation

_RELATION: Shape[Relation] = Shape(
    Relation, relation, empty={"source": "", "noted_by": "", "ended_because": ""}
)


def add(conn: Connection, one: Relation) -> Relation:
    """Keep a relation."""
    conn.execute(insert(relation), _RELATION.row(one))
    return one


def of(conn: Connection, person_id: str) -> list[Relation]:
    """Return a person's relations, seen from either side, oldest first."""
    query = select(relation).where(
        or_(relation.c.person_id == person_id, relation.c.other_id == person_id)
    )
    return _RELATION.all(conn, query.order_by(relation.c.since, relation.c.id))


def end(conn: Connection, relation_id: str, because: str, at: datetime) -> None:
    """End a relation that has not ended."""
    going_on = or_(relation.c.until.is_(None), relation.c.until > at)
    query = update(relation).where(relation.c.id == relation_id, going_on)
    conn.execute(query.values(until=at, ended_because=because))
