"""Sequences that are paused as a whole: whoever comes into one waits with the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from outreach.store.shapes import Shape
from outreach.store.tables import sequence_rest


@dataclass(frozen=True, slots=True)
class Rest:
    """A sequence (by name, every version) that rests: since when, by whom and why."""

    name: str
    since: datetime
    by: str
    because: str


_REST: Shape[Rest] = Shape(Rest, sequence_rest)


def begin(conn: Connection, one: Rest) -> None:
    """Let a sequence rest."""
    conn.execute(insert(sequence_rest), _REST.row(one))


def of(conn: Connection, name: str) -> Rest | None:
    """Return how this sequence rests, or None."""
    return _REST.one(conn, select(sequence_rest).where(sequence_rest.c.name == name))


def everything(conn: Connection) -> dict[str, Rest]:
    """Return every sequence that rests, by name."""
    return {one.name: one for one in _REST.all(conn, select(sequence_rest))}


def end(conn: Connection, name: str) -> None:
    """Let a sequence go on."""
    conn.execute(delete(sequence_rest).where(sequence_rest.c.name == name))
