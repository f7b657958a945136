"""Recorded decisions, a few at a time: however many there are, memory stays the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from outreach.store.shapes import Shape
from outreach.store.tables import decision, person
from outreach.store.unit import Store

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Recorded:
    """What judging a decision again takes. `facts` is None where they are no longer kept."""

    id: str
    person_id: str
    at: datetime
    kind: str
    verdict: str
    until: datetime | None
    to_channel: str | None
    clearer: str | None
    rules: list[str]
    facts: dict[str, Any] | None
    fingerprint: str


_RECORDED: Shape[Recorded] = Shape(Recorded, decision)


def count(store: Store, since: datetime | None) -> int:
    """Return how many decisions there are since then."""
    query = select(func.count()).select_from(decision)
    if since is not None:
        query = query.where(decision.c.at >= since)
    return store.read(lambda conn: conn.scalar(query)) or 0


def stream(store: Store, since: datetime | None) -> Iterator[Recorded]:
    """Yield every decision since then, in the order they were made."""
    after: Recorded | None = None
    while batch := store.read(partial(_next, since=since, last=after)):
        yield from batch
        after = batch[-1]


def _next(conn: Connection, since: datetime | None, last: Recorded | None) -> list[Recorded]:
    query = select(*_RECORDED.columns).order_by(decision.c.at, decision.c.id).limit(_AT_ONCE)
    if last is not None:
        later = and_(decision.c.at == last.at, decision.c.id > last.id)
        query = query.where(or_(decision.c.at > last.at, later), decision.c.at >= last.at)
    elif since is not None:
        query = query.where(decision.c.at >= since)
    return _RECORDED.all(conn, query)


def names(store: Store, ids: list[str]) -> dict[str, str]:
    """Return people's names by id."""
    query = select(person.c.id, person.c.name).where(person.c.id.in_(ids))
    return store.read(lambda conn: {row.id: row.name for row in conn.execute(query)})
