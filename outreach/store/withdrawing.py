"""Taking back what is planned for people who want less of us, or have had it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, literal, select

from outreach.domain.attempts import OPEN, AttemptState
from outreach.store import attempts, decisions, withdrawn
from outreach.store.prepared import PreparedAmong
from outreach.store.tables import attempt


@dataclass(frozen=True, slots=True)
class Where:
    """Which open attempts of which people are meant.

    `enrolled` those of sequences alone, `enrollment` those of one enrolment, `promise` those that
    would keep it (ids).
    """

    people: tuple[str, ...]
    topic: str | None = None
    enrolled: bool = False
    enrollment: str | None = None
    promise: str | None = None

    def means(self, topic: str | None, enrollment_id: str | None, promise: str | None) -> bool:
        """Whether an open attempt of theirs is meant."""
        if self.enrolled and enrollment_id is None:
            return False
        wanted = ((self.topic, topic), (self.enrollment, enrollment_id), (self.promise, promise))
        return all(one in (None, theirs) for one, theirs in wanted)


_OPEN = PreparedAmong(
    lambda people: (
        select(
            attempt.c.id,
            attempt.c.topic,
            attempt.c.enrollment_id,
            attempt.c.commitment_id,
            attempt.c.held_since,
        )
        .where(
            attempt.c.person_id.in_(people),
            attempt.c.state.in_([literal(one.value) for one in OPEN]),
        )
        .order_by(attempt.c.due_at, attempt.c.id)
    )
)


def withdraw(conn: Connection, where: Where, because: str, at: datetime) -> list[str]:
    """Withdraw what is planned, queued, held or cleared; return the ids, the soonest due first.

    Nobody has to look any more at why one of them was held.
    """
    found = [one for one in _OPEN.found(conn, where.people) if where.means(*one[1:4])]
    ids = [one for one, *_ in found]
    if ids:
        outcome = {"finished_at": at, "outcome_detail": because}
        attempts.moved(conn, ids, AttemptState.WITHDRAWN, outcome)
        if held := [one for one, *_, since in found if since is not None]:
            decisions.close(conn, held)
        withdrawn.tell(conn, ids, because, at)
    return ids
