"""What an import must know of a batch of people, in a fixed number of queries; and its record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from outreach.domain.bases import Basis
from outreach.domain.imports.names import organisation_key
from outreach.domain.people import ContactPoint, Organisation, Person, fold_name
from outreach.errors import NotFoundError
from outreach.ids import new_id
from outreach.store import bars, consents, house, people, points, statements
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.shapes import Shape
from outreach.store.tables import (
    bar,
    consent,
    organisation,
    people_import,
    people_import_change,
    person,
    statement,
)
from policies.statement import Statement


@dataclass(frozen=True, slots=True)
class Run:
    """One import. `counted` says what it came to, and nothing until it has ended.

    It is taken back at most once.
    """

    id: str
    source: str
    file: str
    at: datetime
    by: str
    counted: Mapping[str, int]
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def ended(self) -> bool:
        """Return whether it came to its end: else it was cut off, or is still running."""
        return bool(self.counted)


@dataclass(frozen=True, slots=True)
class Change:
    """What an import filled in of somebody we knew: columns as they were and as they became."""

    person_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Whom we know behind a batch of addresses and names.

    `at` holds points by address, `of` all points by person, `called` people by folded name, `where`
    the organisations they are at by id; `spelt` the spellings of addresses by their folded form, of
    those too whom the import itself brought; `suppressed` holds, by folded address, why nobody may
    bring it back: they were erased, or refused us before we knew them.
    """

    at: dict[str, list[ContactPoint]]
    of: dict[str, list[ContactPoint]]
    people: dict[str, Person]
    called: dict[str, list[str]]
    where: dict[str, Organisation]
    spelt: dict[str, set[str]]
    bases: dict[str, list[Basis]]
    said: dict[str, list[Statement]]
    suppressed: Mapping[str, str]


NOBODY = Known({}, {}, {}, {}, {}, {}, {}, {}, {})
"""What is known behind no address and no name."""
_RUN: Shape[Run] = Shape(Run, people_import, empty={"counted": {}})


def behind(
    conn: Connection, addresses: Iterable[tuple[str, str]], names: Iterable[str], run_id: str
) -> Known:
    """Return whom we knew before an import behind (address, folded) pairs and folded names."""
    pairs = sorted(set(addresses))
    wanted = {address for address, _ in pairs}
    folded = sorted({fold for _, fold in pairs})
    at: dict[str, list[ContactPoint]] = {}
    spelt: dict[str, set[str]] = {}
    for one in points.folding_to(conn, folded):
        if one.through_id is not None:
            continue
        spelt.setdefault(one.folded, set()).add(one.address)
        if one.address in wanted:
            at.setdefault(one.address, []).append(one)
    called = _called(conn, names)
    ids = {one.person_id for several in at.values() for one in several}
    ids.update(one for several in called.values() for one in several)
    brought = _brought(conn, ids, run_id)
    known = people.get_many(conn, sorted(ids - brought))
    return Known(
        at=_only(at, known),
        of=dict(points.of_many(conn, sorted(known))),
        people=known,
        called={name: [one for one in ids if one in known] for name, ids in called.items()},
        where=people.organisations(conn, {one.organisation_id or "" for one in known.values()}),
        spelt=spelt,
        bases=dict(consents.of_many(conn, sorted(known))),
        said=dict(statements.of_many(conn, sorted(known))),
        suppressed=_suppressed(conn, pairs),
    )


def _only(
    at: Mapping[str, list[ContactPoint]], known: Mapping[str, Person]
) -> dict[str, list[ContactPoint]]:
    return {
        address: [one for one in several if one.person_id in known]
        for address, several in at.items()
    }


def _called(conn: Connection, names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for folded, person_id in _CALLED.found(conn, sorted(set(names))):
        found.setdefault(folded, []).append(person_id)
    return found


_CALLED = PreparedAmong(
    lambda folded: (
        select(person.c.folded, person.c.id)
        .where(person.c.folded.in_(folded))
        .order_by(person.c.id)
    )
)
_NAMED = PreparedAmong(
    lambda folded: select(organisation.c.folded, organisation.c.id).where(
        organisation.c.folded.in_(folded)
    )
)
_KEEP = Prepared(insert(organisation), ["id", "name", "folded", "alike"])


def _brought(conn: Connection, ids: Iterable[str], run_id: str) -> set[str]:
    """Return those whom this very import brought: which of its rows are one person is settled."""
    return {one for (one,) in _OF_RUN.read(conn, sorted(ids), run=run_id)} if run_id else set()


_OF_RUN = PreparedAmong(
    lambda ids: select(person.c.id).where(
        person.c.id.in_(ids), person.c.import_id == bindparam("run")
    )
)


def _suppressed(conn: Connection, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return why, by folded address; what a list said in a row left out bars nobody's coming."""
    hashes = bars.digests_of(house.get(conn).installation_key, pairs)
    return {hashes[digest]: because for digest, because in _FOR_GOOD.read(conn, list(hashes))}


_FOR_GOOD = PreparedAmong(
    lambda hashes: (
        select(bar.c.suppressed_hash, bar.c.because)
        .where(bar.c.suppressed_hash.in_(hashes), bar.c.import_id.is_(None))
        .order_by(bar.c.since.desc())
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """The ids of organisations by name as it is written; `new` are not kept yet."""

    ids: Mapping[str, str]
    new: Mapping[str, Organisation]

    def keep(self, conn: Connection, used: Iterable[str | None]) -> None:
        """Keep those of the new ones that are used (ids)."""
        rows = [self.new[one] for one in dict.fromkeys(used) if one and one in self.new]
        values = [
            {
                "id": one.id,
                "name": one.name,
                "folded": one.folded,
                "alike": organisation_key(one.name),
            }
            for one in rows
        ]
        _KEEP.many(conn, values)


def organisations_named(conn: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return the ids of these organisations by folded name, made where they are new."""
    named = named_organisations(conn, names)
    named.keep(conn, named.new)
    return {fold_name(name): one for name, one in named.ids.items()}


def named_organisations(conn: Connection, names: Iterable[str]) -> Named:
    """Return these organisations; the new ones are made and not kept yet."""
    folds = {name: fold_name(name) for name in names}
    found: dict[str, str] = dict(_NAMED.read(conn, sorted(set(folds.values()) - {""})))
    new: dict[str, Organisation] = {}
    for name, folded in folds.items():
        if folded and folded not in found:
            one = Organisation(new_id("o"), name.strip(), folded)
            new[one.id] = one
            found[folded] = one.id
    return Named({name: found[folded] for name, folded in folds.items() if folded}, new)


def begin(conn: Connection, run: Run) -> None:
    """Keep that an import began: whatever it brings bears its id."""
    conn.execute(insert(people_import), _RUN.row(run))


def finish(conn: Connection, run_id: str, counted: Mapping[str, int]) -> None:
    """Keep what an import came to."""
    query = update(people_import).where(people_import.c.id == run_id)
    conn.execute(query.values(counted=dict(counted)))


def changed(conn: Connection, run_id: str, changes: Iterable[Change]) -> None:
    """Keep what an import filled in of people whom we knew."""
    rows = [
        {
            "import_id": run_id,
            "person_id": one.person_id,
            "before": dict(one.before),
            "after": dict(one.after),
        }
        for one in changes
    ]
    if rows:
        conn.execute(insert(people_import_change), rows)


def mark(conn: Connection, run_id: str, bases: Sequence[str], said: Sequence[str]) -> None:
    """Keep that an import brought these bases and statements (ids)."""
    for table, ids in ((consent, bases), (statement, said)):
        if ids:
            conn.execute(update(table).where(table.c.id.in_(ids)).values(import_id=run_id))


def run(conn: Connection, run_id: str) -> Run:
    """Return one import; raise `NotFoundError`."""
    found = _RUN.one(conn, select(people_import).where(people_import.c.id == run_id))
    if found is None:
        raise NotFoundError("import", run_id)
    return found


def came_in(conn: Connection, run_id: str) -> int:
    """Return how many people an import has brought so far."""
    query = select(func.count()).select_from(person).where(person.c.import_id == run_id)
    return conn.scalar(query) or 0


def runs(conn: Connection, limit: int = 20) -> list[Run]:
    """Return the last imports, the newest first."""
    query = select(people_import).order_by(people_import.c.at.desc(), people_import.c.id.desc())
    return _RUN.all(conn, query.limit(limit))
