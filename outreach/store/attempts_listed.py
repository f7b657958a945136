"""Attempts as programs list them: the newest first, each with the last decision about it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, select

from outreach.store.tables import attempt, decision, person

_LISTED = select(
    attempt,
    person.c.owner_id,
    decision.c.at.label("decided_at"),
    *(decision.c.kind, decision.c.verdict, decision.c.sentence, decision.c.rules),
    *(decision.c.until, decision.c.to_channel, decision.c.clearer),
).select_from(
    attempt.join(person, attempt.c.person_id == person.c.id).outerjoin(
        decision, attempt.c.decision_id == decision.c.id
    )
)


def before(conn: Connection, last: str, limit: int, person_id: str = "") -> list[RowMapping]:
    """Return attempts made before this one (its id; empty for the newest), of one person or all."""
    query = _LISTED.order_by(attempt.c.id.desc()).limit(limit)
    if last:
        query = query.where(attempt.c.id < last)
    if person_id:
        query = query.where(attempt.c.person_id == person_id)
    return list(conn.execute(query).mappings())


def by_ids(conn: Connection, ids: Iterable[str]) -> list[RowMapping]:
    """Return these attempts; unknown ids are left out."""
    return list(conn.execute(_LISTED.where(attempt.c.id.in_(list(ids)))).mappings())
