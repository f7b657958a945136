"""Brings people in from a file, in batches that each hold the writer for a few milliseconds.

The file is read to its end first, so that a broken one changes nothing. After a crash the same file
may simply be imported again: whoever is there already is recognised, and nothing is added twice.
An import never touches what people said, nor a mark against contact, nor the state of a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.imports import ONE_LINE, Rejected, Row, read_row
from outreach.domain.people import Member
from outreach.errors import InputError
from outreach.services.import_people.csv_file import CsvFile, open_csv
from outreach.services.import_people.matching import Batch, Origin
from outreach.store import consents, importing, ledger, people, points
from outreach.store.importing import Known
from outreach.store.ledger import Entry
from outreach.store.unit import Priority, Store
from policies.channel import Kind

AT_ONCE = 25
"""Rows a write: a stop that comes meanwhile must not wait for more than a few milliseconds."""
KEPT = 1_000
"""Rejected rows and remarks that are kept to be shown; all are counted."""

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""


@dataclass(frozen=True, slots=True)
class Import:
    """What to bring in, and on whose word. `home` reads numbers without a country (ISO 3166-1)."""

    path: Path
    source: str
    by: Member
    kind: Kind | None = None
    home: str | None = None
    dry: bool = False


@dataclass(slots=True)
class Brought:
    """What an import came to. In a dry run: what it would have come to."""

    rows: int = 0
    new: int = 0
    same: int = 0
    points: int = 0
    bases: int = 0
    rejections: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def count(self, batch: Batch, rows: int) -> None:
        """Add what a batch came to."""
        self.rows += rows
        self.new += len(batch.people)
        self.same += batch.same
        self.points += len(batch.points)
        self.bases += len(batch.bases)
        self.rejections += len(batch.rejected)
        self.rejected += batch.rejected[: KEPT - len(self.rejected)]
        self.remarks += batch.remarks[: KEPT - len(self.remarks)]


def import_people(
    store: Store,
    clock: Clock,
    wanted: Import,
    progress: Progress = lambda done, total: None,
    on_rejected: Callable[[Rejected], None] = lambda rejected: None,
) -> Brought:
    """Bring the people of a file in; raise `InputError` where the file cannot be read as a whole.

    `on_rejected` is called with every row that is left out, kept or not.
    """
    source = wanted.source.strip()
    if not source or ONE_LINE.search(source):
        msg = "say in a few words where these people come from, such as `Expo 2026`"
        raise InputError(msg)
    file = open_csv(wanted.path)
    origin = Origin(source, clock.now(), wanted.kind, wanted.by.id or None)
    brought = Brought()
    met = Known({}, {}, {}, {}, frozenset())
    for rows, rejected in _batches(file, origin, wanted.home):
        batch = _tried(store, origin, rows, met) if wanted.dry else _written(store, origin, rows)
        batch.rejected[:0] = rejected
        brought.count(batch, len(rows) + len(rejected))
        for one in batch.rejected:
            on_rejected(one)
        progress(brought.rows, file.rows)
    if not wanted.dry:
        store.write(lambda conn: _record(conn, origin, wanted, brought))
    return brought


def _batches(
    file: CsvFile, origin: Origin, home: str | None
) -> Iterator[tuple[list[Row], list[Rejected]]]:
    cells = iter(file)
    while some := list(islice(cells, AT_ONCE)):
        read = [read_row(file.columns, one.cells, one.number, origin.at, home) for one in some]
        rows = [one for one in read if isinstance(one, Row)]
        yield rows, [one for one in read if isinstance(one, Rejected)]


def _addresses(rows: Sequence[Row]) -> list[tuple[str, str]]:
    return [(one.address, one.folded) for row in rows for _, one in row.addresses]


def _written(store: Store, origin: Origin, rows: Sequence[Row]) -> Batch:
    """Match and write one batch in one transaction, so that two imports cannot miss each other."""

    def work(conn: Connection) -> Batch:
        known = importing.behind(conn, _addresses(rows))
        named = [row.organisation for row in rows]
        batch = Batch(origin, known, importing.organisations_named(conn, named))
        for row in rows:
            batch.take(row)
        people.add_many(conn, batch.people)
        points.add_many(conn, batch.points)
        for person_id, values in sorted(batch.changes.items()):
            people.change(conn, person_id, values)
        for words in batch.wordings.values():
            consents.keep_wording(conn, words, origin.at)
        for basis in batch.bases:
            consents.add(conn, basis)
        return batch

    return store.write(work, Priority.BULK)


def _tried(store: Store, origin: Origin, rows: Sequence[Row], met: Known) -> Batch:
    """Match one batch against the house and the batches before it, and write nothing."""
    addresses = _addresses(rows)
    known = store.read(lambda conn: importing.behind(conn, addresses))
    for point in [one for address, _ in set(addresses) for one in met.at.get(address, ())]:
        known.at.setdefault(point.address, []).append(point)
        known.of.setdefault(point.person_id, []).append(point)
        known.people[point.person_id] = met.people[point.person_id]
    batch = Batch(origin, known)
    for row in rows:
        batch.take(row)
    for point in batch.points:
        met.at.setdefault(point.address, []).append(point)
        met.people[point.person_id] = known.people[point.person_id]
    return batch


def _record(conn: Connection, origin: Origin, wanted: Import, brought: Brought) -> None:
    body = {
        "source": origin.source,
        "by": wanted.by.name,
        "rows": brought.rows,
        "new": brought.new,
        "same": brought.same,
        "points": brought.points,
        "bases": brought.bases,
        "rejected": brought.rejections,
    }
    ledger.add(conn, Entry(origin.at, "people-imported", wanted.by.id or wanted.by.name, body))
