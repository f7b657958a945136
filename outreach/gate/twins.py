"""Whether a rerouted attempt would say a second time what another one says soon anyway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.planner import business_days_later, due_step
from outreach.domain.sequences import sequence_from
from outreach.store import attempts, enrollments, sequences
from policies.channel import Channel

SOON = 3
"""Business days within which another step on a channel makes a rerouted one superfluous."""
_UTC = ZoneInfo("UTC")


def twins_of(
    conn: Connection, moved: Sequence[Attempt], now: datetime
) -> Mapping[str, frozenset[Channel]]:
    """Return, for each of these attempts, the channels on which the person hears from us soon."""
    limit = business_days_later(SOON, now, _UTC)
    waiting = attempts.open_of(conn, {one.person_id for one in moved})
    next_steps = dict(_next_steps(conn, moved, now, limit))
    found: dict[str, frozenset[Channel]] = {}
    for one in moved:
        others = {
            other.channel
            for other in waiting
            if other.person_id == one.person_id
            and other.id != one.id
            and other.due_at <= limit
            and one.purpose is other.purpose
        }
        found[one.id] = frozenset(others | next_steps.get(one.enrollment_id or "", set()))
    return found


def _next_steps(
    conn: Connection, moved: Sequence[Attempt], now: datetime, limit: datetime
) -> Iterable[tuple[str, set[Channel]]]:
    enrolled = [
        enrollments.get(conn, one.enrollment_id) for one in moved if one.enrollment_id is not None
    ]
    kept = sequences.by_ids(conn, {one.sequence_id for one in enrolled})
    for one in enrolled:
        row = kept[one.sequence_id]
        sequence = sequence_from(row.name, row.version, row.purpose, row.body)
        due = due_step(sequence, one.next_step + 1, now.astimezone(UTC), _UTC)
        if due is not None and due.at <= limit and _goes_on(one):
            yield one.id, {due.step.channel}


def _goes_on(one: Enrollment) -> bool:
    return one.state is EnrollmentState.ACTIVE
