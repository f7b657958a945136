"""Calls waiting for a human. The book shows no number: pressing a call judges it first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, TextClause, and_, select

from outreach.domain.attempts import AttemptState
from outreach.store.planned import TO_CALL, UNSAID
from outreach.store.tables import attempt, organisation, person
from outreach.store.whose import whose
from policies.channel import Channel, Purpose


@dataclass(frozen=True, slots=True)
class QueuedCall:
    """A call in the book: whom, why, since when; never the number."""

    attempt_id: str
    person_id: str
    name: str
    organisation: str | None
    purpose: Purpose
    topic: str | None
    sequence: str | None
    by: str
    due_at: datetime
    owner_id: str | None


def waiting(conn: Connection, limit: int = 500) -> list[QueuedCall]:
    """Return the calls that wait to be pressed, the longest waiting first."""
    return _listed(conn, attempt.c.state == AttemptState.QUEUED, limit)


def pressable(
    conn: Connection, limit: int = 500, owners: frozenset[str] | None = None
) -> list[QueuedCall]:
    """Return calls that may yet be made: those that wait, were put off, or are held.

    `owners` None: everybody's people; else theirs and nobody's.
    """
    if owners is None:
        return _listed(conn, TO_CALL, limit)
    theirs = whose(attempt.c.person_id).in_(["", *sorted(owners)])
    return _listed(conn, and_(TO_CALL, theirs), limit)


def without_word(conn: Connection, by: str, limit: int = 100) -> list[QueuedCall]:
    """Return calls whose number this one of us was shown, and of which nobody said what came."""
    return _listed(conn, and_(UNSAID, attempt.c.by == by), limit)


def may_be_pressed(conn: Connection, attempt_id: str) -> bool:
    """Return whether a call of this id may yet be made."""
    return bool(_listed(conn, and_(TO_CALL, attempt.c.id == attempt_id), 1))


def lacks_word(conn: Connection, attempt_id: str, by: str) -> bool:
    """Return whether this one of us was shown its number and has not said what came of it."""
    return bool(_listed(conn, and_(UNSAID, attempt.c.by == by, attempt.c.id == attempt_id), 1))


def _listed(
    conn: Connection, which: ColumnElement[bool] | TextClause, limit: int
) -> list[QueuedCall]:
    query = (
        select(
            attempt.c.id,
            attempt.c.person_id,
            person.c.name,
            organisation.c.name.label("organisation"),
            attempt.c.purpose,
            attempt.c.topic,
            attempt.c.sequence_name,
            attempt.c.by,
            attempt.c.due_at,
            person.c.owner_id,
        )
        .select_from(
            attempt.join(person, attempt.c.person_id == person.c.id).outerjoin(
                organisation, person.c.organisation_id == organisation.c.id
            )
        )
        .where(which, attempt.c.channel == Channel.PHONE)
        .order_by(attempt.c.due_at, attempt.c.id)
        .limit(limit)
    )
    return [
        QueuedCall(
            attempt_id=row["id"],
            person_id=row["person_id"],
            name=row["name"],
            organisation=row["organisation"],
            purpose=Purpose(row["purpose"]),
            topic=row["topic"],
            sequence=row["sequence_name"],
            by=row["by"],
            due_at=row["due_at"],
            owner_id=row["owner_id"],
        )
        for row in conn.execute(query).mappings()
    ]


def of(conn: Connection, person_id: str) -> str | None:
    """Return the person's queued call that waits longest, or None."""
    query = select(attempt.c.id).where(
        attempt.c.person_id == person_id,
        attempt.c.state == AttemptState.QUEUED,
        attempt.c.channel == Channel.PHONE,
    )
    return conn.scalar(query.order_by(attempt.c.due_at, attempt.c.id).limit(1))
