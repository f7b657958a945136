"""What people call themselves, and how else they write their names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from outreach.domain.portrait import OtherName, Portrait
from outreach.errors import NotFoundError
from outreach.store.shapes import Shape
from outreach.store.tables import also_called, person

_NAME: Shape[OtherName] = Shape(OtherName, also_called, empty={"source": ""})


def of(conn: Connection, person_id: str) -> Portrait:
    """Return how somebody describes themselves; raise `NotFoundError`."""
    columns = select(person.c.themselves, person.c.languages).where(person.c.id == person_id)
    row = conn.execute(columns).first()
    if row is None:
        raise NotFoundError("person", person_id)
    names = select(also_called).where(also_called.c.person_id == person_id)
    found = _NAME.all(conn, names.order_by(also_called.c.since, also_called.c.id))
    return Portrait(person_id, row.themselves or "", tuple(row.languages or ()), tuple(found))


def describe(conn: Connection, person_id: str, themselves: str, languages: Iterable[str]) -> None:
    """Keep what somebody calls themselves and what they speak; neither restricts anything."""
    values = {"themselves": themselves or None, "languages": list(languages) or None}
    conn.execute(update(person).where(person.c.id == person_id).values(values))


def also(conn: Connection, one: OtherName) -> None:
    """Keep another name of somebody, unless we know it."""
    known = select(also_called.c.id).where(
        also_called.c.person_id == one.person_id, also_called.c.name == one.name
    )
    if conn.scalar(known) is None:
        conn.execute(insert(also_called), _NAME.row(one))
