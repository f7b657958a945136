"""What takes people out of a sequence, done in the very transaction in which it happens.

So nothing has to ask, mail by mail, whether somebody has left meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from outreach.domain.attempts import OPEN, AttemptState
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.enrollments import EnrollmentState
from outreach.domain.going_on import TOLD, Exit
from outreach.store import attempts, decisions, enrollments, withdrawn
from outreach.store.prepared import Prepared
from outreach.store.tables import attempt, enrollment, person, point, sequence

_GOING_ON = (EnrollmentState.ACTIVE, EnrollmentState.PAUSED)
_SAID = (AttemptState.SENDING, AttemptState.ACCEPTED, AttemptState.REFUSED, AttemptState.UNKNOWN)
"""Whoever has such an attempt may have heard from us."""


def left(conn: Connection, people: Iterable[str], by: Exit, now: datetime | None) -> list[str]:
    """End what these people are in, wherever their sequence ends on this; return the enrolments.

    What was planned is withdrawn; `now` is when, where that is known.
    """
    return _end(conn, enrollment.c.person_id.in_(list(people)), by, now)


def replied(conn: Connection, person_id: str, now: datetime) -> None:
    """Say that somebody wrote back: they leave what ends on it, and so may their colleagues."""
    if not _any_ends(conn):
        return
    left(conn, [person_id], Exit.REPLY, now)
    work = select(person.c.organisation_id).where(person.c.id == person_id).scalar_subquery()
    colleagues = select(person.c.id).where(
        person.c.organisation_id == work, person.c.id != person_id
    )
    _end(conn, enrollment.c.person_id.in_(colleagues), Exit.COLLEAGUES_REPLY, now)


def promised(conn: Connection, one: Commitment, by_step_of: str = "") -> None:
    """Say that something was promised; a meeting that is to come is one already.

    The enrolment whose own step promised it goes on.
    """
    if not _any_ends(conn):
        return
    met = one.kind is CommitmentKind.MEETING
    theirs = (enrollment.c.person_id == one.person_id) & (enrollment.c.id != by_step_of)
    for by in (Exit.PROMISE, *((Exit.MEETING,) if met else ())):
        _end(conn, theirs, by, one.made_at)


def bounced(conn: Connection, point_id: str, now: datetime | None) -> None:
    """Say that an address or number is dead: whoever was written to there leaves."""
    here = select(attempt.c.enrollment_id).where(
        attempt.c.point_id == point_id, attempt.c.enrollment_id.is_not(None)
    )
    whose = select(point.c.person_id).where(point.c.id == point_id).scalar_subquery()
    _end(conn, (enrollment.c.person_id == whose) & enrollment.c.id.in_(here), Exit.BOUNCE, now)


def _any_ends(conn: Connection) -> bool:
    return bool(_ENDS.read(conn, {}))


_ENDS = Prepared(select(sequence.c.id).where(sequence.c.options.is_not(None)).limit(1))


def _end(conn: Connection, whose: ColumnElement[bool], by: Exit, now: datetime | None) -> list[str]:
    query = (
        select(enrollment.c.id, sequence.c.options)
        .join(sequence, sequence.c.id == enrollment.c.sequence_id)
        .where(whose, enrollment.c.state.in_(_GOING_ON), sequence.c.options.is_not(None))
    )
    ended = [one for one, said in conn.execute(query) if by in (said.get("ends_on") or ())]
    for one in ended:
        enrollments.end(conn, one, TOLD[by])
    withdraw(conn, ended, TOLD[by], now)
    return ended


def withdraw(
    conn: Connection, enrolled: Iterable[str], because: str, now: datetime | None
) -> list[str]:
    """Withdraw whatever has not left yet of these enrolments; return the ids."""
    several = list(enrolled)
    if not several:
        return []
    query = select(attempt.c.id).where(
        attempt.c.enrollment_id.in_(several), attempt.c.state.in_(OPEN)
    )
    ids = list(conn.scalars(query.order_by(attempt.c.id)))
    if ids:
        outcome = {"finished_at": now, "outcome_detail": because}
        attempts.moved(conn, ids, AttemptState.WITHDRAWN, outcome)
        decisions.close(conn, ids)
        if now is not None:
            withdrawn.tell(conn, ids, because, now)
    return ids


def spoken(conn: Connection, enrolled: Iterable[str]) -> set[str]:
    """Return those of these enrolments of which something left, or may have."""
    query = select(attempt.c.enrollment_id).where(
        attempt.c.enrollment_id.in_(list(enrolled)), attempt.c.state.in_(_SAID)
    )
    return set(conn.scalars(query))
