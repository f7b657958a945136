"""Column types that give back what was put in, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    TextClause,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from outreach.errors import NaiveDatetimeError

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every table of the house belongs to it."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite forgets offsets; a naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return UTC; raise `NaiveDatetimeError` where no offset is given."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveDatetimeError(value)
        return value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object] | None:
        """Return what writes a moment: on SQLite the text that SQLAlchemy would, at once."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """Return what reads a moment: on SQLite from its text at once, offset and all."""
        sqlite = dialect.name == "sqlite"
        return _from_text if sqlite else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC."""
        if value is None or value.tzinfo is UTC:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise NaiveDatetimeError(value)
    return _in_utc(value.astimezone(UTC))


@lru_cache(maxsize=256)
def _in_utc(at: datetime) -> str:
    """Return a moment in UTC as text; all rows of a group hold the same few moments."""
    return _WRITTEN % (
        *(at.year, at.month, at.day),
        *(at.hour, at.minute, at.second, at.microsecond),
    )


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


_WRITTEN = "%04d-%02d-%02d %02d:%02d:%02d.%06d"


PLAIN = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""Plain data: dicts, lists, text, numbers."""


_BY_LETTERS = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of its letters, as SQLite and Python go by them, whatever the server's own."""


def key(name: str = "id") -> Column[str]:
    """Return a primary key of text."""
    return Column(name, Text, primary_key=True)


def text(
    name: str, *, unique: bool = False, index: bool = False, by_letters: bool = False
) -> Column[Any]:
    """Return a column of text that must be given."""
    kind = _BY_LETTERS if by_letters else Text()
    return Column(name, kind, nullable=False, unique=unique or None, index=index or None)


def words(name: str, *, index: bool = False) -> Column[Any]:
    """Return a column of text that may be missing."""
    return Column(name, Text, index=index or None)


def moment(name: str, *, given: bool = False) -> Column[Any]:
    """Return a column with an aware moment; `given` says that it must be there."""
    return Column(name, Moment, nullable=not given)


def plain(name: str) -> Column[Any]:
    """Return a column of plain data that may be missing."""
    return Column(name, PLAIN)


def of(row: str, name: str | None = None, *, given: bool = False) -> Column[Any]:
    """Return a column that refers to a row of another table."""
    return Column(name or f"{row}_id", ForeignKey(f"{row}.id"), nullable=not given)


def count(name: str, start: int = 0) -> Column[int]:
    """Return a column with a whole number that starts somewhere."""
    return Column(name, Integer, nullable=False, server_default=sql(str(start)))


def yes(name: str) -> Column[bool]:
    """Return a column that says yes, or else no."""
    return Column(name, Boolean, nullable=False, server_default=sql("false"))


def part(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """Return an index of those rows alone for which this holds, on both databases."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
