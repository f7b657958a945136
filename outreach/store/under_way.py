"""What the house is at just now: what is due, what left lately, what nobody knows the end of.

Each is counted from an index and only up to `MOST_COUNTED`, so that asking costs the same in a
house of a hundred people and of a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, func, select

from outreach.domain.attempts import AttemptState
from outreach.store.tables import attempt, enrollment, ledger

LATELY = timedelta(minutes=5)
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Numbers end at `MOST_COUNTED`. `due_since` is when the first of what is due became so.

    `left_at` is when something left last, by any door. `unsealed` are entries of the ledger that
    are not chained yet.
    """

    due: int
    due_since: datetime | None
    in_doubt: int
    left_lately: int
    left_at: datetime | None
    unsealed: int


def under_way(conn: Connection, now: datetime) -> UnderWay:
    """Return what the house is at."""
    planned = (attempt.c.state == AttemptState.PLANNED, attempt.c.due_at <= now)
    walking = (enrollment.c.state == "active", enrollment.c.next_due_at <= now)
    first = (
        conn.scalar(select(func.min(attempt.c.due_at)).where(*planned)),
        conn.scalar(select(func.min(enrollment.c.next_due_at)).where(*walking)),
    )
    lately = attempt.c.sending_since.between(now - LATELY, now)
    return UnderWay(
        due=min(
            _few(conn, select(attempt.c.id).where(*planned))
            + _few(conn, select(enrollment.c.id).where(*walking)),
            MOST_COUNTED,
        ),
        due_since=min((one for one in first if one), default=None),
        in_doubt=_few(conn, select(attempt.c.id).where(attempt.c.state == AttemptState.UNKNOWN)),
        left_lately=_few(conn, select(attempt.c.id).where(lately)),
        left_at=conn.scalar(
            select(attempt.c.sending_since)
            .where(attempt.c.sending_since.is_not(None))
            .order_by(attempt.c.sending_since.desc())
            .limit(1)
        ),
        unsealed=_few(conn, select(ledger.c.id).where(ledger.c.sealed_seq.is_(None))),
    )


def _few(conn: Connection, query: Select[tuple[str]] | Select[tuple[int]]) -> int:
    capped = query.limit(MOST_COUNTED).subquery()
    return conn.scalar(select(func.count()).select_from(capped)) or 0
