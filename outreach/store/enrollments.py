"""Who is in which sequence, and what is due next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from outreach.domain.enrollments import Enrollment, EnrollmentState, move
from outreach.errors import NotFoundError
from outreach.store.shapes import Shape
from outreach.store.tables import enrollment

_ENROLLMENT: Shape[Enrollment] = Shape(Enrollment, enrollment, {"state": EnrollmentState})


def add_many(conn: Connection, several: Sequence[Enrollment]) -> None:
    """Keep enrolments; the database refuses a person who is in that sequence already."""
    if several:
        conn.execute(insert(enrollment), [_ENROLLMENT.row(one) for one in several])


def get(conn: Connection, enrollment_id: str) -> Enrollment:
    """Return the enrolment; raise `NotFoundError`."""
    query = select(enrollment).where(enrollment.c.id == enrollment_id)
    found = _ENROLLMENT.one(conn, query)
    if found is None:
        raise NotFoundError("enrolment", enrollment_id)
    return found


def of(conn: Connection, person_id: str) -> list[Enrollment]:
    """Return a person's enrolments, oldest first."""
    query = select(enrollment).where(enrollment.c.person_id == person_id)
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.enrolled_at, enrollment.c.id))


def going_on(conn: Connection, people: Iterable[str], sequence_id: str) -> set[str]:
    """Return which of these people are in that sequence now."""
    query = select(enrollment.c.person_id).where(
        enrollment.c.person_id.in_(list(people)),
        enrollment.c.sequence_id == sequence_id,
        enrollment.c.state.in_([EnrollmentState.ACTIVE, EnrollmentState.PAUSED]),
    )
    return set(conn.scalars(query))


def in_sequence(conn: Connection, sequence_id: str) -> list[Enrollment]:
    """Return everybody's enrolment in a sequence."""
    query = select(enrollment).where(enrollment.c.sequence_id == sequence_id)
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.id))


def due(conn: Connection, now: datetime, limit: int) -> list[Enrollment]:
    """Return active enrolments whose next step is due, the oldest first."""
    query = select(enrollment).where(
        enrollment.c.state == EnrollmentState.ACTIVE, enrollment.c.next_due_at <= now
    )
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.next_due_at).limit(limit))


def plan_next(
    conn: Connection, steps: Sequence[tuple[Enrollment, int, datetime | None]]
) -> list[Enrollment]:
    """Set each enrolment's next step and when it is due; return those still as they were read.

    None: the next due time is not known until this step has ended.
    """
    if not steps:
        return []
    now = {
        row.id: row.next_step
        for row in conn.execute(
            select(enrollment.c.id, enrollment.c.next_step)
            .where(enrollment.c.id.in_([one.id for one, _, _ in steps]))
            .where(enrollment.c.state == EnrollmentState.ACTIVE)
            .order_by(enrollment.c.id)
            .with_for_update()
        )
    }
    same = [step for step in steps if now.get(step[0].id) == step[0].next_step]
    if same:
        rows = [{"one": one.id, "step": step, "due": due_at} for one, step, due_at in same]
        conn.execute(
            update(enrollment)
            .where(enrollment.c.id == bindparam("one"))
            .values(next_step=bindparam("step"), next_due_at=bindparam("due")),
            rows,
        )
    return [one for one, _, _ in same]


def step_done(conn: Connection, ids: Iterable[str], at: datetime) -> None:
    """Say that the step under way of these enrolments ended: the next one may be planned."""
    query = update(enrollment).where(
        enrollment.c.id.in_(list(ids)), enrollment.c.state == EnrollmentState.ACTIVE
    )
    conn.execute(query.values(next_due_at=at, last_done_at=at))


def change(
    conn: Connection, enrollment_id: str, state: EnrollmentState, because: str | None = None
) -> None:
    """Move an enrolment to another state; raise `IllegalMoveError` where there is no such move."""
    one = get(conn, enrollment_id)
    query = update(enrollment).where(enrollment.c.id == enrollment_id)
    conn.execute(query.values(state=move(one.state, state), ended_because=because))


def end_all(conn: Connection, people: Iterable[str], because: str) -> int:
    """End whatever these people are in; return how many enrolments that were."""
    query = update(enrollment).where(
        enrollment.c.person_id.in_(list(people)),
        enrollment.c.state.in_([EnrollmentState.ACTIVE, EnrollmentState.PAUSED]),
    )
    done = conn.execute(
        query.values(state=EnrollmentState.ENDED, next_due_at=None, ended_because=because)
    )
    return done.rowcount
