"""Statements of the hot path, compiled once and handed straight to the driver.

SQLAlchemy's Core looks a statement up, sets a context up and fires events each time; for the ten
rows of a hand-over group that costs more than the database does. The statement is still written in
Core, so that it means the same on both databases.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    Text,
    TextClause,
    Update,
    bindparam,
)

from outreach.store.driver import Asked, run, run_later, run_many

Statement = Select[Any] | Update | Insert | Delete | TextClause
_Processor = Callable[[Any], Any]
_TOGETHER = 100
"""Rows in one insert; each number of them is a statement of its own to the driver."""
_NAMED = re.compile(r"%\((\w+)\)s")
"""A parameter as SQLAlchemy writes it for psycopg."""
_PLACE = re.compile(r"%s|%%")
_FEW = 2
"""Up to so many ids have a statement for just their number; beyond, one for each power of two:
each is compiled by us, and planned by a server, once for each of its connections."""


class Prepared:
    """One statement that is executed for many rows of parameters at once.

    A parameter `this_id` takes a row's `id`, and `new_NAME` its `NAME`: an update may not call its
    parameters as it calls its columns.
    """

    def __init__(self, statement: Statement, names: Sequence[str] | None = None) -> None:
        """`names`: the columns of an insert."""
        self._statement = statement
        self._names = names
        self._ready: dict[str, Ready] = {}

    def many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute it for each of these rows.

        SQLite's driver lets go of the interpreter with each row, and whoever computes meanwhile
        gives it back late; a server answers each row by itself. Hence all rows of an insert go in
        one step.
        """
        if not rows:
            return
        ready = self._for(conn)
        given = [ready.given(row) for row in rows]
        if not isinstance(self._statement, Insert):
            run_many(conn, ready.text, given)
            return
        for first in range(0, len(given), _TOGETHER):
            some = given[first : first + _TOGETHER]
            run_later(conn, [(ready.for_rows(len(some)), tuple(chain.from_iterable(some)))])

    def alike(
        self, conn: Connection, same: Mapping[str, Any], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Execute an insert for rows that are alike but for the columns named first.

        Their values stand in the order of those columns, as the driver takes them: text, numbers,
        octets. `same` has the values of all other columns.
        """
        if not rows:
            return
        ready = self._for(conn)
        given = ready.differing(same, (self._names or ())[: len(rows[0])])
        for first in range(0, len(rows), _TOGETHER):
            some = rows[first : first + _TOGETHER]
            rows_given = tuple(chain.from_iterable(map(given, some)))
            run_later(conn, [(ready.for_rows(len(some)), rows_given)])

    def one(self, conn: Connection, row: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Execute it for one row; return the driver's cursor."""
        ready = self._for(conn)
        return run(conn, ready.text, ready.given(row))

    def later(self, conn: Connection, row: Mapping[str, Any]) -> None:
        """Execute it for one row; nobody reads what it answers."""
        run_later(conn, [self.asked(conn, row)])

    def asked(self, conn: Connection, row: Mapping[str, Any]) -> Asked:
        """Return it for one row as the driver takes it, for `run_together`."""
        ready = self._for(conn)
        return ready.text, ready.given(row)

    def read(self, conn: Connection, row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Execute it for one row; return what it finds, values as SQLAlchemy would read them."""
        ready = self._for(conn)
        return ready.read(run(conn, ready.text, ready.given(row)).fetchall())

    @property
    def columns(self) -> list[str]:
        """Return the names of what it selects."""
        return [str(column.key) for column in columns_of(self._statement)]

    def _for(self, conn: Connection) -> Ready:
        name = conn.dialect.name
        if name not in self._ready:
            self._ready[name] = Ready(self._statement, conn, self._names)
        return self._ready[name]


class PreparedAmong:
    """One statement about several ids; it is written anew for each number of them.

    `write` gets a parameter for each id and returns the statement. The last id may be named more
    than once.
    """

    def __init__(self, write: Callable[[list[BindParameter[str]]], Statement]) -> None:
        self._write = write
        self._ready: dict[int, Prepared] = {}

    def among(
        self,
        conn: Connection,
        ids: Sequence[str],
        **others: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Execute it; return the driver's cursor."""
        return self._for(ids).one(conn, {**_named(ids), **others})

    def later(self, conn: Connection, ids: Sequence[str], **others: Any) -> None:  # noqa: ANN401
        """Execute it; nobody reads what it answers."""
        self._for(ids).later(conn, {**_named(ids), **others})

    def asked(self, conn: Connection, ids: Sequence[str]) -> Asked:
        """Return it as the driver takes it, for `run_together`."""
        return self._for(ids).asked(conn, _named(ids))

    def found(self, conn: Connection, ids: Sequence[str]) -> Sequence[Any]:
        """Return the rows that it finds, their values as the driver gives them; none for no ids."""
        return self.among(conn, ids).fetchall() if ids else ()

    def read(
        self,
        conn: Connection,
        ids: Sequence[str],
        **others: Any,  # noqa: ANN401
    ) -> list[tuple[Any, ...]]:
        """Return the rows that it finds, their values as SQLAlchemy would read them."""
        return self._for(ids).read(conn, {**_named(ids), **others}) if ids else []

    def mappings(self, conn: Connection, ids: Sequence[str]) -> list[Mapping[str, Any]]:
        """Return the rows that it finds by the names of their columns."""
        if not ids:
            return []
        statement = self._for(ids)
        names = statement.columns
        return [dict(zip(names, row, strict=True)) for row in statement.read(conn, _named(ids))]

    def _for(self, ids: Sequence[str]) -> Prepared:
        count = _room(len(ids))
        if count not in self._ready:
            each = [bindparam(f"among_{number}", type_=Text()) for number in range(count)]
            self._ready[count] = Prepared(self._write(each))
        return self._ready[count]


def _named(ids: Sequence[str]) -> dict[str, str]:
    """Return the parameters for these ids, the last of them as often as there is room."""
    more = [ids[-1]] * (_room(len(ids)) - len(ids))
    return {f"among_{number}": one for number, one in enumerate((*ids, *more))}


def _room(count: int) -> int:
    return count if count <= _FEW else 1 << (count - 1).bit_length()


class Ready:
    """A statement as one driver wants it."""

    def __init__(self, statement: Statement, conn: Connection, names: Sequence[str] | None) -> None:
        compiled = statement.compile(dialect=conn.dialect, column_keys=names)
        processors: Mapping[str, Any] = compiled._bind_processors
        named = _NAMED.findall(str(compiled))
        self._template = _NAMED.sub("%s", str(compiled))
        self._numbers = conn.dialect.name == "postgresql"
        self._texts: dict[int, str] = {}
        self.text = self._numbered(self._template)
        order = named or list(compiled.positiontup or ())
        self._order = order
        self._pick = _picking([_in_row(name) for name in order])
        self._written = _places(processors.get(name) for name in order)
        self._read = _places(_reader(column, conn) for column in columns_of(statement))
        self._fixed = {
            _in_row(name): value for name, value in compiled.params.items() if value is not None
        }

    def for_rows(self, count: int) -> str:
        """Return an insert of so many rows."""
        return self.repeated(count, " VALUES ", "")

    def repeated(self, count: int, before: str, after: str) -> str:
        """Return the statement with so many times the row that stands between these two.

        It returns nothing.
        """
        if count not in self._texts:
            head, _, tail = self._template.partition(" RETURNING ")[0].partition(before)
            row = tail.partition(after)[0] if after else tail
            rows = ", ".join([row] * count)
            self._texts[count] = self._numbered(f"{head}{before}{rows}{tail[len(row) :]}")
        return self._texts[count]

    def _numbered(self, template: str) -> str:
        """Return a statement as the driver takes it without reading it first: `$1`, `$2`, ...

        psycopg looks for parameters in each statement, long ones every time anew.
        """
        if not self._numbers:
            return template
        numbers = itertools.count(1)
        return _PLACE.sub(lambda at: "%" if at[0] == "%%" else f"${next(numbers)}", template)

    def given(self, row: Mapping[str, Any]) -> list[Any]:
        """Return a row's values in the driver's own way."""
        values = list(self._pick({**self._fixed, **row} if self._fixed else row))
        for place, processor in self._written:
            values[place] = processor(values[place])
        return values

    def differing(
        self, same: Mapping[str, Any], names: Sequence[str]
    ) -> Callable[[tuple[Any, ...]], Any]:
        """Return what gives the driver a row of which only the columns of these names differ."""
        fixed = tuple(self.given({**dict.fromkeys(names), **same}))
        places = [
            names.index(name) if name in names else len(names) + place
            for place, name in enumerate(self._order)
        ]
        pick = itemgetter(*places)
        return lambda values: pick(values + fixed)

    def read(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Return rows of the driver with their values as SQLAlchemy would read them."""
        if not self._read:
            return [tuple(row) for row in rows]
        return [self._converted(list(row)) for row in rows]

    def _converted(self, row: list[Any]) -> tuple[Any, ...]:
        for place, processor in self._read:
            row[place] = processor(row[place])
        return tuple(row)


def _picking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Iterable[Any]]:
    """Return what takes these values out of a row."""
    return itemgetter(*names) if len(names) > 1 else lambda row: [row[one] for one in names]


def columns_of(statement: Statement) -> list[ColumnElement[Any]]:
    """Return what a query selects; nothing else selects anything."""
    return list(statement.selected_columns) if isinstance(statement, Select) else []


def _reader(column: ColumnElement[Any], conn: Connection) -> _Processor | None:
    return column.type.dialect_impl(conn.dialect).result_processor(conn.dialect, None)


def _places(processors: Iterable[_Processor | None]) -> list[tuple[int, _Processor]]:
    """Return which values are not taken as they stand, and what converts them."""
    return [(place, each) for place, each in enumerate(processors) if each is not None]


def _in_row(name: str) -> str:
    return "id" if name == "this_id" else name.removeprefix("new_")
