"""How the queues of the compliance console stand: how much waits, what holds it, what comes next.

Nothing is counted over everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Select, and_, func, or_, select, tuple_

from outreach.store.decisions import OUTSIDE
from outreach.store.shelves import MOST_LOOKED_THROUGH, After, Shelf
from outreach.store.tables import attempt, commitment, decision, inbound, person, proposal, team
from outreach.store.trail import BLOCKED, OPEN, UNPROVEN_CALLBACK

MOST_COUNTED = 1_000
_LATELY = timedelta(days=30)
_REVIEWED = (
    "person_id",
    "sentence",
    "review_action",
    "review_reason",
    "reviewed_by",
    "reviewed_at",
)
_MEASURED = 200
"""Of reviews, and of messages on their way to a statement, only the last are timed."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands at the top: how many wait (no more than are counted), and since when.

    `within` is how long the last reviews let wait what they were about, the shortest first.
    """

    waiting: int
    oldest: datetime | None
    proposals: int
    today: int
    within: tuple[timedelta, ...]


def strip(conn: Connection, midnight: datetime) -> Strip:
    """Return how many wait, and how many were reviewed since midnight, within `MOST_COUNTED`."""
    oldest = select(decision.c.at).where(OPEN).order_by(decision.c.at).limit(1)
    return Strip(
        _few(conn, select(decision.c.id).where(OPEN)),
        conn.scalar(oldest),
        _few(conn, select(proposal.c.id).where(proposal.c.settled_at.is_(None))),
        _few(conn, select(decision.c.id).where(decision.c.reviewed_at >= midnight)),
        _waited(conn),
    )


def _waited(conn: Connection) -> tuple[timedelta, ...]:
    query = select(decision.c.at, decision.c.reviewed_at).where(decision.c.reviewed_at.is_not(None))
    newest = conn.execute(query.order_by(decision.c.reviewed_at.desc()).limit(_MEASURED))
    return tuple(sorted(row.reviewed_at - row.at for row in newest))


def _few(conn: Connection, query: Select[tuple[str]]) -> int:
    capped = query.limit(MOST_COUNTED).subquery()
    return conn.scalar(select(func.count()).select_from(capped)) or 0


@dataclass(frozen=True, slots=True)
class Cause:
    """What keeps several attempts back: who can clear it, the rules, and how many."""

    clearer: str
    rules: tuple[str, ...]
    count: int


def causes(conn: Connection) -> list[Cause]:
    """Return why the newest open decisions were kept back, the most frequent first."""
    columns = (decision.c.clearer, decision.c.rules, decision.c.kind)
    newest = select(*columns).where(OPEN).order_by(decision.c.at.desc(), decision.c.id.desc())
    some = newest.limit(MOST_LOOKED_THROUGH).subquery()
    query = select(*some.c, func.count().label("how_many")).group_by(*some.c)
    counted: dict[tuple[str, tuple[str, ...]], int] = {}
    for row in conn.execute(query):
        clearer = "compliance" if row.kind == OUTSIDE else row.clearer or ""
        key = (clearer, tuple(row.rules or ()))
        counted[key] = counted.get(key, 0) + row.how_many
    found = [Cause(*key, count) for key, count in counted.items()]
    return sorted(found, key=lambda one: (-one.count, one.rules, one.clearer))


def took_to_hear(conn: Connection) -> Sequence[timedelta]:
    """Return how long each of the last statements took from its arrival until it bound us."""
    query = select(inbound.c.received_at, inbound.c.read_at, inbound.c.statement_id)
    newest = conn.execute(query.order_by(inbound.c.id.desc()).limit(_MEASURED))
    return [row.read_at - row.received_at for row in newest if row.statement_id and row.read_at]


def next_to(conn: Connection, this: After, shelf: Shelf) -> str | None:
    """Return the next decision of its shelf, older than this one; else the newest of them."""
    query = (
        select(decision.c.id)
        .where(decision.c.id != this.id, decision.c.reviewed_at.is_(None))
        .order_by(decision.c.at.desc(), decision.c.id.desc())
        .limit(1)
    )
    if shelf is Shelf.BLOCKED:
        query = query.where(BLOCKED, decision.c.at > this.at - _LATELY)
    else:
        query = query.where(OPEN)
    earlier = and_(decision.c.at == this.at, decision.c.id < this.id)
    older = conn.scalar(query.where(or_(decision.c.at < this.at, earlier)))
    return older or conn.scalar(query)


def reviewed_of(
    conn: Connection, by: str, since: datetime, unwritten: Sequence[str], limit: int
) -> Sequence[RowMapping]:
    """Return what was reviewed since then of what one of us attempted, the newest first.

    Left out is what has one of these reasons, which nobody wrote.
    """
    columns = (decision.c[name] for name in _REVIEWED)
    query = (
        select(*columns, person.c.name.label("person_name"))
        .join(attempt, decision.c.attempt_id == attempt.c.id)
        .join(person, decision.c.person_id == person.c.id)
        .where(decision.c.reviewed_at > since, attempt.c.by == by)
        .where(decision.c.review_reason.not_in(unwritten))
        .order_by(decision.c.reviewed_at.desc(), decision.c.id.desc())
    )
    return conn.execute(query.limit(limit)).mappings().all()


@dataclass(frozen=True, slots=True)
class Callback:
    """A call somebody is said to have asked for; nobody but one of us says so."""

    id: str
    person_id: str
    person: str
    owner: str
    what: str
    due_at: datetime
    made_at: datetime


def unproven_callbacks(conn: Connection, behind: After | None, limit: int) -> list[Callback]:
    """Return open callbacks that rest on our own word alone, the soonest first.

    `behind`: only those that come after it.
    """
    query = (
        select(commitment, person.c.name.label("person_name"), team.c.name.label("owner_name"))
        .join(person, commitment.c.person_id == person.c.id)
        .outerjoin(team, commitment.c.owner == team.c.id)
        .where(UNPROVEN_CALLBACK)
        .order_by(commitment.c.due_at, commitment.c.id)
    )
    if behind is not None:
        query = query.where(tuple_(commitment.c.due_at, commitment.c.id) > (behind.at, behind.id))
    return [
        Callback(
            row["id"],
            row["person_id"],
            row["person_name"],
            row["owner_name"] or "",
            row["what"],
            row["due_at"],
            row["made_at"],
        )
        for row in conn.execute(query.limit(limit)).mappings()
    ]
