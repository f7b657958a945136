"""Where people belong: the organisation they work at, and wherever else they have a role now.

What an organisation asks of us binds all of these people, not only those who work there first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from outreach.store.prepared import PreparedAmong
from outreach.store.tables import organisation, person, role


@dataclass(frozen=True, slots=True)
class Belonging:
    """Somebody's role at an organisation, from a moment until a moment (None: still)."""

    organisation_id: str
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Return whether they have it at that moment."""
        return self.since <= at and (self.until is None or at < self.until)


_OF_PEOPLE = PreparedAmong(
    lambda ids: (
        select(role.c.person_id, role.c.organisation_id, role.c.since, role.c.until)
        .where(role.c.person_id.in_(ids), role.c.organisation_id.is_not(None))
        .order_by(role.c.person_id, role.c.since, role.c.id)
    )
)


def of_many(conn: Connection, people: Iterable[str]) -> dict[str, list[Belonging]]:
    """Return where these people have or had roles, by person."""
    found: dict[str, list[Belonging]] = defaultdict(list)
    for who, there, since, until in _OF_PEOPLE.read(conn, list(people)):
        found[who].append(Belonging(there, since, until))
    return found


def organisations_of(conn: Connection, person_id: str, now: datetime) -> list[str]:
    """Return the organisations somebody belongs to now, the one they work at first."""
    first = conn.scalar(select(person.c.organisation_id).where(person.c.id == person_id))
    others = (one for one in of_many(conn, [person_id])[person_id] if one.holds(now))
    found = [first] if first else []
    return list(dict.fromkeys([*found, *(one.organisation_id for one in others)]))


def called_alike(conn: Connection, organisation_id: str) -> list[str]:
    """Return an organisation and all whose names differ from its own by their legal form alone."""
    there = select(organisation.c.alike).where(organisation.c.id == organisation_id)
    alike = select(organisation.c.id).where(organisation.c.alike.in_(there.scalar_subquery()))
    return sorted({organisation_id, *conn.scalars(alike)})


def by_role_alone(conn: Connection, organisation_id: str, now: datetime) -> list[str]:
    """Return who has a role at an organisation now and works first elsewhere, or nowhere.

    An organisation that is called alike is the same one here.
    """
    return _by_role_alone(conn, called_alike(conn, organisation_id), now)


def _by_role_alone(conn: Connection, there: list[str], now: datetime) -> list[str]:
    first = person.c.organisation_id
    query = (
        select(role.c.person_id)
        .join(person, person.c.id == role.c.person_id)
        .where(
            role.c.organisation_id.in_(there),
            or_(first.is_(None), first.not_in(there)),
            role.c.since <= now,
            or_(role.c.until.is_(None), role.c.until > now),
        )
    )
    return list(conn.scalars(query.distinct().order_by(role.c.person_id)))


def members_of(conn: Connection, organisation_id: str, now: datetime) -> list[str]:
    """Return the ids of everybody who belongs to an organisation now, or to one called alike."""
    there = called_alike(conn, organisation_id)
    first = select(person.c.id).where(person.c.organisation_id.in_(there))
    return sorted({*conn.scalars(first), *_by_role_alone(conn, there, now)})


def ever_at(conn: Connection, organisation_id: str) -> list[str]:
    """Return the ids of everybody who has or had a role at an organisation."""
    query = select(role.c.person_id).where(role.c.organisation_id == organisation_id)
    return list(conn.scalars(query.distinct().order_by(role.c.person_id)))
