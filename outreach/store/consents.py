"""Recorded bases for contact, with their proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, insert, select

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
