"""Brings people in from a file, in batches that each hold the writer for a few milliseconds.

The file is read to its end first, and it is settled which rows are one person, before anything is
written. After a crash the same file may simply be imported again: whoever is there already is
recognised, and nobody, no address and no promise is added twice; words that refuse are kept once
for each list that says them, so that taking one back leaves the other's. An import never touches
what people said, nor a mark against contact, nor the state of a point; what its cells say that they
said is added, and only tightens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.imports.columns import Column
from outreach.domain.imports.group import Group
from outreach.domain.imports.ordinary import Ordinary, OrdinaryReader
from outreach.domain.imports.origin import Origin
from outreach.domain.imports.reading import RowReader
from outreach.domain.imports.row import Rejected
from outreach.domain.one_line import ONE_LINE
from outreach.domain.people import Member, fold_name
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.import_people.brought import Brought, Taken
from outreach.services.import_people.card import is_card, open_cards
from outreach.services.import_people.left_out import refusals_in
from outreach.services.import_people.matching import Arrived, Batch
from outreach.services.import_people.portion import Portion, portions
from outreach.services.import_people.sheet import Asked, Sheet, open_sheet
from outreach.services.import_people.staging import Staged
from outreach.services.import_people.wishes import Handed, Hears, wishes_of
from outreach.store import consents, importing, ledger, people, points, refused, strangers
from outreach.store.ledger import Entry
from outreach.store.refused import Source
from outreach.store.unit import Priority, Store
from policies.channel import Kind

_TOGETHER = 2
"""Portions a write at the most."""
Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""


@dataclass(frozen=True, slots=True)
class Import:
    """What to bring in, and on whose word. `home` reads numbers without a country (ISO 3166-1).

    `headings` says what some columns hold, `encoding` how the file was saved, where it cannot be
    told.
    """

    path: Path
    source: str
    by: Member
    kind: Kind | None = None
    home: str | None = None
    dry: bool = False
    headings: Mapping[str, Column] = field(default_factory=dict)
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Listens:
    """Who is told what happens, row by row: of every row that is left out, and of every person.

    `on_person` gets the person's rows, what they say, and the id of whom we knew them as.
    """

    progress: Progress = lambda done, total: None
    on_rejected: Callable[[int, Rejected], None] = lambda nth, rejected: None
    on_person: Callable[[Arrived, str | None], None] | None = None


NOBODY = Listens()
"""Who wants to hear nothing until the end."""


def open_file(wanted: Import) -> Sheet:
    """Read a file of people to its end; raise `InputError` where it cannot be read as a whole."""
    source = wanted.source.strip()
    if not source or ONE_LINE.search(source):
        msg = "say in a few words where these people come from, such as `Expo 2026`"
        raise InputError(msg)
    if is_card(wanted.path):
        return open_cards(wanted.path, wanted.encoding)
    return open_sheet(wanted.path, Asked(wanted.encoding, wanted.headings))


def import_people(
    store: Store,
    clock: Clock,
    wanted: Import,
    hears: Hears,
    sheet: Sheet | None = None,
    listens: Listens = NOBODY,
) -> Brought:
    """Bring the people of a file in, or in a dry run say what it would come to.

    Raise `InputError` where the file, unless it was opened before, cannot be read as a whole.
    """
    sheet = sheet or open_file(wanted)
    origin = Origin(wanted.source.strip(), clock.now(), wanted.kind, wanted.by.id or None)
    brought = Brought(id="" if wanted.dry else new_id("i"))
    if not wanted.dry:
        store.write(lambda conn: importing.begin(conn, _run(brought.id, origin, wanted)))
    with closing(Staged(sheet.rows)) as staged:
        for nth, rejected in _stage(sheet, staged, origin, wanted.home, listens, brought):
            brought.reject(rejected)
            brought.refusals += _obeyed(store, origin, wanted, brought.id, hears, rejected)
            listens.on_rejected(nth, rejected)
        done = brought.rejections
        for portion, taken in _all_taken(
            store, origin, wanted, brought.id, hears, portions(_arriving(staged, hears, origin))
        ):
            brought.count(taken)
            for nth, one in taken.batch.rejected:
                brought.reject(one)
                brought.refusals += _obeyed(store, origin, wanted, brought.id, hears, one)
                listens.on_rejected(nth, one)
            if listens.on_person is not None:
                taken.tell(listens.on_person)
            done += portion.rows
            listens.progress(sheet.rows + done, 2 * sheet.rows)
    if not wanted.dry:
        store.write(lambda conn: _record(conn, origin, wanted, brought))
    return brought


def _stage(
    sheet: Sheet,
    staged: Staged,
    origin: Origin,
    home: str | None,
    listens: Listens,
    brought: Brought,
) -> Iterator[tuple[int, Rejected]]:
    """Lay out every row that can be read; yield the others."""
    reader = RowReader(sheet.mapped, origin.at, home)
    ordinary = OrdinaryReader(sheet.mapped, home)
    for row in sheet:
        brought.rows += 1
        plain = ordinary.read(row.cells, row.line, row.nth)
        if plain is not None:
            staged.lay(plain)
        elif isinstance(read := reader.read(row.cells, row.line), Rejected):
            yield row.nth, read
        else:
            staged.add(row.nth, read)
        if not brought.rows % 1_000:
            listens.progress(brought.rows, 2 * sheet.rows)


def _arriving(staged: Staged, hears: Hears, origin: Origin) -> Iterator[Ordinary | Arrived]:
    for one in staged.people():
        if isinstance(one, Ordinary):
            yield one
        else:
            group = Group(tuple(one))
            yield Arrived(group, tuple(wishes_of(group, hears, origin.at)))


def _all_taken(
    store: Store,
    origin: Origin,
    wanted: Import,
    run_id: str,
    hears: Hears,
    found: Iterator[Portion],
) -> Iterator[tuple[Portion, Taken]]:
    """Match and write everybody, several portions a write; yield what each came to.

    A write ends with the portion during which somebody else began to wait for it. Matched and
    written in one transaction, two imports cannot miss each other.
    """

    def work(conn: Connection) -> list[Taken]:
        done: list[Taken] = []
        for portion in waiting:
            done.append(_taken(conn, origin, wanted, run_id, hears, portion))
            if store.is_wanted(conn):
                break
        return done

    waiting = list(islice(found, _TOGETHER))
    while waiting:
        if wanted.dry:
            done = [store.read(partial(_would, origin=origin, run_id=run_id, portion=waiting[0]))]
        else:
            done = store.write(work, Priority.BULK)
        yield from zip(waiting, done, strict=False)
        waiting = [*waiting[len(done) :], *islice(found, len(done))]


def _taken(
    conn: Connection,
    origin: Origin,
    wanted: Import,
    run_id: str,
    hears: Hears,
    portion: Portion,
) -> Taken:
    """Match and write some people."""
    some = portion.apart(conn, run_id)
    there = importing.named_organisations(conn, some.organisations)
    batch = _matched(conn, origin, run_id, some.arrived, there.ids)
    working = [there.ids[one] for one in some.organisations_of_strangers]
    there.keep(conn, [*batch.works_at, *working])
    points = strangers.add(conn, some.ordinary, origin, run_id, there.ids)
    if some.arrived:
        _write(conn, batch, origin, wanted, run_id, hears)
    return Taken(batch, some.ordinary, points)


def _would(conn: Connection, origin: Origin, run_id: str, portion: Portion) -> Taken:
    """Return what a portion would come to."""
    some = portion.apart(conn, run_id)
    batch = _matched(conn, origin, run_id, some.arrived, {})
    return Taken(batch, some.ordinary, strangers.how_many_points(some.ordinary))


def _write(
    conn: Connection, batch: Batch, origin: Origin, wanted: Import, run_id: str, hears: Hears
) -> None:
    people.add_many(conn, batch.people, import_id=run_id)
    points.add_many(conn, batch.points, import_id=run_id)
    for change in batch.changes.values():
        if change.after:
            people.change(conn, change.person_id, change.after)
    importing.changed(conn, run_id, batch.changes.values())
    for words in batch.wordings.values():
        consents.keep_wording(conn, words, origin.at)
    for basis in batch.bases:
        consents.add(conn, basis)
    for kept in batch.said:
        hears.keep(conn, Handed(kept.id, kept.person, kept.wish.reading, wanted.by, origin.at))
    importing.mark(conn, run_id, [one.id for one in batch.bases], [s.id for s in batch.said])


def _obeyed(
    store: Store, origin: Origin, wanted: Import, run_id: str, hears: Hears, left_out: Rejected
) -> int:
    """Keep what a row that is left out refuses; return how many addresses that is."""
    found = refusals_in(left_out, hears, origin.at)
    if found and not wanted.dry:
        told = f"{origin.source}, `{wanted.path.name}`"
        source = Source(told, wanted.by.name, origin.at, run_id)
        store.write(lambda conn: [refused.keep(conn, one, source) for one in found], Priority.STOP)
    return len(found)


def _matched(
    conn: Connection,
    origin: Origin,
    run_id: str,
    some: list[Arrived],
    organisations: Mapping[str, str],
) -> Batch:
    """Return what people come to who are looked at one by one."""
    groups = [one.group for one in some]
    pairs = [(one.address, one.folded) for group in groups for _, one in group.addresses]
    named = {fold_name(one.name) for one in groups}
    known = importing.behind(conn, pairs, named, run_id) if some else importing.NOBODY
    batch = Batch(origin, known, organisations)
    for one in some:
        batch.take(one)
    return batch


def _run(run_id: str, origin: Origin, wanted: Import) -> importing.Run:
    return importing.Run(
        run_id, origin.source, wanted.path.name, origin.at, wanted.by.name, counted={}
    )


def _record(conn: Connection, origin: Origin, wanted: Import, brought: Brought) -> None:
    importing.finish(conn, brought.id, brought.figures())
    body = {"source": origin.source, "by": wanted.by.name, **brought.figures()}
    ledger.add(conn, Entry(origin.at, "people-imported", brought.id, body))
