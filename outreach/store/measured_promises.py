"""The promises of a period: those whose time came in it, and how many were given in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, func, select, tuple_

from outreach.domain.commitments import Commitment, CommitmentState
from outreach.store.commitments import COMMITMENT
from outreach.store.tables import commitment

_PAGE = 500
_EVERY = list(CommitmentState)
"""Named, for the index on due times begins with where a promise stands."""


def due_within(conn: Connection, since: datetime, until: datetime) -> Iterator[list[Commitment]]:
    """Yield, a page at a time, the promises whose time came from a moment on, before another."""
    for state in _EVERY:
        yield from _in_state(conn, state, since, until)


def _in_state(
    conn: Connection, state: CommitmentState, since: datetime, until: datetime
) -> Iterator[list[Commitment]]:
    query = (
        select(commitment)
        .where(commitment.c.state == state, commitment.c.due_at < until)
        .order_by(commitment.c.due_at, commitment.c.id)
        .limit(_PAGE)
    )
    place = tuple_(commitment.c.due_at, commitment.c.id)
    after = (since, "")
    while some := COMMITMENT.all(conn, query.where(place > after)):
        after = (some[-1].due_at, some[-1].id)
        yield some


def made_within(conn: Connection, since: datetime, until: datetime) -> int:
    """Return how many promises were given in a period."""
    given = select(func.count()).select_from(commitment)
    when = (commitment.c.made_at >= since, commitment.c.made_at < until)
    return conn.scalar(given.where(*when)) or 0
