"""Who is in which sequence, and what is due next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from outreach.domain.enrollments import Enrollment, EnrollmentState, move
from outreach.errors import NotFoundError
from outreach.store.columns import Moment
from outreach.store.prepared import PreparedAmong
from outreach.store.shapes import Shape
from outreach.store.shards import shard_of
from outreach.store.tables import enrollment

_GOING_ON = (EnrollmentState.ACTIVE, EnrollmentState.PAUSED)
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


def several(conn: Connection, ids: Iterable[str]) -> list[Enrollment]:
    """Return enrolments by id; unknown ids are left out."""
    query = select(enrollment).where(enrollment.c.id.in_(list(ids)))
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.id))


def about_how_many(conn: Connection, sequence_id: str, most: int) -> int:
    """Return how many people are in a sequence now or wait in it, counted no further than this."""
    query = select(enrollment.c.id).where(
        enrollment.c.sequence_id == sequence_id, enrollment.c.state.in_(_GOING_ON)
    )
    return len(conn.execute(query.limit(most)).all())


def of(conn: Connection, person_id: str) -> list[Enrollment]:
    """Return a person's enrolments, oldest first."""
    query = select(enrollment).where(enrollment.c.person_id == person_id)
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.enrolled_at, enrollment.c.id))


def going_on(conn: Connection, people: Iterable[str], sequence_id: str) -> set[str]:
    """Return which of these people are in that sequence now."""
    query = select(enrollment.c.person_id).where(
        enrollment.c.person_id.in_(list(people)),
        enrollment.c.sequence_id == sequence_id,
        enrollment.c.state.in_(_GOING_ON),
    )
    return set(conn.scalars(query))


def in_sequence(conn: Connection, sequence_id: str) -> list[Enrollment]:
    """Return everybody's enrolment in a sequence."""
    query = select(enrollment).where(enrollment.c.sequence_id == sequence_id)
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.id))


def due(conn: Connection, now: datetime, limit: int, shard: int | None = None) -> list[Enrollment]:
    """Return active enrolments whose next step is due, of one shard or all, the oldest first."""
    query = select(enrollment).where(
        enrollment.c.state == EnrollmentState.ACTIVE,
        enrollment.c.next_due_at <= now,
        *_there(shard),
    )
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.next_due_at).limit(limit))


def save(conn: Connection, before: Enrollment, after: Enrollment) -> bool:
    """Write what was planned, unless somebody moved the enrolment meanwhile; say which it was."""
    query = update(enrollment).where(
        enrollment.c.id == before.id,
        enrollment.c.state == before.state,
        enrollment.c.next_step == before.next_step,
        enrollment.c.next_due_at.is_not_distinct_from(before.next_due_at),
        enrollment.c.last_done_at.is_not_distinct_from(before.last_done_at),
    )
    if after.state is not before.state:
        move(before.state, after.state)
    return bool(conn.execute(query.values(_ENROLLMENT.row(after))).rowcount)


def overdue(conn: Connection, before: datetime, most: int) -> int:
    """Return how many active enrolments were due before a moment; none is counted beyond `most`."""
    query = select(enrollment.c.id).where(
        enrollment.c.state == EnrollmentState.ACTIVE, enrollment.c.next_due_at < before
    )
    return len(conn.scalars(query.limit(most)).all())


def of_sequence(
    conn: Connection,
    sequences: Iterable[str],
    state: EnrollmentState,
    after: str,
    limit: int,
    person_id: str = "",
) -> list[Enrollment]:
    """Return a page of enrolments in these sequences (ids) and state, by id, after this one.

    `person_id`: of that person alone.
    """
    query = select(enrollment).where(
        enrollment.c.sequence_id.in_(list(sequences)),
        enrollment.c.state == state,
        enrollment.c.id > after,
    )
    if person_id:
        query = query.where(enrollment.c.person_id == person_id)
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.id).limit(limit))


def of_people(conn: Connection, people: Iterable[str]) -> list[Enrollment]:
    """Return what these people are in now, or where they wait."""
    query = select(enrollment).where(
        enrollment.c.person_id.in_(list(people)), enrollment.c.state.in_(_GOING_ON)
    )
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.enrolled_at, enrollment.c.id))


def next_due(conn: Connection) -> datetime | None:
    """Return when the next step of anybody is due, or None."""
    query = select(enrollment.c.next_due_at).where(
        enrollment.c.state == EnrollmentState.ACTIVE, enrollment.c.next_due_at.is_not(None)
    )
    return conn.scalar(query.order_by(enrollment.c.next_due_at).limit(1))


def ended_steps(conn: Connection, limit: int, shard: int | None = None) -> list[Enrollment]:
    """Return active enrolments whose step under way has ended: the next one can be planned."""
    query = select(enrollment).where(
        enrollment.c.state == EnrollmentState.ACTIVE,
        enrollment.c.last_done_at.is_not(None),
        *_there(shard),
    )
    return _ENROLLMENT.all(conn, query.order_by(enrollment.c.last_done_at).limit(limit))


def _there(shard: int | None) -> list[ColumnElement[bool]]:
    return [] if shard is None else [shard_of("enrollment.person_id") == shard]


# The state is made an expression, or SQLite finds the rows by it: it read every active enrolment of
# the house for each ten that ended. A paused one is told too: its step left before it was paused.
_STEP_DONE = PreparedAmong(
    lambda ids: (
        update(enrollment)
        .where(
            enrollment.c.id.in_(ids),
            (enrollment.c.state + "").in_([literal(one.value) for one in _GOING_ON]),
        )
        .values(next_due_at=null(), last_done_at=bindparam("at", type_=Moment()))
    )
)


def step_done(conn: Connection, ids: Iterable[str], at: datetime) -> None:
    """Say that the step under way of these enrolments ended: the next one may be planned."""
    ended = list(ids)
    if ended:
        _STEP_DONE.later(conn, ended, at=at)


def step_undone(conn: Connection, enrollment_id: str, step: int) -> bool:
    """Say that a step did not go out after all and is under way again; the next one waits for it.

    Return False where the next one is under way already, or the enrolment has ended.
    """
    going_back = or_(enrollment.c.next_step == step, enrollment.c.next_due_at.is_not(None))
    query = update(enrollment).where(
        enrollment.c.id == enrollment_id,
        enrollment.c.state.in_(_GOING_ON),
        going_back,
    )
    again = query.values(next_step=step, next_due_at=None, last_done_at=None)
    return bool(conn.execute(again).rowcount)


def change(
    conn: Connection, enrollment_id: str, state: EnrollmentState, because: str | None = None
) -> None:
    """Move an enrolment to another state; raise `IllegalMoveError` where there is no such move."""
    one = get(conn, enrollment_id)
    query = update(enrollment).where(enrollment.c.id == enrollment_id)
    conn.execute(query.values(state=move(one.state, state), ended_because=because))


def end(conn: Connection, enrollment_id: str, because: str) -> None:
    """End an enrolment that is going on; leave any other as it is."""
    query = update(enrollment).where(
        enrollment.c.id == enrollment_id, enrollment.c.state.in_(_GOING_ON)
    )
    conn.execute(query.values(state=EnrollmentState.ENDED, next_due_at=None, ended_because=because))


def end_all(conn: Connection, people: Iterable[str], because: str) -> int:
    """End whatever these people are in; return how many enrolments that were."""
    chosen = list(people)
    return int(_END.among(conn, chosen, because=because).rowcount) if chosen else 0


_END = PreparedAmong(
    lambda people: (
        update(enrollment)
        .where(
            enrollment.c.person_id.in_(people),
            enrollment.c.state.in_([literal(one.value) for one in _GOING_ON]),
        )
        .values(
            state=literal(EnrollmentState.ENDED.value),
            next_due_at=null(),
            ended_because=bindparam("because"),
        )
    )
)
