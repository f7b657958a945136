"""How much went out lately against each limit: one row for each, however many people there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select
from sqlalchemy import text as sql

from outreach.store.shapes import Shape
from outreach.store.tables import pace


@dataclass(frozen=True, slots=True)
class PaceRow:
    """`taken`: how many left in each small part of the stretch, by the part's number.

    `planned_until` is the moment given to whoever waits last.
    """

    key: str
    taken: Mapping[str, int] = field(default_factory=dict)
    last_at: datetime | None = None
    planned_until: datetime | None = None


_PACE: Shape[PaceRow] = Shape(PaceRow, pace, dump={"taken": dict}, empty={"taken": {}})
_COUNTS = ("taken", "last_at", "planned_until")
_MAKE = sql("insert into pace (key) values (:key) on conflict (key) do nothing")
_AMONG = (
    select(*_PACE.columns)
    .where(pace.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(pace.c.key)
    .with_for_update()
)


def locked(conn: Connection, keys: Iterable[str]) -> dict[str, PaceRow]:
    """Return these rows; nobody else takes from them before this transaction ends."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    conn.execute(_MAKE, [{"key": one} for one in wanted])
    return {one.key: one for one in _PACE.all(conn, _AMONG, {"keys": wanted})}


def save(conn: Connection, rows: Sequence[PaceRow]) -> None:
    """Keep rows that are locked."""
    if rows:
        query = pace.update().where(pace.c.key == bindparam("this_key"))
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _COUNTS}
        given = [
            {
                "this_key": one.key,
                "new_taken": dict(one.taken),
                "new_last_at": one.last_at,
                "new_planned_until": one.planned_until,
            }
            for one in rows
        ]
        conn.execute(query.values(values), given)


def forget(conn: Connection, before: datetime) -> None:
    """Forget whom nothing was sent to or by since then: old counts bind nobody."""
    over = or_(pace.c.planned_until.is_(None), pace.c.planned_until < before)
    conn.execute(delete(pace).where(pace.c.last_at < before, over))
