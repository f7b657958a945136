"""How well we listen: when each way in was last read, how far, and what waits there unread."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import intake


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """One way in, such as a mailbox. `failing_because` is empty while it answers.

    `cursor` says how far it was read, in its own words. `left_at` is when it ceased to be a way in:
    it counts no longer, but should it come back, it goes on where it was.
    """

    name: str
    last_ok_at: datetime | None = None
    oldest_unread_at: datetime | None = None
    cursor: str | None = None
    failing_because: str | None = None
    left_at: datetime | None = None


_INTAKE: Shape[IntakeRow] = Shape(IntakeRow, intake)
_EVERYTHING = Prepared(
    select(*_INTAKE.columns).where(intake.c.left_at.is_(None)).order_by(intake.c.name)
)


def everything(conn: Connection) -> list[IntakeRow]:
    """Return every way in."""
    return _INTAKE.records(_EVERYTHING.read(conn, {}))


def get(conn: Connection, name: str) -> IntakeRow:
    """Return a way in; one that was never read is as if it were new."""
    found = _INTAKE.one(conn, select(intake).where(intake.c.name == name))
    return found or IntakeRow(name)


def note(conn: Connection, row: IntakeRow) -> None:
    """Say how a way in is."""
    found = conn.scalar(select(intake.c.name).where(intake.c.name == row.name))
    if found is None:
        conn.execute(insert(intake), _INTAKE.row(row))
    else:
        query = update(intake).where(intake.c.name == row.name)
        conn.execute(query.values(_INTAKE.row(row)))


def move(conn: Connection, name: str, cursor: str) -> None:
    """Say how far a way in was read."""
    conn.execute(update(intake).where(intake.c.name == name).values(cursor=cursor))


def expect(conn: Connection, names: Collection[str], now: datetime) -> None:
    """Say which ways in there are: whatever else was one counts no longer."""
    rows = {row.name: row for row in _INTAKE.all(conn, select(intake))}
    for name in names:
        if name not in rows:
            conn.execute(insert(intake), _INTAKE.row(IntakeRow(name)))
        elif rows[name].left_at is not None:
            query = update(intake).where(intake.c.name == name)
            conn.execute(query.values(left_at=None))
    for name in rows.keys() - set(names):
        if rows[name].left_at is None:
            conn.execute(update(intake).where(intake.c.name == name).values(left_at=now))
