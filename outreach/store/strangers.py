"""People of a list whom nobody here knows, looked for and kept many at a time.

Judged row by row, a person costs ten times what the database takes. So it is asked once of many
rows whether anybody may know one of them; whoever may be known is left to `importing`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from outreach.domain.imports.ordinary import Ordinary
from outreach.domain.imports.origin import Origin
from outreach.domain.people import ContactPoint, fold_name
from outreach.ids import new_ids
from outreach.store import bars, house, points, registries
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.tables import bar, person, point
from policies.channel import Channel
from policies.facts import NumberKind, PointState, Registry

_SECRET_BYTES = 16
_PERSON_DIFFERS = (
    *("id", "name", "folded", "secret_key", "organisation_id"),
    *("country", "region", "zone", "language"),
)
_PEOPLE_ALIKE = (
    *("source", "source_at", "created_at", "call_name", "kind", "kind_source", "owner_id"),
    *("notes", "identity_unclear_because", "version", "import_id"),
)
_POINT_DIFFERS = ("id", "person_id", "channel", "address", "folded", "rank", "kind", "registry")
_POINTS_ALIKE = ("source", "source_at", "state", "version", "import_id")
_ADD_PEOPLE = Prepared(insert(person), [*_PERSON_DIFFERS, *_PEOPLE_ALIKE])
_ADD_POINTS = Prepared(insert(point), [*_POINT_DIFFERS, *_POINTS_ALIKE])
_EMAIL, _PHONE, _SMS = Channel.EMAIL.value, Channel.PHONE.value, Channel.SMS.value
_CLEAR, _UNKNOWN = Registry.CLEAR.value, Registry.UNKNOWN.value
_LANDLINE = NumberKind.LANDLINE.value
_OF_ANOTHER_RUN = person.c.import_id.is_distinct_from(bindparam("run"))
_REACHED = PreparedAmong(
    lambda folded: (
        select(point.c.folded)
        .join(person, person.c.id == point.c.person_id)
        .where(point.c.folded.in_(folded), _OF_ANOTHER_RUN)
    )
)
_CALLED = PreparedAmong(
    lambda folded: select(person.c.folded).where(
        person.c.folded.in_(folded), person.c.organisation_id.is_not(None), _OF_ANOTHER_RUN
    )
)
_BARRED = PreparedAmong(
    lambda hashes: select(bar.c.suppressed_hash).where(bar.c.suppressed_hash.in_(hashes))
)
_ANY_BAR = Prepared(select(bar.c.id).where(bar.c.suppressed_hash.is_not(None)).limit(1))


def may_be_known(conn: Connection, rows: Sequence[Ordinary], run_id: str) -> set[int]:
    """Return which of these rows (nth) may be about somebody known before this import, or barred.

    Whoever is left out of it is a stranger for certain.
    """
    reached = [folded for one in rows for folded in _addresses(one)]
    called = [fold_name(one.name) for one in rows if one.organisation]
    met = {folded for (folded,) in _REACHED.read(conn, reached, run=run_id)}
    met.update(_barred(conn, rows))
    namesakes = {folded for (folded,) in _CALLED.read(conn, called, run=run_id)}
    if not (met or namesakes):
        return set()
    return {
        one.nth
        for one in rows
        if not met.isdisjoint(_addresses(one))
        or (one.organisation and fold_name(one.name) in namesakes)
    }


def _barred(conn: Connection, rows: Sequence[Ordinary]) -> Iterator[str]:
    """Yield the addresses, folded, that somebody barred before we knew whose they are."""
    if _ANY_BAR.read(conn, {}):
        pairs = (pair for one in rows for pair in _pairs(one))
        hashes = bars.digests_of(house.get(conn).installation_key, pairs)
        for (barred,) in _BARRED.read(conn, list(hashes)):
            yield hashes[barred]


def _pairs(one: Ordinary) -> Iterator[tuple[str, str]]:
    """Yield their addresses and numbers, each as it is written and folded."""
    if one.email:
        yield one.email, one.email_folded
    for written, _, _ in one.numbers:
        yield written, written


def _addresses(one: Ordinary) -> list[str]:
    numbers = [written for written, _, _ in one.numbers]
    return [one.email_folded, *numbers] if one.email else numbers


def add(
    conn: Connection,
    rows: Sequence[Ordinary],
    origin: Origin,
    run_id: str,
    organisations: Mapping[str, str],
) -> int:
    """Keep the people of these rows, a person each; return how many points they have.

    `organisations` has ids by name.
    """
    ids = new_ids("p", len(rows))
    secrets = os.urandom(_SECRET_BYTES * len(rows))
    _ADD_PEOPLE.alike(
        conn,
        _said_of_all(origin, run_id),
        [
            (
                *(person_id, one.name, fold_name(one.name)),
                secrets[nth * _SECRET_BYTES : (nth + 1) * _SECRET_BYTES],
                organisations[one.organisation] if one.organisation else None,
                *(one.country, one.region, one.zone, one.language),
            )
            for nth, (person_id, one) in enumerate(zip(ids, rows, strict=True))
        ],
    )
    reached = [
        values
        for person_id, one in zip(ids, rows, strict=True)
        for values in _points(person_id, one)
    ]
    named = zip(new_ids("c", len(reached)), reached, strict=True)
    _add_points(conn, [(point_id, *values) for point_id, values in named], origin, run_id)
    return len(reached)


def _said_of_all(origin: Origin, run_id: str) -> dict[str, Any]:
    return {
        "source": origin.source,
        "source_at": origin.at,
        "created_at": origin.at,
        "call_name": "",
        "kind": origin.kind.value if origin.kind else None,
        "kind_source": origin.source if origin.kind else "",
        "owner_id": origin.owner_id,
        "notes": "",
        "identity_unclear_because": "",
        "version": 0,
        "import_id": run_id,
    }


def how_many_points(rows: Iterable[Ordinary]) -> int:
    """Return how many points the people of these rows would have."""
    return sum(1 for one in rows for _ in _points("", one))


def _points(person_id: str, one: Ordinary) -> list[tuple[Any, ...]]:
    """Return a person's points without their ids; no texts to a landline."""
    found: list[tuple[Any, ...]] = []
    if one.email:
        found.append((person_id, _EMAIL, one.email, one.email_folded, 0, None, _CLEAR))
    texts = 0
    for rank, (written, rings, _) in enumerate(one.numbers):
        kind = rings or None
        found.append((person_id, _PHONE, written, written, rank, kind, _UNKNOWN))
        if rings != _LANDLINE:
            found.append((person_id, _SMS, written, written, texts, kind, _UNKNOWN))
            texts += 1
    return found


def _add_points(
    conn: Connection, rows: Sequence[tuple[Any, ...]], origin: Origin, run_id: str
) -> None:
    if registries.copies(conn):
        points.add_many(conn, [_point(row, origin) for row in rows], import_id=run_id)
        return
    same = {
        "source": origin.source,
        "source_at": origin.at,
        "state": PointState.OK.value,
        "version": 0,
        "import_id": run_id,
    }
    _ADD_POINTS.alike(conn, same, rows)


def _point(row: tuple[Any, ...], origin: Origin) -> ContactPoint:
    """Return a point that is looked up in our copies of the registries before it is kept."""
    point_id, person_id, channel, address, folded, rank, kind, registry = row
    return ContactPoint(
        id=point_id,
        person_id=person_id,
        channel=Channel(channel),
        address=address,
        folded=folded,
        source=origin.source,
        source_at=origin.at,
        rank=rank,
        kind=NumberKind(kind) if kind else None,
        registry=Registry(registry),
    )
