"""Recorded bases for contact, with their proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from outreach.domain.people import Basis
from outreach.store import people
from outreach.store.shapes import Shape
from outreach.store.tables import consent
from policies.channel import Channel, Purpose

_BASIS: Shape[Basis] = Shape(
    Basis, consent, {"channel": Channel, "purpose": Purpose}, empty={"source": ""}
)


def add(conn: Connection, one: Basis) -> Basis:
    """Keep a basis and raise the person's version, so that what it lifts is judged afresh."""
    conn.execute(insert(consent), _BASIS.row(one))
    people.raise_version(conn, [one.person_id])
    return one


def void(conn: Connection, person_id: str, channels: Iterable[Channel], at: datetime) -> list[str]:
    """Let a person's bases on these channels end now, as proof of what was; return their ids."""
    query = select(consent.c.id).where(
        consent.c.person_id == person_id,
        consent.c.channel.in_(list(channels)),
        or_(consent.c.expires_at.is_(None), consent.c.expires_at > at),
    )
    ids = list(conn.scalars(query.order_by(consent.c.id)))
    if ids:
        conn.execute(update(consent).where(consent.c.id.in_(ids)).values(expires_at=at))
        people.raise_version(conn, [person_id])
    return ids


def of(conn: Connection, person_id: str) -> list[Basis]:
    """Return a person's bases, oldest first."""
    return of_many(conn, [person_id]).get(person_id, [])


_OF_PEOPLE = (
    select(*_BASIS.columns)
    .where(consent.c.person_id.in_(bindparam("ids", expanding=True)))
    .order_by(consent.c.given_at, consent.c.id)
)


def of_many(conn: Connection, ids: Iterable[str]) -> dict[str, list[Basis]]:
    """Return bases by person, oldest first."""
    found: dict[str, list[Basis]] = defaultdict(list)
    for one in _BASIS.all(conn, _OF_PEOPLE, {"ids": list(ids)}):
        found[one.person_id].append(one)
    return found
