"""What is owed and kept, by whom: counted where it is kept, a few rows a member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from outreach.domain.attempts import AttemptState
from outreach.domain.commitments import Commitment, CommitmentState
from outreach.store.commitments import COMMITMENT
from outreach.store.tables import attempt, commitment, inbound, person
from outreach.store.trail import UNANSWERED
from policies.channel import Purpose

Counted = dict[str | None, int]
"""How many, by the id of the member they are for; None: nobody's in particular."""


def due_within(conn: Connection, since: datetime, now: datetime) -> list[Commitment]:
    """Return promises whose time came after one moment and not after the other, ended or not."""
    any_state = commitment.c.state.in_(CommitmentState)  # its index is by state, then by time
    due = (any_state, commitment.c.due_at > since, commitment.c.due_at <= now)
    query = select(commitment).where(*due)
    return COMMITMENT.all(conn, query.order_by(commitment.c.due_at, commitment.c.id))


def letters(conn: Connection) -> Counted:
    """Return how many letters wait for an answer, by who looks after whoever wrote them."""
    unanswered = select(inbound.c.person_id).where(UNANSWERED).subquery()
    query = select(person.c.owner_id, func.count()).join(
        unanswered, unanswered.c.person_id == person.c.id
    )
    return _counted(conn.execute(query.group_by(person.c.owner_id)).all())


def silent(conn: Connection, now: datetime) -> Counted:
    """Return how many people have waited too long for a word, by who looks after them."""
    query = select(person.c.owner_id, func.count()).where(person.c.word_due_at <= now)
    return _counted(conn.execute(query.group_by(person.c.owner_id)).all())


def answers(conn: Connection, since: datetime) -> Counted:
    """Return how many answers were given since a moment, by the name of who gave them."""
    given = (
        attempt.c.state == AttemptState.ACCEPTED,
        attempt.c.due_at >= since,
        attempt.c.purpose == Purpose.ANSWER,
        attempt.c.automated.is_(False),
    )
    query = select(attempt.c.by, func.count()).where(*given).group_by(attempt.c.by)
    return _counted(conn.execute(query).all())


def _counted(rows: Iterable[Sequence[Any]]) -> Counted:
    return {row[0]: row[1] for row in rows}
