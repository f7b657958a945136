"""Everything that is held about one person, in every table that names them: for them to take away.

Tables are not listed here: one that is added tomorrow is in it, and a test compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, LargeBinary, Table, or_, select

from outreach.store.tables import attempt, metadata, person, receipt, sent

OF_ATTEMPTS = (receipt, sent)
"""What hangs on an attempt, and only through it on a person."""


def held(conn: Connection, person_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return every row about a person, by table, as plain data (moments in ISO 8601, UTC)."""
    found = {
        table.name: _rows(conn, table, columns, [person_id])
        for table in metadata.sorted_tables
        if (columns := naming_a_person(table))
    }
    made = [row["id"] for row in found[attempt.name]]
    for table in OF_ATTEMPTS:
        found[table.name] = _rows(conn, table, [table.c.attempt_id], made)
    return {name: rows for name, rows in found.items() if rows}


def naming_a_person(table: Table) -> list[Column[Any]]:
    """Return the columns of a table that name a person; of the people themselves, their id."""
    if table is person:
        return [person.c.id]
    return [one for one in table.columns if any(_names_them(key) for key in one.foreign_keys)]


def _names_them(key: ForeignKey) -> bool:
    return key.column is person.c.id


def _rows(
    conn: Connection, table: Table, columns: Iterable[Column[Any]], ids: list[str]
) -> list[dict[str, Any]]:
    shown = [column for column in table.columns if not _secret(column)]
    order = list(table.primary_key.columns)
    query = select(*shown).where(or_(*(column.in_(ids) for column in columns))).order_by(*order)
    return [_plain(row) for row in conn.execute(query).mappings()]


def _secret(column: Column[Any]) -> bool:
    """Say whether a column is a key of ours, and nothing about them."""
    return column.table is person and isinstance(column.type, LargeBinary)


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _as_text(value) for name, value in row.items() if value is not None}


def _as_text(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
