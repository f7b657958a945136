"""Our promises, kept where somebody sees them in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    TextClause,
    and_,
    bindparam,
    insert,
    literal,
    select,
    update,
)

from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState, move
from outreach.errors import NotFoundError
from outreach.store import leaving, withdrawing
from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import commitment
from outreach.store.trail import ANYONES, CALL_OWED
from outreach.store.whose import whose
from policies.channel import Channel

COMMITMENT: Shape[Commitment] = Shape(
    Commitment,
    commitment,
    {"kind": CommitmentKind, "state": CommitmentState, "channel": Channel},
)
OWED = (CommitmentState.OPEN, CommitmentState.BROKEN)
"""Neither kept nor released: somebody still has to do it."""


def add(conn: Connection, one: Commitment, *, by_step_of: str = "") -> Commitment:
    """Keep a new promise; what ends on one ends, but for the enrolment whose own step gave it."""
    _ADD.many(conn, [COMMITMENT.row(one)])
    leaving.promised(conn, one, by_step_of)
    return one


_ADD = Prepared(insert(commitment), [column.name for column in COMMITMENT.columns])


def get(conn: Connection, commitment_id: str) -> Commitment:
    """Return the promise; raise `NotFoundError`."""
    query = select(commitment).where(commitment.c.id == commitment_id)
    found = COMMITMENT.one(conn, query)
    if found is None:
        raise NotFoundError("promise", commitment_id)
    return found


def by_ids(conn: Connection, ids: Iterable[str]) -> dict[str, Commitment]:
    """Return promises by id."""
    query = select(commitment).where(commitment.c.id.in_(list(ids)))
    return {one.id: one for one in COMMITMENT.all(conn, query)}


def owed(
    conn: Connection, *, person_id: str | None = None, owner: str | None = None
) -> list[Commitment]:
    """Return what we still owe, the soonest due first; to one person or by one of us."""
    query = select(commitment).where(commitment.c.state.in_(OWED))
    if person_id is not None:
        query = query.where(commitment.c.person_id == person_id)
    if owner is not None:
        query = query.where((commitment.c.owner == owner) | commitment.c.anyone)
    return COMMITMENT.all(conn, query.order_by(commitment.c.due_at, commitment.c.id))


def is_call_owed(one: Commitment) -> bool:
    """Return whether this is a call that somebody asked for and that we still owe."""
    call = one.kind is CommitmentKind.CALLBACK and one.channel is Channel.PHONE
    return call and one.state in OWED


def calls_owed(
    conn: Connection, limit: int, owners: frozenset[str] | None = None
) -> list[Commitment]:
    """Return calls that people asked for and we still owe, the soonest due first.

    `owners` None: to everybody; else to their people and nobody's.
    """
    query = select(*COMMITMENT.columns).where(CALL_OWED)
    if owners is not None:
        query = query.where(whose(commitment.c.person_id).in_(["", *sorted(owners)]))
    query = query.order_by(commitment.c.due_at, commitment.c.id).limit(limit)
    return COMMITMENT.all(conn, query)


def of(conn: Connection, person_id: str) -> list[Commitment]:
    """Return every promise to a person, oldest first."""
    query = select(commitment).where(commitment.c.person_id == person_id)
    return COMMITMENT.all(conn, query.order_by(commitment.c.made_at, commitment.c.id))


def due(conn: Connection, now: datetime) -> list[Commitment]:
    """Return open promises whose time has come, the oldest first."""
    query = select(commitment).where(
        commitment.c.state == CommitmentState.OPEN, commitment.c.due_at <= now
    )
    return COMMITMENT.all(conn, query.order_by(commitment.c.due_at, commitment.c.id))


def not_offered(conn: Connection) -> list[Commitment]:
    """Return broken promises that were never offered to everybody, the oldest first."""
    query = select(commitment).where(
        commitment.c.state == CommitmentState.BROKEN, commitment.c.offered_at.is_(None)
    )
    return COMMITMENT.all(conn, query.order_by(commitment.c.due_at, commitment.c.id))


def on_agenda(
    conn: Connection,
    owners: Collection[str],
    since: datetime | None,
    before: datetime,
    limit: int = 200,
) -> list[Commitment]:
    """Return what these of us (ids) still owe, and what anybody may keep, the soonest due first.

    It is due before a moment, and, where `since` is given, not earlier than that.
    """
    span = [commitment.c.due_at < before]
    if since is not None:
        span.append(commitment.c.due_at >= since)
    mine = [
        and_(commitment.c.owner == one, commitment.c.state == state)
        for one in owners
        for state in OWED
    ]
    found: dict[str, Commitment] = {}
    ways: list[ColumnElement[bool] | TextClause] = [*mine, ANYONES]
    for which in ways:
        query = select(commitment).where(which, *span).order_by(commitment.c.due_at).limit(limit)
        found |= {one.id: one for one in COMMITMENT.all(conn, query)}
    return sorted(found.values(), key=lambda one: (one.due_at, one.id))[:limit]


def close(
    conn: Connection, commitment_id: str, state: CommitmentState, by: str, at: datetime
) -> Commitment:
    """Say how a promise ended; raise `IllegalMoveError` where it has ended already.

    Once it is kept or released, whatever else was to keep it is withdrawn: nobody is rung twice
    for one promise.
    """
    one = get(conn, commitment_id)
    move(one.state, state)
    query = update(commitment).where(commitment.c.id == commitment_id)
    conn.execute(query.values(state=state, closed_at=at, closed_by=by))
    if state not in OWED:
        keeping = withdrawing.Where((one.person_id,), promise=one.id)
        withdrawing.withdraw(conn, keeping, f"what was promised is {state}", at)
    return one


def hand_over(conn: Connection, commitment_id: str, owner: str | None) -> None:
    """Give a promise to one of us, or (None) to whoever takes it."""
    query = update(commitment).where(commitment.c.id == commitment_id)
    conn.execute(query.values(owner=owner, anyone=owner is None))


def share(conn: Connection, ids: Iterable[str], *, anyone: bool) -> None:
    """Say whether colleagues may keep promises before they are overdue."""
    query = update(commitment).where(commitment.c.id.in_(list(ids)))
    conn.execute(query.values(anyone=anyone))


def offer(conn: Connection, commitment_id: str, at: datetime) -> None:
    """Let anybody keep a promise that stays overdue; whose it was is still named."""
    query = update(commitment).where(commitment.c.id == commitment_id)
    conn.execute(query.values(anyone=True, offered_at=at))


def release_all(conn: Connection, person_id: str, by: str, at: datetime) -> int:
    """Release whatever we owe a person who wants nothing from us; return how much that was."""
    return int(_RELEASE.one(conn, {"person": person_id, "by": by, "at": at}).rowcount)


_RELEASE = Prepared(
    update(commitment)
    .where(
        commitment.c.person_id == bindparam("person"),
        commitment.c.state.in_([literal(state.value) for state in OWED]),
    )
    .values(state=CommitmentState.RELEASED, closed_at=bindparam("at"), closed_by=bindparam("by"))
)
