"""Statements of the hot path, compiled once and handed straight to the driver.

SQLAlchemy's Core looks a statement up, sets a context up and fires events each time; for the ten
rows of a hand-over group that costs more than the database does. The statement is still written in
Core, so that it means the same on both databases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    CursorResult,
    Delete,
    Insert,
    Select,
    Text,
    Update,
    bindparam,
)

Statement = Select[Any] | Update | Insert | Delete
_Processor = Callable[[Any], Any]
_TOGETHER = 100
"""Rows in one insert; each number of them is a statement of its own to the driver."""


class Prepared:
    """One statement that is executed for many rows of parameters at once.

    A parameter `this_id` takes a row's `id`, and `new_NAME` its `NAME`: an update may not call its
    parameters as it calls its columns.
    """

    def __init__(self, statement: Statement, names: Sequence[str] | None = None) -> None:
        """`names`: the columns of an insert."""
        self._statement = statement
        self._names = names
        self._ready: dict[str, _Ready] = {}

    def many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute it for each of these rows.

        SQLite's driver lets go of the interpreter with each row, and whoever computes meanwhile
        gives it back late; hence it gets all rows of an insert in one step.
        """
        if not rows:
            return
        ready = self._for(conn)
        given = [ready.given(row) for row in rows]
        if not (isinstance(self._statement, Insert) and conn.dialect.name == "sqlite"):
            conn.exec_driver_sql(ready.text, given)
            return
        for first in range(0, len(given), _TOGETHER):
            some = given[first : first + _TOGETHER]
            conn.exec_driver_sql(ready.for_rows(len(some)), tuple(chain.from_iterable(some)))

    def one(self, conn: Connection, row: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute it for one row; what comes back is as the driver gives it."""
        ready = self._for(conn)
        return conn.exec_driver_sql(ready.text, ready.given(row))

    def _for(self, conn: Connection) -> _Ready:
        name = conn.dialect.name
        if name not in self._ready:
            self._ready[name] = _Ready(self._statement, conn, self._names)
        return self._ready[name]


class PreparedAmong:
    """One statement about several ids; it is written anew for each number of them.

    `write` gets a parameter for each id and returns the statement.
    """

    def __init__(self, write: Callable[[list[BindParameter[str]]], Statement]) -> None:
        self._write = write
        self._ready: dict[int, Prepared] = {}

    def among(
        self,
        conn: Connection,
        ids: Sequence[str],
        **others: Any,  # noqa: ANN401
    ) -> CursorResult[Any]:
        """Execute it."""
        count = len(ids)
        if count not in self._ready:
            each = [bindparam(f"among_{number}", type_=Text()) for number in range(count)]
            self._ready[count] = Prepared(self._write(each))
        named = {f"among_{number}": one for number, one in enumerate(ids)}
        return self._ready[count].one(conn, {**named, **others})

    def found(self, conn: Connection, ids: Sequence[str]) -> Sequence[Any]:
        """Return the rows that it finds, their values as the driver gives them; none for no ids."""
        return self.among(conn, ids).all() if ids else ()


class _Ready:
    """A statement as one driver wants it."""

    def __init__(self, statement: Statement, conn: Connection, names: Sequence[str] | None) -> None:
        compiled = statement.compile(dialect=conn.dialect, column_keys=names)
        processors: Mapping[str, Any] = compiled._bind_processors
        self.text = str(compiled)
        self._positional = compiled.positional
        order = list((compiled.positiontup if compiled.positional else compiled.params) or ())
        self._order = order
        self._names = [(_in_row(name), processors.get(name)) for name in order]
        self._fixed = {
            _in_row(name): value for name, value in compiled.params.items() if value is not None
        }

    def for_rows(self, count: int) -> str:
        """Return an insert of so many rows."""
        start, word, row = self.text.rpartition(" VALUES ")
        return f"{start}{word}{', '.join([row] * count)}"

    def given(self, row: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- a tuple or a dict
        """Return a row's values in the driver's own way."""
        full = {**self._fixed, **row}
        values = [
            full[key] if processor is None else processor(full[key])
            for key, processor in self._names
        ]
        return tuple(values) if self._positional else dict(zip(self._order, values, strict=True))


def _in_row(name: str) -> str:
    return "id" if name == "this_id" else name.removeprefix("new_")
