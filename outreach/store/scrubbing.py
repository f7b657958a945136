"""Leaving nothing readable of what was deleted: SQLite keeps older pages in its log."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy.engine import URL

from outreach.store.engines import BUSY_MILLISECONDS


def empty_log(url: URL) -> bool:
    """Carry SQLite's log over into its file and empty it; return whether that could be done now.

    It waits for those who read meanwhile, five seconds at most: whoever deletes for good calls it
    after the commit. On a server, VACUUM does this in its own time.
    """
    if url.get_backend_name() != "sqlite":
        return True
    with closing(sqlite3.connect(url.database or "", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        blocked, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not blocked
