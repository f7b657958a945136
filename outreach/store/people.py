"""People and the organisations they work for. Whatever restricts a person raises their version."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from outreach.domain.people import Organisation, Person, fold_name
from outreach.errors import NotFoundError
from outreach.store import belonging
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.shapes import Shape
from outreach.store.tables import also_called, organisation, person, point
from policies.channel import Kind

_SECRET_BYTES = 16

PERSON: Shape[Person] = Shape(
    Person,
    person,
    {"kind": Kind},
    empty={
        "call_name": "",
        "kind_source": "",
        "notes": "",
        "identity_unclear_because": "",
        "source": "",
    },
)
_ADD = Prepared(
    insert(person),
    [column.name for column in (*PERSON.columns, person.c.folded, person.c.secret_key)]
    + [person.c.import_id.name],
)
_ORGANISATION: Shape[Organisation] = Shape(Organisation, organisation)


def add(conn: Connection, one: Person) -> Person:
    """Keep a new person."""
    add_many(conn, [one])
    return one


def add_many(conn: Connection, several: Sequence[Person], *, import_id: str | None = None) -> None:
    """Keep new people; each gets a secret that digests about them are keyed with.

    `import_id` names the import that brought them.
    """
    if not several:
        return
    rows = [
        PERSON.row(one)
        | {"folded": fold_name(one.name), "secret_key": secrets.token_bytes(_SECRET_BYTES)}
        | {"import_id": import_id}
        for one in several
    ]
    _ADD.many(conn, rows)


def get(conn: Connection, person_id: str) -> Person:
    """Return the person, under whichever of their ids; raise `NotFoundError`."""
    found = PERSON.records(_GET.read(conn, {"person": person_id}))
    if not found:
        raise NotFoundError("person", person_id)
    return found[0]


def same(conn: Connection, person_id: str) -> str:
    """Return under which id the person with this one is kept now."""
    (into,) = next(iter(_SAME.read(conn, {"person": person_id})), (None,))
    return into or person_id


_MERGED_INTO = select(person.c.merged_into).where(person.c.id == bindparam("person"))
_SAME = Prepared(_MERGED_INTO)
_GET = Prepared(
    select(*PERSON.columns).where(
        person.c.id == func.coalesce(_MERGED_INTO.scalar_subquery(), bindparam("person"))
    )
)
_BY_IDS = PreparedAmong(lambda ids: select(*PERSON.columns).where(person.c.id.in_(ids)))
_SECRETS = PreparedAmong(
    lambda ids: select(person.c.id, person.c.secret_key).where(person.c.id.in_(ids))
)
_WORK_BY_IDS = PreparedAmong(
    lambda ids: select(*_ORGANISATION.columns).where(organisation.c.id.in_(ids))
)


def get_many(conn: Connection, ids: Iterable[str]) -> dict[str, Person]:
    """Return people by id; unknown ids are left out."""
    return {one.id: one for one in PERSON.records(_BY_IDS.read(conn, list(ids)))}


def named(conn: Connection, given: str) -> list[Person]:
    """Return everybody whose id, name, other name, or own address on any channel this is."""
    folded = fold_name(given)
    by_point = select(point.c.person_id).where(
        or_(point.c.address == given.strip().lower(), point.c.folded == folded),
        point.c.through_id.is_(None),
    )
    otherwise = select(also_called.c.person_id).where(also_called.c.folded == folded)
    merged = select(person.c.merged_into).where(person.c.id == given)
    query = select(person).where(
        person.c.merged_into.is_(None),
        or_(
            person.c.id == given,
            person.c.id.in_(merged),
            person.c.folded == folded,
            person.c.id.in_(by_point),
            person.c.id.in_(otherwise),
        ),
    )
    return PERSON.all(conn, query.order_by(person.c.name, person.c.id))


def perhaps(conn: Connection, given: str, limit: int = 2_000) -> list[str]:
    """Return names that hold a word which begins as one of these words does."""
    begins = [word[:2].replace("%", "") for word in fold_name(given).split() if len(word) > 1]
    if not any(begins):
        return []
    like = [
        or_(person.c.folded.startswith(one), person.c.folded.contains(f" {one}"))
        for one in begins
        if one
    ]
    query = select(person.c.name).where(or_(*like)).distinct().order_by(person.c.name)
    return list(conn.scalars(query.limit(limit)))


def secrets_of(conn: Connection, ids: Iterable[str]) -> dict[str, bytes]:
    """Return what digests about these people are keyed with; the erased have none."""
    rows = _SECRETS.found(conn, list(ids))
    return {one: secret for one, secret in rows if secret is not None}


def everybody(conn: Connection, after: str = "", limit: int = 1_000) -> list[Person]:
    """Return a page of people in the order of their ids, after this id."""
    here = select(person).where(person.c.id > after, person.c.merged_into.is_(None))
    query = here.order_by(person.c.id).limit(limit)
    return PERSON.all(conn, query)


def how_many(conn: Connection) -> int:
    """Return how many people there are."""
    here = select(func.count()).select_from(person).where(person.c.merged_into.is_(None))
    return conn.scalar(here) or 0


def change(conn: Connection, person_id: str, values: Mapping[str, Any]) -> None:
    """Change some of a person's own columns and raise their version: they are judged afresh."""
    row = dict(values)
    if "name" in row:
        row["folded"] = fold_name(row["name"])
    row["version"] = person.c.version + 1
    done = conn.execute(update(person).where(person.c.id == person_id).values(row))
    if not done.rowcount:
        raise NotFoundError("person", person_id)


def raise_version(conn: Connection, ids: Iterable[str]) -> None:
    """Undo what is cleared for these people."""
    rows = sorted(set(ids))
    if rows:
        _RAISE.among(conn, rows)


_RAISE = PreparedAmong(
    lambda ids: update(person).where(person.c.id.in_(ids)).values(version=person.c.version + 1)
)


def version_of(conn: Connection, person_id: str) -> int | None:
    """Return the person's version; what was judged under an older one must not leave."""
    return next((version for (version,) in _VERSION.read(conn, {"person": person_id})), None)


_VERSION = Prepared(select(person.c.version).where(person.c.id == bindparam("person")))


def organisations(conn: Connection, ids: Iterable[str]) -> dict[str, Organisation]:
    """Return organisations by id."""
    rows = _WORK_BY_IDS.read(conn, list(ids))
    return {one.id: one for one in _ORGANISATION.records(rows)}


def raise_organisation(conn: Connection, organisation_id: str) -> None:
    """Undo what is cleared for anybody there, or at a firm called alike but for its legal form."""
    there = belonging.called_alike(conn, organisation_id)
    query = update(organisation).where(organisation.c.id.in_(there))
    conn.execute(query.values(version=organisation.c.version + 1))
