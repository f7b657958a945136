"""Between a frozen dataclass and the row it is kept in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from enum import EnumType
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Connection, Executable, Table

T = TypeVar("T")
Convert = Callable[[Any], Any]


class Shape(Generic[T]):
    """How one kind of record is read and written; `enums` and the like convert what is read.

    A missing value (null) takes the field's `empty` value where one is given, else None.
    """

    def __init__(
        self,
        kind: Callable[..., T],
        table: Table,
        convert: Mapping[str, Convert] | None = None,
        *,
        dump: Mapping[str, Convert] | None = None,
        empty: Mapping[str, Any] | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = kind
        self.table = table
        renamed = columns or {}
        self._fields = [(name.name, renamed.get(name.name, name.name)) for name in fields(kind)]  # type: ignore[arg-type]
        self._columns = [column for _, column in self._fields]
        self._values = attrgetter(*[name for name, _ in self._fields])
        self._dump = dict(dump or {})
        self._changes = _changes([name for name, _ in self._fields], convert or {}, empty or {})
        self._orders: dict[tuple[str, ...], Callable[[Any], tuple[Any, ...]]] = {}

    @property
    def columns(self) -> list[Column[Any]]:
        """Return the columns that a record is made of, and no others."""
        return [self.table.c[column] for _, column in self._fields]

    def row(self, record: T) -> dict[str, Any]:
        """Return the record as a row's plain values."""
        values = dict(zip(self._columns, self._values(record), strict=True))
        for column, dump in self._dump.items():
            if values[column] is not None:
                values[column] = dump(values[column])
        return values

    def one(self, conn: Connection, query: Executable) -> T | None:
        """Return the query's first record, or None."""
        return next(iter(self.all(conn, query)), None)

    def all(
        self, conn: Connection, query: Executable, given: Mapping[str, Any] | None = None
    ) -> list[T]:
        """Return the query's records in its order; `given` are the values of its parameters."""
        result = conn.execute(query, given)
        order = self._order(tuple(result.keys()))
        return [self._record(order(row)) for row in result]

    def records(self, rows: Iterable[tuple[Any, ...]]) -> list[T]:
        """Return the records of rows that hold just `columns`."""
        return [self._record(row) for row in rows]

    def _order(self, keys: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
        """Return what picks a record's values, in the order of its fields, out of such a row."""
        if keys not in self._orders:
            self._orders[keys] = itemgetter(*[keys.index(column) for _, column in self._fields])
        return self._orders[keys]

    def _record(self, picked: tuple[Any, ...]) -> T:
        values = list(picked)
        for place, convert, empty in self._changes:
            value = values[place]
            if value is None:
                values[place] = empty
            elif convert is not None:
                values[place] = convert(value)
        return self.kind(*values)


def _changes(
    names: Sequence[str], convert: Mapping[str, Convert], empty: Mapping[str, Any]
) -> list[tuple[int, Convert | None, Any]]:
    """Return which places of a record are not taken as they stand in the row."""
    return [
        (place, _quickly(convert.get(name)), empty.get(name))
        for place, name in enumerate(names)
        if name in convert or name in empty
    ]


def _quickly(convert: Convert | None) -> Convert | None:
    """Return a table's lookup in place of an enumeration's, which is five times as slow."""
    if isinstance(convert, EnumType):
        members: dict[Any, Any] = dict(convert._value2member_map_)
        return members.__getitem__
    return convert
