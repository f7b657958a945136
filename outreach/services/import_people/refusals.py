"""Refusals that other systems knew of come in, and ours go out for others to obey.

A refusal binds whoever has the address now; of an address that nobody here has, a keyed hash is
kept, so that whoever gets it later is bound as well. Nothing is ever lifted by a list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.config.import_headers import header_words
from outreach.domain.imports.columns import headings_told
from outreach.domain.imports.how import How
from outreach.domain.imports.refused import (
    Listed,
    Refused,
    bare,
    listed,
    refusals,
    without_header,
)
from outreach.domain.imports.row import Rejected
from outreach.domain.people import Member
from outreach.domain.table_cells import cell
from outreach.services.import_people.sheet import Cells, FileError, open_table
from outreach.store import bars, ledger, refused
from outreach.store.ledger import Entry
from outreach.store.pieces import pieces
from outreach.store.refused import Source
from outreach.store.unit import Priority, Store

AT_ONCE = 25
"""Addresses a write: a stop that comes meanwhile must not wait."""
KEPT = 1_000
COLUMNS = ("address", "channel", "reason", "since")
HASHED = ("sha256", "channel", "reason", "since")


@dataclass(frozen=True, slots=True)
class Handed:
    """A list of refusals, and on whose word. `how` is what its addresses are where it says no more.

    `home` (ISO 3166-1) reads numbers without a country code.
    """

    path: Path
    source: str
    by: Member
    how: How = How.STOPPED
    home: str | None = None
    dry: bool = False
    encoding: str = ""


@dataclass(slots=True)
class Obeyed:
    """What a list of refusals came to. In a dry run `new` stays 0: nobody was asked."""

    rows: int = 0
    refused: int = 0
    new: int = 0
    by_how: dict[str, int] = field(default_factory=dict)
    rejections: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def reject(self, one: Rejected) -> None:
        """Count a row that cannot be read."""
        self.rejections += 1
        if len(self.rejected) < KEPT:
            self.rejected.append(one)


def take_refusals(store: Store, clock: Clock, handed: Handed) -> Obeyed:
    """Keep every refusal of a list; raise `InputError` where it cannot be read as a whole."""
    obeyed = Obeyed()
    found = list(_read(handed, obeyed))
    if handed.dry:
        return obeyed
    source = Source(handed.source.strip(), handed.by.name, clock.now())
    shared = {one.digest for one in found if one.digest}
    if shared:
        found += store.read(lambda conn: list(refused.having(conn, shared)))
    for some in pieces(found, AT_ONCE):
        obeyed.new += store.write(partial(_keep, some=some, source=source), Priority.STOP)
    body = {"source": source.told, "rows": obeyed.rows, **obeyed.by_how, "new": obeyed.new}
    entry = Entry(source.at, "refusals-imported", handed.by.id, body)
    store.write(lambda conn: ledger.add(conn, entry))
    return obeyed


def _keep(conn: Connection, some: Iterable[Refused], source: Source) -> int:
    """Let some refusals bind; return how many were new to us."""
    return sum(refused.keep(conn, one, source) for one in some)


def _read(handed: Handed, obeyed: Obeyed) -> Iterator[Refused]:
    words = header_words()
    rows = open_table(handed.path, handed.encoding).records()
    of, first = _columns(handed, rows)
    for row in [*first, *rows] if first else rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        obeyed.rows += 1
        told, unread = refusals(row.cells, row.line, of, words)
        if unread is not None:
            obeyed.reject(unread)
        for one in told:
            obeyed.refused += 1
            obeyed.by_how[one.how.value] = obeyed.by_how.get(one.how.value, 0) + 1
            yield one


def _columns(handed: Handed, rows: Iterator[Cells]) -> tuple[Listed, list[Cells]]:
    """Return what the columns hold, and the first row where it is no header."""
    first = next(rows, None)
    if first is None:
        msg = f"`{handed.path}` is empty"
        raise FileError(msg)
    if bare(first.cells):
        return without_header(first.cells, handed.how, handed.home), [first]
    found = listed(first.cells, header_words(), handed.how, handed.home)
    if found is None:
        there = headings_told(first.cells, header_words())
        msg = f"`{handed.path}`: no column holds an address, a number or a digest: {there}"
        raise FileError(msg)
    return found, []


@dataclass(frozen=True, slots=True)
class Given:
    """How many refusals were written, and of how many addresses only a keyed hash is left.

    These bind here, and nobody else can be told of them.
    """

    written: int
    untold: int


def give_refusals(store: Store, file: TextIO, *, hashed: bool) -> Given:
    """Write every refusal that stands as CSV; return how many.

    Hashed, an address is told as the SHA-256 of its folded form: whoever has it knows it again, and
    nobody else learns it. Reasons quote people's words and are then left out.
    """
    rows = csv.writer(file)
    rows.writerow(HASHED if hashed else COLUMNS)

    def work(conn: Connection) -> Given:
        told: dict[str, str] = {}
        count = 0
        for one in refused.known(conn):
            digest = bars.shared_digest(one.folded).removeprefix("sha256:")
            since = one.since.date().isoformat() if one.since else ""
            whom, why = (digest, "") if hashed else (one.address, cell(one.because))
            rows.writerow((whom, one.channel, why, since))
            told[digest] = one.folded
            count += 1
        others = set(refused.digests(conn)) - set(told) if hashed else set()
        rows.writerows((digest, "", "", "") for digest in sorted(others))
        return Given(count + len(others), refused.untold(conn, told.values()))

    return store.read(work)
