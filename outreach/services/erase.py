"""Erase a person at their own request: all that we hold but the hashes that keep us silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.store import erasing, ledger
from outreach.store.scrubbing import empty_log
from outreach.store.unit import Priority, Store


@dataclass(frozen=True, slots=True)
class Erased:
    """That somebody was; `log_emptied`: no older page of the database's log holds them still."""

    log_emptied: bool


def erase(store: Store, person_id: str, now: datetime, by: str) -> Erased:
    """Erase them for good; the ledger tells that it was done, and nothing of who they were.

    Raises `NotFoundError`, and `ConflictError` while something is on its way to them.
    """

    def work(conn: Connection) -> None:
        erasing.erase(conn, person_id, now, by)
        ledger.add(conn, ledger.Entry(now, "erased", person_id, {"by": by}))

    store.write(work, Priority.STOP)
    return Erased(empty_log(store.url))
