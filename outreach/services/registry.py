"""Take in a copy of a national registry, and look our numbers up in it.

The new copy is written beside the old one, stretch by stretch, so that no write is long; it is used
from one moment to the next, and only then is the old one forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.registries import number_on
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.store import house, ledger, registries
from outreach.store.ledger import Entry
from outreach.store.pieces import pieces
from outreach.store.registries import CopyRow
from outreach.store.unit import Priority, Store

_BULK = Priority.BULK
_AT_ONCE = 200
"""A write lasts 5 ms at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose registry, from what day, and which numbers were asked about (none: all of them)."""

    country: str
    on: date
    covers: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many of our numbers the copy was asked about, and how many of those it lists."""

    copy: CopyRow
    looked_up: int
    listed: int


def import_copy(store: Store, clock: Clock, lines: Iterable[str], wanted: Wanted) -> Imported:
    """Use this copy from now on. Raises `InputError`, and changes nothing, for what is no copy."""
    now = clock.now()
    on = datetime.combine(wanted.on, time(), UTC)
    _refuse_wrong_days(store, wanted, on, now)
    edition = new_id("n")
    try:
        count = _keep(store, edition, _numbers(lines, wanted.country))
        _refuse_empty(count)
    except BaseException:
        _forget(store, edition)
        raise
    copy = CopyRow(wanted.country, edition, on, count, now, wanted.by, wanted.covers)
    before = store.write(lambda conn: _use(conn, copy))
    imported = _look_up(store, copy)
    if before is not None:
        _forget(store, before)
    return imported


def _refuse_wrong_days(store: Store, wanted: Wanted, on: datetime, now: datetime) -> None:
    if on > now:
        msg = f"a copy cannot be of `{wanted.on}`: that day is still to come"
        raise InputError(msg)
    have = {one.country: one for one in store.read(registries.copies)}.get(wanted.country)
    if have is not None and have.copied_on > on:
        msg = f"we have a copy of {wanted.country} of {have.copied_on:%Y-%m-%d}, which is newer"
        raise InputError(msg)


def _refuse_empty(count: int) -> None:
    """Refuse a copy without numbers: it is a mistake, and it would open every number to calls."""
    if not count:
        msg = "there is no number in this copy; that cannot be the whole registry"
        raise InputError(msg)


def _numbers(lines: Iterable[str], country: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        found = number_on(line, number, country)
        if found is not None:
            yield found


def _keep(store: Store, edition: str, numbers: Iterator[str]) -> int:
    """Write the numbers' digests down; return how many there are."""
    key = store.read(house.get).installation_key
    for some in pieces(numbers, _AT_ONCE):
        digests = [registries.digest(key, one) for one in some]
        store.write(partial(registries.add_listings, edition=edition, digests=digests), _BULK)
    return store.read(partial(registries.count, edition=edition))


def _use(conn: Connection, copy: CopyRow) -> str | None:
    before = registries.use(conn, copy)
    day = copy.copied_on.date().isoformat()
    body = {"on": day, "count": copy.count, "covers": list(copy.covers), "by": copy.by}
    ledger.add(conn, Entry(copy.imported_at, "registry imported", copy.country, body))
    return before


def _look_up(store: Store, copy: CopyRow) -> Imported:
    numbers: set[str] = set()
    listed: set[str] = set()
    after = ""
    while looked := store.write(
        partial(registries.look_up, copy=copy, after=after, limit=_AT_ONCE), _BULK
    ):
        numbers |= looked.numbers
        listed |= looked.listed
        after = looked.until
    return Imported(copy, len(numbers), len(listed))


def _forget(store: Store, edition: str) -> None:
    while store.write(partial(registries.forget, edition=edition, limit=_AT_ONCE), _BULK):
        pass
