"""Texts of which nobody knows whether they left: what the carrier's own list may settle."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select

from outreach.domain.attempts import AttemptState
from outreach.store.tables import attempt, point, sent
from policies.channel import Channel

_MOST = 1_000


def texts(conn: Connection) -> list[RowMapping]:
    """Return attempt, number, words and moment of handing over of each, the oldest first."""
    query = (
        select(attempt.c.id, point.c.address, sent.c.text, attempt.c.sending_since)
        .select_from(attempt.join(sent, sent.c.attempt_id == attempt.c.id))
        .join(point, point.c.id == attempt.c.point_id)
        .where(
            attempt.c.state == AttemptState.UNKNOWN,
            attempt.c.channel == Channel.SMS,
            attempt.c.sending_since.is_not(None),
        )
    )
    return list(conn.execute(query.order_by(attempt.c.sending_since).limit(_MOST)).mappings())
