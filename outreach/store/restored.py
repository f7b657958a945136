"""A house that was brought back knows nothing of what left since: it must not send that again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from outreach.domain.attempts import OPEN, AttemptState
from outreach.domain.enrollments import EnrollmentState
from outreach.store import attempts
from outreach.store.pieces import pieces
from outreach.store.tables import attempt, enrollment

_AT_ONCE = 500


def take_back_due(conn: Connection, because: str, now: datetime) -> int:
    """Withdraw whatever was due by now, for it may have left; return how much that was."""
    query = select(attempt.c.id).where(attempt.c.state.in_(sorted(OPEN)), attempt.c.due_at <= now)
    ids = list(conn.scalars(query.order_by(attempt.c.id)))
    outcome = {"outcome_detail": because, "finished_at": now, "nonce": None}
    for some in pieces(ids, _AT_ONCE):
        attempts.moved(conn, some, AttemptState.WITHDRAWN, outcome)
    return len(ids)


def pass_over_due(conn: Connection, now: datetime) -> int:
    """Take every step that was due by now for done: the next one counts from now; return how many.

    So is a step whose attempt was under way, and one that had just ended.
    """
    under_way = select(attempt.c.id).where(
        attempt.c.enrollment_id == enrollment.c.id, attempt.c.state.in_(sorted(OPEN))
    )
    passed = enrollment.c.next_due_at <= now
    lost = enrollment.c.next_due_at.is_(None) & ~under_way.exists()
    which = (enrollment.c.state == EnrollmentState.ACTIVE) & (passed | lost)
    many = conn.scalar(select(func.count()).where(which)) or 0
    conn.execute(update(enrollment).where(which).values(next_due_at=None, last_done_at=now))
    return many
