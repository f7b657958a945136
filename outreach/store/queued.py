"""What is to leave in a stretch of time: steps that come due, and attempts that wait for their day.

Both are read from the index of what is due, and no further than `MOST` rows a stretch.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, literal, select

from outreach.domain.attempts import AttemptState
from outreach.domain.enrollments import EnrollmentState
from outreach.store.tables import attempt, enrollment

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Steps:
    """How many people come to which step of which version of a sequence (its id)."""

    sequence_id: str
    step: int
    count: int


@dataclass(frozen=True, slots=True)
class Attempts:
    """How many attempts of a sequence (none: of none) wait for their moment on a channel."""

    sequence: str | None
    channel: str
    count: int


@dataclass(frozen=True, slots=True)
class Due:
    """What comes due in a stretch; `cut` where there is more than was counted."""

    steps: tuple[Steps, ...]
    attempts: tuple[Attempts, ...]
    cut: bool


def due(conn: Connection, since: datetime | None, until: datetime) -> Due:
    """Return what comes due before a moment, and not before the other where that is given."""
    steps = (
        select(enrollment.c.sequence_id, enrollment.c.next_step)
        .where(
            enrollment.c.state == literal(EnrollmentState.ACTIVE.value),
            enrollment.c.next_due_at < until,
        )
        .limit(MOST)
    )
    planned = (
        select(attempt.c.sequence_name, attempt.c.channel)
        .where(
            attempt.c.state.in_([AttemptState.PLANNED, AttemptState.QUEUED]),
            attempt.c.due_at < until,
        )
        .limit(MOST)
    )
    if since is not None:
        steps = steps.where(enrollment.c.next_due_at >= since)
        planned = planned.where(attempt.c.due_at >= since)
    coming = [(row.sequence_id, row.next_step) for row in conn.execute(steps)]
    waiting = [(row.sequence_name, row.channel) for row in conn.execute(planned)]
    return Due(
        tuple(Steps(*which, count) for which, count in Counter(coming).items()),
        tuple(Attempts(*which, count) for which, count in Counter(waiting).items()),
        cut=MOST in (len(coming), len(waiting)),
    )
