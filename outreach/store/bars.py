"""Do-not-contact marks set by hand, and what is left of whoever was erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, insert, or_, select

from outreach.ids import new_id
from outreach.store import belonging, house, people, points
from outreach.store.prepared import PreparedAmong
from outreach.store.statements import Raised
from outreach.store.tables import bar, organisation, point
from policies.facts import Bar, Barred
from policies.keyed import Keyed


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as it is kept: what it covers and by which id, hash or topic.

    `import_id` is the list that alone told of it: it is taken back with that list.
    """

    covers: Barred
    because: str
    since: datetime
    by: str
    person_id: str | None = None
    organisation_id: str | None = None
    point_id: str | None = None
    topic: str | None = None
    suppressed_hash: str | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """What marks are asked about: a person, an organisation (ids) or an address, folded."""

    person_id: str | None = None
    organisation_id: str | None = None
    folded: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A mark on file. `people` are the ids of those it names: their story tells of it."""

    id: str
    mark: Mark
    people: tuple[str, ...]


def about(conn: Connection, covered: Covered) -> list[Kept]:
    """Return the marks set on exactly this, the oldest first."""
    digest = ""
    if covered.folded is not None:
        digest = suppression(house.get(conn).installation_key, covered.folded)
    having = select(point.c.id).where(point.c.folded == covered.folded)
    query = select(bar).where(
        or_(
            and_(bar.c.person_id.is_not(None), bar.c.person_id == covered.person_id),
            and_(
                bar.c.organisation_id.is_not(None), bar.c.organisation_id == covered.organisation_id
            ),
            bar.c.point_id.in_(having),
            and_(bar.c.suppressed_hash.is_not(None), bar.c.suppressed_hash == digest),
        )
    )
    return [_kept(conn, row) for row in conn.execute(query.order_by(bar.c.since)).mappings()]


def _kept(conn: Connection, row: RowMapping) -> Kept:
    named = {name: row[name] for name in Mark.__slots__}
    mark = Mark(**{**named, "covers": Barred(row["covers"])})
    return Kept(row["id"], mark, tuple(_people(conn, mark)))


def take_off(conn: Connection, kept: Kept) -> None:
    """Remove a mark and raise the versions it bore on; whoever does so keeps an account of it."""
    conn.execute(delete(bar).where(bar.c.id == kept.id))
    people.raise_version(conn, kept.people)
    if kept.mark.organisation_id:
        people.raise_organisation(conn, kept.mark.organisation_id)
        people.raise_version(conn, belonging.ever_at(conn, kept.mark.organisation_id))
    points.raise_version(conn, [kept.mark.point_id] if kept.mark.point_id else [])


def is_told(conn: Connection, digest: str, import_id: str | None = None) -> bool:
    """Return whether a hash is marked for good, or by this list: another may be taken back."""
    query = select(bar.c.import_id).where(bar.c.suppressed_hash == digest)
    return bool({None, import_id} & set(conn.scalars(query)))


def suppression(installation_key: bytes, folded: str) -> str:
    """Return what stays of an erased person's address: an HMAC-SHA256, useless elsewhere."""
    return _keyed(installation_key).digest(folded.encode()).hex()


@lru_cache(maxsize=4)
def _keyed(installation_key: bytes) -> Keyed:
    return Keyed(installation_key)


def shared_digest(folded: str) -> str:
    """Return the SHA-256 by which houses tell each other of a refusal, and not whose it is."""
    return f"sha256:{sha256(folded.encode()).hexdigest()}"


def shared_digests(address: str, folded: str) -> set[str]:
    """Return every digest under which another system may tell us of an address or number.

    Ours is of the folded form; most hash an address as it is written, and a number with or without
    its plus.
    """
    forms = {folded, address} | ({address[1:]} if address.startswith("+") else set())
    return {shared_digest(one) for one in forms}


def digests_of(key: bytes, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the folded forms of addresses (written, folded) by all that may stand for them here.

    That is our own keyed hash, and every digest that another system may have told us.
    """
    found: dict[str, str] = {}
    for written, folded in pairs:
        found[suppression(key, folded)] = folded
        found |= dict.fromkeys(shared_digests(written, folded), folded)
    return found


def add(conn: Connection, mark: Mark) -> Raised:
    """Set the mark and raise the versions it bears on."""
    row = {name: getattr(mark, name) for name in Mark.__slots__} | {"id": new_id("b")}
    conn.execute(insert(bar), row)
    hit = frozenset([*_people(conn, mark), *_by_role(conn, mark, mark.since)])
    people.raise_version(conn, hit)
    organisations = frozenset([mark.organisation_id] if mark.organisation_id else [])
    for one in organisations:
        people.raise_organisation(conn, one)
    reached = frozenset([mark.point_id] if mark.point_id else [])
    points.raise_version(conn, reached)
    return Raised(hit, organisations, reached)


def _by_role(conn: Connection, mark: Mark, now: datetime) -> list[str]:
    """Return whom a mark on an organisation binds although they work first elsewhere."""
    there = mark.organisation_id
    return belonging.by_role_alone(conn, there, now) if there else []


def _people(conn: Connection, mark: Mark) -> list[str]:
    if mark.person_id:
        return [mark.person_id]
    if mark.point_id:
        return list(conn.scalars(select(point.c.person_id).where(point.c.id == mark.point_id)))
    return []


@dataclass(frozen=True, slots=True)
class Bound:
    """Which marks bind a batch: by person, organisation, folded address, suppression hash."""

    people: dict[str, list[Bar]] = field(default_factory=dict)
    organisations: dict[str, list[Bar]] = field(default_factory=dict)
    points: dict[str, list[Bar]] = field(default_factory=dict)
    hashes: dict[str, list[Bar]] = field(default_factory=dict)


_MARKS = select(bar, point.c.address, point.c.folded).select_from(
    bar.outerjoin(point, bar.c.point_id == point.c.id)
)
_ON_PEOPLE = PreparedAmong(lambda ids: _MARKS.where(bar.c.person_id.in_(ids)))
_MARKED, _ASKED = organisation.alias("marked"), organisation.alias("asked")
_ON_ORGANISATIONS = PreparedAmong(
    lambda ids: (
        select(bar, _ASKED.c.id.label("asked"), _MARKED.c.name.label("called"))
        .select_from(
            _ASKED.join(
                _MARKED, or_(_MARKED.c.id == _ASKED.c.id, _MARKED.c.alike == _ASKED.c.alike)
            ).join(bar, bar.c.organisation_id == _MARKED.c.id)
        )
        .where(_ASKED.c.id.in_(ids))
    )
)
_ON_HASHES = PreparedAmong(lambda hashes: _MARKS.where(bar.c.suppressed_hash.in_(hashes)))
_ON_ADDRESSES = PreparedAmong(
    lambda folded: _MARKS.where(
        bar.c.point_id.in_(select(point.c.id).where(point.c.folded.in_(folded)))
    )
)


def binding(
    conn: Connection,
    *,
    of_people: Iterable[str] = (),
    organisations: Iterable[str] = (),
    folded: Iterable[str] = (),
    hashes: Iterable[str] = (),
) -> Bound:
    """Return the marks on people, on where they work, on their addresses and on hashes of these.

    A mark on an address binds whoever shares it, one on a firm all that are called alike but for
    their legal form: who writes `Flo Co` and `Flo Company Ltd.` may mean one.
    """
    asked = ((_ON_PEOPLE, of_people), (_ON_HASHES, hashes), (_ON_ADDRESSES, folded))
    rows = {row["id"]: row for marks, keys in asked for row in marks.mappings(conn, list(keys))}
    found = Bound()
    for row in sorted(rows.values(), key=itemgetter("since")):
        _sort_in(found, row)
    firms = _ON_ORGANISATIONS.mappings(conn, list(organisations))
    for row in sorted(firms, key=itemgetter("since")):
        found.organisations.setdefault(row["asked"], []).append(_of_a_firm(row))
    return found


def _of_a_firm(row: Mapping[str, Any]) -> Bar:
    own = row["asked"] == row["organisation_id"]
    because = row["because"] if own else f"{row['because']} (at `{row['called']}`)"
    return Bar(Barred(row["covers"]), because, row["since"], row["by"], row["topic"])


def _sort_in(found: Bound, row: Mapping[str, Any]) -> None:
    covers = Barred(row["covers"])
    subject = {Barred.POINT: row["address"], Barred.TOPIC: row["topic"]}.get(covers)
    mark = Bar(covers, row["because"], row["since"], row["by"], subject)
    for by, column in (
        (found.hashes, "suppressed_hash"),
        (found.points, "folded"),
        (found.people, "person_id"),
    ):
        if row[column]:
            by.setdefault(row[column], []).append(mark)
            return


def of(conn: Connection, person_id: str) -> list[Bar]:
    """Return the marks on one person (not those of where they work)."""
    return binding(conn, of_people=[person_id]).people.get(person_id, [])
