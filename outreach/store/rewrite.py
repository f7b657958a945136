"""An update that gives each of many rows values of its own.

A server takes all rows in one statement, from a list of values that is joined by id: each statement
by itself costs it, and us, more than the row. SQLite takes one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Update, bindparam, column, update, values

from outreach.store.driver import run_later
from outreach.store.pieces import pieces
from outreach.store.prepared import Prepared, Ready

Sets = Callable[[Callable[[str], ColumnElement[Any]]], Mapping[str, Any]]
_TOGETHER = 100


class Rewrite:
    """Updates rows of a table, each named by its `id`.

    `names` are what each row gives. `sets` gets a function that returns a given value by its name,
    and returns what each column is set to; constants must be literal columns. Without it each given
    value is set as it stands. The caller holds the rows' locks.
    """

    def __init__(self, table: Table, names: Sequence[str], sets: Sets | None = None) -> None:
        self._table = table
        self._names = names
        self._sets = sets or (lambda given: {name: given(name) for name in names})
        self._one_by_one = Prepared(self._by_parameters())
        self._ready: Ready | None = None

    def many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Update these rows."""
        if conn.dialect.name != "postgresql" or len(rows) == 1:
            self._one_by_one.many(conn, rows)
            return
        ready = self._ready = self._ready or Ready(self._by_values(), conn, None)
        for some in pieces(rows, _TOGETHER):
            text = ready.repeated(len(some), "(VALUES ", ") AS given ")
            run_later(conn, [(text, tuple(chain.from_iterable(map(ready.given, some))))])

    def _by_parameters(self) -> Update:
        wanted = self._sets(lambda name: bindparam(f"new_{name}", type_=self._type(name)))
        return update(self._table).where(self._table.c.id == bindparam("this_id")).values(wanted)

    def _by_values(self) -> Update:
        names = ("id", *self._names)
        each = values(*[column(name, self._type(name)) for name in names], name="given")
        given = each.data([tuple(bindparam(name, type_=self._type(name)) for name in names)])
        wanted = self._sets(lambda name: given.c[name])
        return update(self._table).where(self._table.c.id == given.c.id).values(wanted)

    def _type(self, name: str) -> Any:  # noqa: ANN401 -- SQLAlchemy's own
        return self._table.c[name].type
