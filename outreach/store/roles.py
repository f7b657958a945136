"""What people are to us and where they work, from a day until a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from outreach.domain.roles import Role
from outreach.errors import InputError
from outreach.store.shapes import Shape
from outreach.store.tables import person, role

_ROLE: Shape[Role] = Shape(Role, role, empty={"source": "", "ended_because": "", "noted_by": ""})


def named(what: str) -> str:
    """Return a role as it is kept; raise `InputError` where it is not a word or two."""
    folded = " ".join(what.casefold().split())
    if not folded or not folded.isprintable() or len(folded) > _LONGEST:
        msg = f"`{what[:_LONGEST]}` is no role: say it in a word or two, such as `customer`"
        raise InputError(msg)
    return folded


_LONGEST = 60


def add(conn: Connection, one: Role) -> Role:
    """Keep a role that somebody took on, and have whoever keeps in touch look when they are due.

    Their next word is written down as due no later than it can be (`outreach.store.cadences`).
    """
    conn.execute(insert(role), _ROLE.row(one))
    later = or_(person.c.word_due_at.is_(None), person.c.word_due_at > one.since)
    query = update(person).where(person.c.id == one.person_id, later)
    conn.execute(query.values(word_due_at=one.since))
    return one


def of(conn: Connection, person_id: str) -> list[Role]:
    """Return every role a person has or had, oldest first."""
    return of_many(conn, [person_id]).get(person_id, [])


def of_many(conn: Connection, ids: Iterable[str]) -> dict[str, list[Role]]:
    """Return roles by person, oldest first."""
    query = select(role).where(role.c.person_id.in_(list(ids))).order_by(role.c.since, role.c.id)
    found: dict[str, list[Role]] = defaultdict(list)
    for one in _ROLE.all(conn, query):
        found[one.person_id].append(one)
    return found


def people_in(
    conn: Connection, what: str, now: datetime, after: str = "", limit: int = 500
) -> list[str]:
    """Return a page of the ids of people who have this role or will, in order, after this id."""
    query = select(role.c.person_id).distinct()
    query = query.where(role.c.what == what, role.c.person_id > after)
    query = query.where(or_(role.c.until.is_(None), role.c.until > now))
    return list(conn.scalars(query.order_by(role.c.person_id).limit(limit)))


def end(
    conn: Connection, person_id: str, organisation_id: str | None, because: str, at: datetime
) -> list[str]:
    """End whatever a person is at an organisation (None: towards us alone); return the ids."""
    held = [
        one.id
        for one in of(conn, person_id)
        if one.organisation_id == organisation_id and one.holds(at)
    ]
    query = update(role).where(role.c.id.in_(held))
    conn.execute(query.values(until=at, ended_because=because))
    return held


def finish(conn: Connection, role_id: str, because: str, at: datetime) -> None:
    """End one role."""
    query = update(role).where(role.c.id == role_id, or_(role.c.until.is_(None), role.c.until > at))
    conn.execute(query.values(until=at, ended_because=because))
