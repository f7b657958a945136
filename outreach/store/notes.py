"""What one of us noted about a person."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, or_, select

from outreach.domain.notes import Note, NoteKind
from outreach.store.shapes import Shape
from outreach.store.tables import note

__all__ = ["Note", "add", "of", "shared"]

_NOTE: Shape[Note] = Shape(Note, note, {"kind": NoteKind}, empty={"kind": NoteKind.NOTE})


def add(conn: Connection, one: Note) -> None:
    """Keep a note."""
    conn.execute(insert(note), _NOTE.row(one))


def of(conn: Connection, person_id: str) -> list[Note]:
    """Return the notes on a person, oldest first."""
    query = select(note).where(note.c.person_id == person_id)
    return _NOTE.all(conn, query.order_by(note.c.at, note.c.id))


def shared(conn: Connection, person_id: str, organisations: Iterable[str]) -> list[Note]:
    """Return the notes on a person, and what everybody at these organisations shares."""
    theirs = or_(note.c.person_id == person_id, note.c.organisation_id.in_(list(organisations)))
    return _NOTE.all(conn, select(note).where(theirs).order_by(note.c.at, note.c.id))
