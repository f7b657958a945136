"""What one of us noted about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from outreach.store.shapes import Shape
from outreach.store.tables import note


@dataclass(frozen=True, slots=True)
class Note:
    """A note in a rep's own words; it binds nothing, a statement does."""

    id: str
    person_id: str
    at: datetime
    by: str
    text: str


_NOTE: Shape[Note] = Shape(Note, note)


def add(conn: Connection, one: Note) -> None:
    """Keep a note."""
    conn.execute(insert(note), _NOTE.row(one))


def of(conn: Connection, person_id: str) -> list[Note]:
    """Return the notes on a person, oldest first."""
    query = select(note).where(note.c.person_id == person_id)
    return _NOTE.all(conn, query.order_by(note.c.at, note.c.id))
