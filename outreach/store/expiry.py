"""What nobody needs any more: said too late, or held without anybody looking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from outreach.domain.attempts import AttemptState
from outreach.store import attempts, decisions, enrollments
from outreach.store.tables import attempt

_S = AttemptState
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Limits:
    """What was due before `due_before`, or held since before `held_before`, is too late."""

    now: datetime
    due_before: datetime
    held_before: datetime


def expire(conn: Connection, limits: Limits) -> list[str]:
    """Expire what is too late; tell the enrolments, close the reviews; return the ids."""
    query = select(attempt.c.id, attempt.c.enrollment_id).where(
        or_(
            and_(
                attempt.c.state.in_([_S.PLANNED, _S.QUEUED, _S.HELD]),
                attempt.c.expires_at <= limits.now,
            ),
            and_(
                attempt.c.state.in_([_S.PLANNED, _S.QUEUED]),
                attempt.c.due_at < limits.due_before,
            ),
            and_(attempt.c.state == _S.HELD, attempt.c.held_since < limits.held_before),
        )
    )
    found = list(conn.execute(query.order_by(attempt.c.id).limit(_AT_ONCE).with_for_update()))
    ids = [row.id for row in found]
    if ids:
        because = "it came too late to be worth saying, or nobody cleared it in time"
        outcome = {"finished_at": limits.now, "outcome_detail": because}
        attempts.moved(conn, ids, _S.EXPIRED, outcome)
        decisions.close(conn, ids)
        enrolled = [row.enrollment_id for row in found if row.enrollment_id]
        enrollments.step_done(conn, enrolled, limits.now)
    return ids
