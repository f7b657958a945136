"""What waits for one of us, found by indexes however many people they look after.

Calls in the book and holds carry the name of whoever acts; letters wait for whoever looks after
the person, else for whoever wrote what they answer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, or_, select

from outreach.domain.attempts import Attempt
from outreach.domain.commitments import Commitment
from outreach.store.attempts import ATTEMPT
from outreach.store.tables import attempt, decision, inbound, person
from policies.channel import Channel
from policies.verdict import Clearer

# Written out: SQLite takes a partial index only for what it can read before it runs.
_QUEUED: ColumnElement[str] = literal_column("'queued'")
_HELD: ColumnElement[str] = literal_column("'held'")
_REPLY: ColumnElement[str] = literal_column("'reply'")


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody wrote and no human of ours has answered, and who had written to them."""

    id: str
    person_id: str
    received_at: datetime
    door: str
    words: str
    wrote: str
    statement_id: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """An attempt that one of us has to look at, and the sentence that says why."""

    decision_id: str
    attempt_id: str
    person_id: str
    channel: Channel
    since: datetime
    sentence: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """The last call by which one of us tried to keep a promise: when, and who rang."""

    at: datetime
    by: str


def tried(conn: Connection, owed: Collection[Commitment]) -> dict[str, Tried]:
    """Return the last call that was made for each of these promises, by the promise's id."""
    query = (
        select(attempt.c.commitment_id, attempt.c.sending_since, attempt.c.by)
        .where(
            attempt.c.person_id.in_([one.person_id for one in owed]),
            attempt.c.commitment_id.in_([one.id for one in owed]),
            attempt.c.channel == Channel.PHONE,
            attempt.c.sending_since.is_not(None),
        )
        .order_by(attempt.c.sending_since)
    )
    return {row.commitment_id: Tried(row.sending_since, row.by) for row in conn.execute(query)}


def calls(conn: Connection, names: Collection[str], limit: int) -> list[Attempt]:
    """Return the calls in the book that wait for these of us, the longest waiting first."""
    found: list[Attempt] = []
    for name in names:
        query = select(*ATTEMPT.columns).where(
            attempt.c.state == _QUEUED,
            attempt.c.by == name,
            attempt.c.channel == Channel.PHONE,
        )
        found += ATTEMPT.all(conn, query.order_by(attempt.c.due_at).limit(limit))
    return sorted(found, key=lambda one: (one.due_at, one.id))[:limit]


def letters(
    conn: Connection,
    owners: Collection[str],
    names: Collection[str],
    *,
    nobodys: bool,
    limit: int = 50,
) -> list[Letter]:
    """Return the letters that these of us (ids and names) have to answer, the oldest first.

    `nobodys`: letters too that are nobody's in particular, or not.
    """
    # Not by the index on owners: whoever has many people has few letters among them.
    owner = func.coalesce(person.c.owner_id, "")
    mine = [owner.in_(list(owners)), and_(owner == "", attempt.c.by.in_(list(names)))]
    if nobodys:
        mine.append(and_(owner == "", attempt.c.by.is_(None)))
    query = (
        select(
            inbound.c.id,
            inbound.c.person_id,
            inbound.c.received_at,
            inbound.c.door,
            inbound.c.words,
            attempt.c.by,
            inbound.c.statement_id,
        )
        .select_from(
            inbound.join(person, inbound.c.person_id == person.c.id).outerjoin(
                attempt, inbound.c.attempt_id == attempt.c.id
            )
        )
        .where(
            inbound.c.kind == _REPLY,
            inbound.c.answered_at.is_(None),
            inbound.c.person_id.is_not(None),
            or_(*mine),
        )
        .order_by(inbound.c.received_at, inbound.c.id)
        .limit(limit)
    )
    return [
        Letter(
            row.id,
            row.person_id,
            row.received_at,
            row.door,
            row.words or "",
            row.by or "",
            row.statement_id,
        )
        for row in conn.execute(query)
    ]


def held(conn: Connection, names: Collection[str], limit: int = 50) -> list[Held]:
    """Return what is held for these of us to look at, the longest held first."""
    query = (
        select(
            decision.c.id,
            attempt.c.id.label("attempt_id"),
            attempt.c.person_id,
            attempt.c.channel,
            attempt.c.held_since,
            decision.c.sentence,
            decision.c.rules,
        )
        .join(decision, attempt.c.decision_id == decision.c.id)
        .where(
            attempt.c.state == _HELD,
            attempt.c.by.in_(list(names)),
            decision.c.clearer == Clearer.REP,
        )
        .order_by(attempt.c.held_since, attempt.c.id)
        .limit(limit)
    )
    return [
        Held(
            row.id,
            row.attempt_id,
            row.person_id,
            Channel(row.channel),
            row.held_since,
            row.sentence,
            tuple(row.rules or ()),
        )
        for row in conn.execute(query)
    ]
