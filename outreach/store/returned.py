"""Mails that came back, as their attempts remember it: how far each got, and how often in a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from outreach.store.tables import attempt

DELIVERED = "delivered"
RETURNED = "undelivered"
_LOOKED_AT = 10


def tell(conn: Connection, attempt_id: str, delivery: str, code: str, at: datetime) -> None:
    """Write down how a mail ended; the first end that is told stays."""
    query = update(attempt).where(attempt.c.id == attempt_id, attempt.c.delivery.is_(None))
    values = {"delivery": delivery, "delivery_code": code or None, "delivery_at": at}
    conn.execute(query.values(values))


def in_a_row(conn: Connection, sent: Mapping[Any, Any]) -> int:
    """Return how many mails to this address came back one after the other, this one included."""
    query = (
        select(attempt.c.delivery)
        .where(
            attempt.c.point_id == sent["point_id"],
            attempt.c.channel == sent["channel"],
            attempt.c.sending_since <= sent["sending_since"],
        )
        .order_by(attempt.c.sending_since.desc(), attempt.c.id.desc())
        .limit(_LOOKED_AT)
    )
    count = 0
    for delivery in conn.scalars(query):
        if delivery != RETURNED:
            break
        count += 1
    return count
