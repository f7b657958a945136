"""Sequences as they were added: a name and a version, never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select

from outreach.errors import InputError, NotFoundError
from outreach.ids import new_id
from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import sequence
from policies.channel import Purpose

Plain = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SequenceRow:
    """A sequence as it is kept; `body` holds its steps as plain data."""

    id: str
    name: str
    version: int
    purpose: Purpose
    body: Plain
    added_at: datetime
    options: dict[str, Any] = field(default_factory=dict)


_SEQUENCE: Shape[SequenceRow] = Shape(
    SequenceRow,
    sequence,
    {"purpose": Purpose},
    dump={"options": lambda said: said or None},
    empty={"options": {}},
)


def add(
    conn: Connection,
    name: str,
    version: int,
    purpose: Purpose,
    body: Plain,
    added_at: datetime,
    options: dict[str, Any] | None = None,
) -> SequenceRow:
    """Keep a sequence; raise `InputError` where this version was added with another body."""
    query = select(sequence).where(sequence.c.name == name, sequence.c.version == version)
    found = _SEQUENCE.one(conn, query)
    said = options or {}
    if found is not None and (found.body, found.options) == (body, said):
        return found
    if found is not None:
        msg = f"version {version} of `{name}` is there already and says something else: raise it"
        raise InputError(msg)
    row = SequenceRow(new_id("q"), name, version, purpose, body, added_at, said)
    conn.execute(insert(sequence), _SEQUENCE.row(row))
    return row


def get(conn: Connection, name: str) -> SequenceRow:
    """Return the newest version of that name, or the one with that id; raise `NotFoundError`."""
    query = select(sequence).where(or_(sequence.c.name == name, sequence.c.id == name))
    found = _SEQUENCE.one(conn, query.order_by(sequence.c.version.desc()).limit(1))
    if found is None:
        raise NotFoundError("sequence", name)
    return found


def versions_of(conn: Connection, name: str) -> list[SequenceRow]:
    """Return every version of a sequence, the newest first; raise `NotFoundError`."""
    found = get(conn, name)
    query = select(sequence).where(sequence.c.name == found.name)
    return _SEQUENCE.all(conn, query.order_by(sequence.c.version.desc()))


def by_ids(conn: Connection, ids: Iterable[str]) -> dict[str, SequenceRow]:
    """Return sequences by id."""
    query = select(sequence).where(sequence.c.id.in_(list(ids)))
    return {one.id: one for one in _SEQUENCE.all(conn, query)}


def how_many(conn: Connection) -> int:
    """Return how many versions of sequences there are; none is ever changed."""
    return int(_HOW_MANY.read(conn, {})[0][0])


_HOW_MANY = Prepared(select(func.count()).select_from(sequence))


def everything(conn: Connection) -> list[SequenceRow]:
    """Return every version of every sequence, by name, newest first."""
    query = select(sequence).order_by(sequence.c.name, sequence.c.version.desc())
    return _SEQUENCE.all(conn, query)
