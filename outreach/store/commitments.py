"""Our promises, kept where somebody sees them in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState, move
from outreach.errors import NotFoundError
from outreach.store.shapes import Shape
from outreach.store.tables import commitment
from policies.channel import Channel

_COMMITMENT: Shape[Commitment] = Shape(
    Commitment,
    commitment,
    {"kind": CommitmentKind, "state": CommitmentState, "channel": Channel},
)
OWED = (CommitmentState.OPEN, CommitmentState.BROKEN)
"""Neither kept nor released: somebody still has to do it."""


def add(conn: Connection, one: Commitment) -> Commitment:
    """Keep a new promise."""
    conn.execute(insert(commitment), _COMMITMENT.row(one))
    return one


def get(conn: Connection, commitment_id: str) -> Commitment:
    """Return the promise; raise `NotFoundError`."""
    query = select(commitment).where(commitment.c.id == commitment_id)
    found = _COMMITMENT.one(conn, query)
    if found is None:
        raise NotFoundError("promise", commitment_id)
    return found


def by_ids(conn: Connection, ids: Iterable[str]) -> dict[str, Commitment]:
    """Return promises by id."""
    query = select(commitment).where(commitment.c.id.in_(list(ids)))
    return {one.id: one for one in _COMMITMENT.all(conn, query)}


def owed(
    conn: Connection, *, person_id: str | None = None, owner: str | None = None
) -> list[Commitment]:
    """Return what we still owe, the soonest due first; to one person or by one of us."""
    query = select(commitment).where(commitment.c.state.in_(OWED))
    if person_id is not None:
        query = query.where(commitment.c.person_id == person_id)
    if owner is not None:
        query = query.where((commitment.c.owner == owner) | commitment.c.anyone)
    return _COMMITMENT.all(conn, query.order_by(commitment.c.due_at, commitment.c.id))


def of(conn: Connection, person_id: str) -> list[Commitment]:
    """Return every promise to a person, oldest first."""
    query = select(commitment).where(commitment.c.person_id == person_id)
    return _COMMITMENT.all(conn, query.order_by(commitment.c.made_at, commitment.c.id))


def due(conn: Connection, now: datetime, limit: int = 100) -> list[Commitment]:
    """Return open promises whose time has come, the oldest first."""
    query = select(commitment).where(
        commitment.c.state == CommitmentState.OPEN, commitment.c.due_at <= now
    )
    return _COMMITMENT.all(conn, query.order_by(commitment.c.due_at).limit(limit))


def close(
    conn: Connection, commitment_id: str, state: CommitmentState, by: str, at: datetime
) -> Commitment:
    """Say how a promise ended; raise `IllegalMoveError` where it has ended already."""
    one = get(conn, commitment_id)
    move(one.state, state)
    query = update(commitment).where(commitment.c.id == commitment_id)
    conn.execute(query.values(state=state, closed_at=at, closed_by=by))
    return one


def hand_over(conn: Connection, commitment_id: str, owner: str | None) -> None:
    """Give a promise to one of us, or (None) to whoever takes it."""
    query = update(commitment).where(commitment.c.id == commitment_id)
    conn.execute(query.values(owner=owner, anyone=owner is None))


def release_all(conn: Connection, person_id: str, by: str, at: datetime) -> int:
    """Release whatever we owe a person who wants nothing from us; return how much that was."""
    query = update(commitment).where(
        commitment.c.person_id == person_id, commitment.c.state.in_(OWED)
    )
    released = query.values(state=CommitmentState.RELEASED, closed_at=at, closed_by=by)
    return conn.execute(released).rowcount
