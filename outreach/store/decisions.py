"""What was decided, on what grounds; only ever added to, but for a human's review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, insert, or_, select, update

from outreach.errors import InputError, NotFoundError
from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import attempt, decision, person
from outreach.store.trail import OPEN
from policies.quick import quick

OUTSIDE = "outside"
"""The kind of decision that was made afterwards, about what went around the gate."""


@quick
@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it is kept. `facts` hold statement ids, not words.

    `digest` is the same for the same verdict on the same grounds. `open`: a human must look.
    """

    id: str
    attempt_id: str
    person_id: str
    at: datetime
    kind: str
    verdict: str
    until: datetime | None
    to_channel: str | None
    clearer: str | None
    rules: list[str]
    sentence: str
    explanation: Mapping[str, Any]
    asked: list[str]
    facts: Mapping[str, Any] | None
    fingerprint: str
    digest: str
    open: bool = False
    review_action: str | None = None
    reviewed_by: str | None = None
    review_reason: str | None = None
    reviewed_at: datetime | None = None


_DECISION: Shape[DecisionRow] = Shape(DecisionRow, decision)


_ADD = Prepared(insert(decision), [column.name for column in decision.columns])


def add_many(conn: Connection, several: Sequence[DecisionRow]) -> None:
    """Keep decisions."""
    _ADD.many(conn, [_DECISION.row(one) for one in several])


def get(conn: Connection, decision_id: str) -> DecisionRow:
    """Return the decision; raise `NotFoundError`."""
    found = _DECISION.one(conn, select(decision).where(decision.c.id == decision_id))
    if found is None:
        raise NotFoundError("decision", decision_id)
    return found


def by_ids(conn: Connection, ids: Iterable[str]) -> list[DecisionRow]:
    """Return decisions by id; unknown ids are left out."""
    return _DECISION.all(conn, select(decision).where(decision.c.id.in_(list(ids))))


def of_attempt(conn: Connection, attempt_id: str) -> list[DecisionRow]:
    """Return an attempt's decisions, oldest first."""
    query = select(decision).where(decision.c.attempt_id == attempt_id)
    return _DECISION.all(conn, query.order_by(decision.c.at, decision.c.id))


def of_person(conn: Connection, person_id: str) -> list[DecisionRow]:
    """Return a person's decisions, oldest first."""
    query = select(decision).where(decision.c.person_id == person_id)
    return _DECISION.all(conn, query.order_by(decision.c.at, decision.c.id))


TOLD = (
    select(
        decision,
        person.c.name.label("person_name"),
        attempt.c.channel,
        attempt.c.purpose,
        attempt.c.state.label("attempt_state"),
        attempt.c.sequence_name,
        attempt.c.step,
        attempt.c.by.label("attempt_by"),
    )
    .join(person, decision.c.person_id == person.c.id)
    .join(attempt, decision.c.attempt_id == attempt.c.id)
)
"""Decisions with the name of whom they are about, and what was attempted."""


def listed(
    conn: Connection,
    verdicts: Iterable[str],
    *,
    since: datetime | None = None,
    only_open: bool = False,
    limit: int = 1_000,
) -> list[RowMapping]:
    """Return decisions with the person's name and the attempt's channel, the newest first.

    Among them, whatever the verdict, is what went around the gate against somebody's word.
    """
    gated = decision.c.kind != OUTSIDE
    went = and_(
        decision.c.kind == OUTSIDE, or_(decision.c.open, decision.c.review_action.is_not(None))
    )
    query = TOLD.where(or_(and_(decision.c.verdict.in_(list(verdicts)), gated), went))
    if since is not None:
        query = query.where(decision.c.at >= since)
    if only_open:
        query = query.where(OPEN)
    rows = conn.execute(query.order_by(decision.c.at.desc(), decision.c.id.desc()).limit(limit))
    return list(rows.mappings())


@dataclass(frozen=True, slots=True)
class Review:
    """What a human made of a decision: `uphold`, `correct` or `again`."""

    action: str
    by: str
    reason: str
    at: datetime


def review(conn: Connection, decision_id: str, made: Review) -> None:
    """Keep a human's review, once; raise `InputError` for a second one."""
    found = get(conn, decision_id)
    if found.reviewed_at is not None:
        msg = f"decision `{decision_id}` was reviewed already by {found.reviewed_by}"
        raise InputError(msg)
    query = update(decision).where(decision.c.id == decision_id)
    conn.execute(
        query.values(
            open=False,
            review_action=made.action,
            reviewed_by=made.by,
            review_reason=made.reason,
            reviewed_at=made.at,
        )
    )


def close(conn: Connection, attempts: Iterable[str]) -> None:
    """Say that nobody has to look at these attempts' decisions any more."""
    query = update(decision).where(decision.c.attempt_id.in_(list(attempts)), decision.c.open)
    conn.execute(query.values(open=False))
