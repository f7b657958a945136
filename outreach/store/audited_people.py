"""Promises, enrolments and messages that point to nobody, or that nothing will move any more."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, func, not_, or_, select

from outreach.domain.attempts import IN_FLIGHT, OPEN
from outreach.domain.commitments import CommitmentState
from outreach.domain.enrollments import EnrollmentState
from outreach.store.audited_attempts import Amiss
from outreach.store.inbound import InboundState
from outreach.store.tables import (
    attempt,
    commitment,
    enrollment,
    inbound,
    person,
    sequence,
    statement,
    team,
)

_UNDER_WAY = sorted(one.value for one in OPEN | IN_FLIGHT)
_GOING_ON = (EnrollmentState.ACTIVE.value, EnrollmentState.PAUSED.value)


def count(conn: Connection, table: Table) -> int:
    """Return how many rows there are."""
    return conn.scalar(select(func.count()).select_from(table)) or 0


def going_on(conn: Connection) -> int:
    """Return how many promises are open and enrolments go on."""
    promises = select(func.count()).where(commitment.c.state == CommitmentState.OPEN)
    walks = select(func.count()).where(enrollment.c.state.in_(_GOING_ON))
    return (conn.scalar(promises) or 0) + (conn.scalar(walks) or 0)


def pointing() -> tuple[Amiss, ...]:
    """Return what points to people who are not there, and enrolments that were forgotten."""
    owed = commitment.c.state == CommitmentState.OPEN
    walking = enrollment.c.state.in_(_GOING_ON)
    waiting = attempt.c.state.in_(_UNDER_WAY)
    return (
        Amiss("is promised to nobody who is here", _to_nobody(commitment, owed)),
        Amiss("is owed by one of us who has left", _owed_by_nobody(owed)),
        Amiss("takes nobody who is here through a sequence", _to_nobody(enrollment, walking)),
        Amiss("follows a sequence that is not here", _follows_nothing(walking)),
        Amiss("goes on, and nothing will ever move it", _forgotten()),
        Amiss("is planned for nobody who is here", _to_nobody(attempt, waiting)),
    )


def heard() -> tuple[Amiss, ...]:
    """Return what shows that a message was lost on its way in, or heard twice."""
    new = inbound.c.state == InboundState.NEW
    stated = exists().where(statement.c.id == inbound.c.statement_id)
    came = exists().where(inbound.c.id == statement.c.inbound_id)
    first = func.min(statement.c.id)
    twice = (
        select(first)
        .where(statement.c.inbound_id.is_not(None))
        .group_by(statement.c.inbound_id, statement.c.person_id)
        .having(func.count() > 1)
        .order_by(first)
    )
    return (
        Amiss(
            "is a message in a state that does not exist",
            _messages(not_(inbound.c.state.in_([one.value for one in InboundState]))),
        ),
        Amiss("is unread, and was read", _messages(new, inbound.c.read_at.is_not(None))),
        Amiss("is read, and it is not on file when", _messages(~new, inbound.c.read_at.is_(None))),
        Amiss(
            "was understood, and what it says is not on file",
            _messages(inbound.c.statement_id.is_not(None), not_(stated)),
        ),
        Amiss(
            "was said in a message that is not on file",
            select(statement.c.id)
            .where(statement.c.inbound_id.is_not(None), not_(came))
            .order_by(statement.c.id),
        ),
        Amiss("was heard twice from one message", twice),
    )


def _to_nobody(table: Table, *where: ColumnElement[bool]) -> Select[str]:
    here = exists().where(person.c.id == table.c.person_id, person.c.merged_into.is_(None))
    return select(table.c.id).where(*where, not_(here)).order_by(table.c.id)


def _owed_by_nobody(owed: ColumnElement[Any]) -> Select[str]:
    here = exists().where(team.c.id == commitment.c.owner, team.c.left_at.is_(None))
    query = select(commitment.c.id).where(owed, not_(commitment.c.anyone))
    return query.where(commitment.c.owner.is_not(None), not_(here)).order_by(commitment.c.id)


def _follows_nothing(walking: ColumnElement[bool]) -> Select[str]:
    there = exists().where(sequence.c.id == enrollment.c.sequence_id)
    return select(enrollment.c.id).where(walking, not_(there)).order_by(enrollment.c.id)


def _forgotten() -> Select[str]:
    """Return enrolments with no due step, no step that has just ended, and none under way."""
    moving = exists().where(
        attempt.c.enrollment_id == enrollment.c.id, attempt.c.state.in_(_UNDER_WAY)
    )
    query = select(enrollment.c.id).where(enrollment.c.state == EnrollmentState.ACTIVE)
    due = or_(enrollment.c.next_due_at.is_not(None), enrollment.c.last_done_at.is_not(None))
    return query.where(not_(due), not_(moving)).order_by(enrollment.c.id)


def _messages(*where: ColumnElement[bool]) -> Select[str]:
    return select(inbound.c.id).where(*where).order_by(inbound.c.id)
