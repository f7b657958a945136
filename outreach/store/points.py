"""Addresses and numbers. A bounce or a complaint raises the point's version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from outreach.domain.people import ContactPoint
from outreach.errors import NotFoundError
from outreach.store import leaving, registries
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.shapes import Shape
from outreach.store.tables import person, point
from policies.channel import Channel
from policies.facts import NumberKind, PointState, Registry

POINT: Shape[ContactPoint] = Shape(
    ContactPoint,
    point,
    {"channel": Channel, "state": PointState, "kind": NumberKind, "registry": Registry},
    empty={"registry": Registry.CLEAR, "source": ""},
)
_ADD = Prepared(insert(point), [column.name for column in (*POINT.columns, point.c.import_id)])


def add(conn: Connection, one: ContactPoint) -> ContactPoint:
    """Keep a new address or number, with what our copies of the registries say of it."""
    told = registries.looked_up(conn, [one])[0]
    conn.execute(insert(point), POINT.row(told))
    return told


def add_many(
    conn: Connection, several: Sequence[ContactPoint], *, import_id: str | None = None
) -> None:
    """Keep new addresses and numbers, with what our copies of the registries say of them.

    `import_id` names the import that brought them.
    """
    if several:
        told = registries.looked_up(conn, several)
        _ADD.many(conn, [POINT.row(one) | {"import_id": import_id} for one in told])


def get(conn: Connection, point_id: str) -> ContactPoint:
    """Return the point; raise `NotFoundError`."""
    found = POINT.one(conn, select(point).where(point.c.id == point_id))
    if found is None:
        raise NotFoundError("contact point", point_id)
    return found


def of(conn: Connection, person_id: str) -> list[ContactPoint]:
    """Return a person's points in the order of their use."""
    return of_many(conn, [person_id]).get(person_id, [])


_OF_PEOPLE = PreparedAmong(
    lambda ids: (
        select(*POINT.columns)
        .where(point.c.person_id.in_(ids))
        .order_by(point.c.person_id, point.c.rank, point.c.id)
    )
)


def of_many(conn: Connection, people: Iterable[str]) -> dict[str, list[ContactPoint]]:
    """Return points by person, each in the order of its use."""
    found: dict[str, list[ContactPoint]] = defaultdict(list)
    for one in POINT.records(_OF_PEOPLE.read(conn, list(people))):
        found[one.person_id].append(one)
    return found


def at(conn: Connection, address: str) -> list[ContactPoint]:
    """Return every point that is this address or number, or folds to the same."""
    folded = address.strip().lower()
    here = select(person.c.id).where(person.c.merged_into.is_(None))
    query = select(point).where(
        or_(point.c.address == folded, point.c.folded == folded), point.c.person_id.in_(here)
    )
    return POINT.all(conn, query.order_by(point.c.id))


def folding_to(conn: Connection, folded: Iterable[str]) -> list[ContactPoint]:
    """Return every point whose folded form is among these."""
    return POINT.records(_FOLDING_TO.read(conn, list(folded)))


_FOLDING_TO = PreparedAmong(
    lambda folded: select(*POINT.columns).where(point.c.folded.in_(folded)).order_by(point.c.id)
)


def mark(conn: Connection, point_id: str, state: PointState, now: datetime | None = None) -> None:
    """Say what became of a point, and raise its version; `now` is when, where that is known."""
    query = update(point).where(point.c.id == point_id)
    done = conn.execute(query.values(state=state, version=point.c.version + 1))
    if not done.rowcount:
        raise NotFoundError("contact point", point_id)
    if state is not PointState.OK:
        leaving.bounced(conn, point_id, now)


def raise_version(conn: Connection, ids: Iterable[str]) -> None:
    """Undo what is cleared for these points."""
    rows = sorted(set(ids))
    if rows:
        query = update(point).where(point.c.id.in_(rows))
        conn.execute(query.values(version=point.c.version + 1))
