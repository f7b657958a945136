"""The ledger's entry of what was withdrawn, in the very transaction in which it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from outreach.store import ledger
from outreach.store.ledger import Entry

KIND = "withdrawn"


def tell(conn: Connection, attempts: Sequence[str], because: str, at: datetime) -> None:
    """Say of each of these attempts (ids) that it will not leave any more, and why."""
    ledger.add_many(conn, [Entry(at, KIND, one, {"because": because}) for one in attempts])
