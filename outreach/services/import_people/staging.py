"""Rows laid out until it is known which are the same person, in a database that nobody keeps.

SQLite deletes it with its last connection, and pages what is large to the disk: a million rows need
no more memory than their numbers.
"""

from __future__ import annotations

import copyreg
import pickle
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import compress, groupby
from operator import attrgetter
from typing import Any

from outreach.domain.addresses import Address
from outreach.domain.imports.ordinary import Ordinary, ordinary_keys
from outreach.domain.imports.row import Fault, Given, Noted, Row
from outreach.domain.imports.same import (
    KeyKind,
    apart_by_name,
    apart_by_number,
    keys_of,
    looked_at,
)
from outreach.services.import_people.blocks import Blocks
from outreach.services.import_people.seen import Seen

_PAGES = "pragma cache_size = -8000"
_TABLES = """
    create table row (nth integer primary key, held blob not null);
    create table shared (kind text not null, value text not null, nth integer not null);
"""
_AT_ONCE = 1_000
_MOST_ALIKE = 10_000
"""Rows that share a key, beyond which it is nobody's own."""


def _by_position(kind: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    """Return how one of these is taken apart: less than half of what a dataclass does by itself."""
    values = attrgetter(*[field.name for field in fields(kind)])
    return lambda one: (kind, values(one))


for _kind in (Address, Fault, Given, Noted, Row):
    copyreg.pickle(_kind, _by_position(_kind))


class Staged:
    """The rows of one file, of which there may be `rows`. `nth` counts rows of data from 1.

    Ordinary rows lie in a file of their own; those that share a key with any other row, or a
    mailbox in another spelling, are brought to the careful ones, which alone are compared with each
    other.
    """

    def __init__(self, rows: int) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("pragma journal_mode = off")
        self._rows.execute("pragma synchronous = off")
        self._rows.execute(_PAGES)
        self._rows.executescript(_TABLES)
        self._rows.execute("begin")
        self._held: list[tuple[int, bytes]] = []
        self._keys: list[tuple[str, str, int]] = []
        self._seen = Seen(rows)
        self._ordinary = Blocks()
        self._last = 0

    def close(self) -> None:
        """Forget everything."""
        self._rows.close()
        self._ordinary.close()

    def lay(self, one: Ordinary) -> None:
        """Lay out an ordinary row."""
        keys = [hash(key) for key in ordinary_keys(one)]
        self._seen.note(keys)
        self._ordinary.put(one, keys)

    def add(self, nth: int, row: Row) -> None:
        """Lay out any other row."""
        self._seen.note([hash(key) for key in looked_at(row)])
        self._compare(nth, row)

    def _compare(self, nth: int, row: Row) -> None:
        """Let a row be compared with others."""
        self._held.append((nth, pickle.dumps(row, pickle.HIGHEST_PROTOCOL)))
        self._keys.extend((key.kind.value, key.value, nth) for key in keys_of(row))
        self._last = max(self._last, nth)
        if len(self._held) >= _AT_ONCE:
            self._put()

    def _put(self) -> None:
        self._rows.executemany("insert into row values (?, ?)", self._held)
        self._rows.executemany("insert into shared values (?, ?, ?)", self._keys)
        self._held.clear()
        self._keys.clear()

    def people(self) -> Iterator[Ordinary | list[tuple[int, Row]]]:
        """Yield ordinary rows of people who stand there once, and others' rows person by person.

        They come in the order of their first rows; each row comes once.
        """
        alone = bytearray(b"\1" * self._ordinary.count)
        for place, one in self._ordinary.those(self._seen.any_twice):
            self._compare(one.nth, one.row)
            alone[place] = 0
        others = self._others()
        waiting = next(others, None)
        for one in compress(self._ordinary, alone):
            while waiting is not None and waiting[0][0] < one.nth:
                yield waiting
                waiting = next(others, None)
            yield one
        if waiting is not None:
            yield waiting
            yield from others

    def _others(self) -> Iterator[list[tuple[int, Row]]]:
        """Yield the rows of each person, by the first of them; each row once."""
        self._put()
        same = _Same(self._last)
        for kind, value, alike in self._alike():
            if kind is KeyKind.EMAIL:
                same.unite(alike)
                continue
            rows = self._get(alike)
            who = [row for _, row in rows]
            people = apart_by_number(who, value) if kind is KeyKind.NUMBER else apart_by_name(who)
            self._unite(same, rows, people)
        for nth, held in self._rows.execute("select nth, held from row order by nth"):
            if same.first(nth) == nth:
                others = self._get(same.others(nth))
                yield [(nth, pickle.loads(held)), *others]

    def _alike(self) -> Iterator[tuple[KeyKind, str, list[int]]]:
        """Yield the keys that several rows share: mailboxes, then numbers, then names."""
        found = self._rows.execute("select kind, value, nth from shared order by kind, value, nth")
        for (kind, value), rows in groupby(found, key=lambda row: (row[0], row[1])):
            alike = list(dict.fromkeys(nth for _, _, nth in rows))
            if 1 < len(alike) <= _MOST_ALIKE:
                yield KeyKind(kind), value, alike

    def _get(self, several: Iterable[int]) -> list[tuple[int, Row]]:
        query = "select held from row where nth = ?"
        return [
            (nth, pickle.loads(self._rows.execute(query, (nth,)).fetchone()[0])) for nth in several
        ]

    def _unite(self, same: _Same, rows: list[tuple[int, Row]], people: list[list[Row]]) -> None:
        nth = {id(row): number for number, row in rows}
        for person in people:
            same.unite([nth[id(row)] for row in person])


class _Same:
    """Which rows are one person's: every row points to an earlier one of the same, or itself."""

    def __init__(self, last: int) -> None:
        self._earlier = array("I", range(last + 1))
        self._others: dict[int, list[int]] | None = None

    def first(self, nth: int) -> int:
        """Return the first row of the same person."""
        earlier = self._earlier
        while earlier[nth] != nth:
            earlier[nth] = earlier[earlier[nth]]
            nth = earlier[nth]
        return nth

    def unite(self, several: Iterable[int]) -> None:
        """Let these rows be one person's."""
        firsts = sorted({self.first(nth) for nth in several})
        for other in firsts[1:]:
            self._earlier[other] = firsts[0]

    def others(self, first: int) -> list[int]:
        """Return the further rows of whoever this is the first row of. Unite nothing after it."""
        if self._others is None:
            self._others = {}
            for nth, earlier in enumerate(self._earlier):
                if earlier != nth:
                    self._others.setdefault(self.first(nth), []).append(nth)
        return self._others.get(first, [])
