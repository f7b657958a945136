"""Organisations, known before anybody there or long after."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, or_, select, update

from outreach.domain.imports.names import organisation_key
from outreach.domain.people import fold_name
from outreach.domain.portrait import OrganisationKind, Place
from outreach.errors import NotFoundError
from outreach.store.shapes import Shape
from outreach.store.tables import organisation, person, role

_PLACE: Shape[Place] = Shape(
    Place,
    organisation,
    {"kind": OrganisationKind},
    empty={"source": "", "notes": "", "noted_by": ""},
)


def find(conn: Connection, given: str) -> Place | None:
    """Return the organisation of that name or id, or None."""
    query = select(organisation).where(
        or_(organisation.c.id == given, organisation.c.folded == fold_name(given))
    )
    return _PLACE.one(conn, query)


def get(conn: Connection, given: str) -> Place:
    """Return the organisation of that name or id; raise `NotFoundError`."""
    found = find(conn, given)
    if found is None:
        raise NotFoundError("organisation", given)
    return found


def add(conn: Connection, one: Place) -> Place:
    """Keep an organisation."""
    conn.execute(insert(organisation), _PLACE.row(one) | {"alike": organisation_key(one.name)})
    return one


def change(conn: Connection, one: Place) -> None:
    """Write what was noted about an organisation; its name stays."""
    row = _PLACE.row(one)
    noted = {name: row[name] for name in ("kind", "source", "notes", "noted_by", "noted_at")}
    conn.execute(update(organisation).where(organisation.c.id == one.id).values(noted))


def everything(conn: Connection, limit: int = 1_000) -> list[Place]:
    """Return organisations by name."""
    return _PLACE.all(conn, select(organisation).order_by(organisation.c.folded).limit(limit))


def how_many_there(conn: Connection) -> dict[str, int]:
    """Return how many people belong to each organisation, by its id; past roles count too."""
    first = select(person.c.organisation_id, person.c.id.label("person_id"))
    others = select(role.c.organisation_id, role.c.person_id)
    both = first.union(others).subquery()
    query = select(both.c.organisation_id, func.count()).group_by(both.c.organisation_id)
    return {there: many for there, many in conn.execute(query) if there is not None}


def ever_there(conn: Connection, organisation_id: str) -> list[str]:
    """Return the ids of everybody who works there, or has or had a role there."""
    first = select(person.c.id).where(person.c.organisation_id == organisation_id)
    others = select(role.c.person_id).where(role.c.organisation_id == organisation_id)
    return sorted({*conn.scalars(first), *conn.scalars(others)})
