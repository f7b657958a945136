"""How often a name, or an address, was tried within a stretch of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from outreach.store.tables import login_try


def count(conn: Connection, key: str, now: datetime, begun_after: datetime) -> int:
    """Count one try more and return how many there were; an old stretch begins anew.

    The caller's transaction is the only writer (SQLite), or holds the row's lock (PostgreSQL).
    """
    query = select(login_try.c.count, login_try.c.since).where(login_try.c.key == key)
    row = conn.execute(query.with_for_update()).one_or_none()
    if row is None:
        conn.execute(insert(login_try), {"key": key, "count": 1, "since": now})
        return 1
    before, since = row
    tries, begun = (before + 1, since) if since > begun_after else (1, now)
    mine = update(login_try).where(login_try.c.key == key)
    conn.execute(mine.values(count=tries, since=begun))
    return int(tries)


def forget(conn: Connection, keys: Sequence[str], begun_before: datetime) -> None:
    """Forget these, and whatever is too old to matter."""
    conn.execute(delete(login_try).where(login_try.c.key.in_(list(keys))))
    conn.execute(delete(login_try).where(login_try.c.since < begun_before))
