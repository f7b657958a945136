"""Erase a person at their own request: all that we hold but the hashes that keep us silent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from outreach.store import erasing, ledger
from outreach.store.unit import Priority, Store


def erase(store: Store, person_id: str, now: datetime, by: str) -> None:
    """Erase them for good; the ledger tells that it was done, and nothing of who they were."""

    def work(conn: Connection) -> None:
        erasing.erase(conn, person_id, now, by)
        ledger.add(conn, ledger.Entry(now, "erased", person_id, {"by": by}))

    store.write(work, Priority.STOP)
