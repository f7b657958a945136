"""Between a frozen dataclass and the row it is kept in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Executable, RowMapping, Table

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
        self._convert = dict(convert or {})
        self._dump = dict(dump or {})
        self._empty = dict(empty or {})

    def row(self, record: T) -> dict[str, Any]:
        """Return the record as a row's plain values."""
        values = {column: getattr(record, name) for name, column in self._fields}
        for column, dump in self._dump.items():
            if values[column] is not None:
                values[column] = dump(values[column])
        return values

    def read(self, row: RowMapping) -> T:
        """Return the record that a row's mapping holds."""
        values: dict[str, Any] = {}
        for name, column in self._fields:
            value = row[column]
            if value is None:
                value = self._empty.get(name)
            elif (convert := self._convert.get(name)) is not None:
                value = convert(value)
            values[name] = value
        return self.kind(**values)

    def one(self, conn: Connection, query: Executable) -> T | None:
        """Return the query's first record, or None."""
        row = conn.execute(query).mappings().first()
        return None if row is None else self.read(row)

    def all(self, conn: Connection, query: Executable) -> list[T]:
        """Return the query's records in its order."""
        return [self.read(row) for row in conn.execute(query).mappings()]
