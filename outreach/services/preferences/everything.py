"""All that we hold about somebody, for them to read and to take away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from outreach.store import held, ledger
from outreach.store.unit import Store


def everything(store: Store, person_id: str, now: datetime) -> dict[str, Any]:
    """Return it as plain data, and write into the ledger that it was handed out."""
    rows = store.read(lambda conn: held.held(conn, person_id))
    entry = ledger.Entry(now, "everything handed out", person_id, {"to": "themselves"})
    store.write(lambda conn: ledger.add(conn, entry))
    return {"taken_at": now.isoformat(), "person": person_id, "held": rows}
