"""How well we listen: when each way in was last polled, and what waits there unread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from outreach.store.shapes import Shape
from outreach.store.tables import intake


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """One way in, such as a mailbox. `failing_because` is empty while it answers."""

    name: str
    last_ok_at: datetime | None = None
    oldest_unread_at: datetime | None = None
    cursor: str | None = None
    failing_because: str | None = None


_INTAKE: Shape[IntakeRow] = Shape(IntakeRow, intake)


def everything(conn: Connection) -> list[IntakeRow]:
    """Return every way in."""
    return _INTAKE.all(conn, select(intake).order_by(intake.c.name))


def note(conn: Connection, row: IntakeRow) -> None:
    """Say how a way in is."""
    found = conn.scalar(select(intake.c.name).where(intake.c.name == row.name))
    if found is None:
        conn.execute(insert(intake), _INTAKE.row(row))
    else:
        query = update(intake).where(intake.c.name == row.name)
        conn.execute(query.values(_INTAKE.row(row)))
