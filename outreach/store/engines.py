"""How each database is opened: durable, with real transactions, and with the house's JSON."""

from __future__ import annotations

import time
from enum import StrEnum
from sqlite3 import Connection as SqliteConnection
from typing import Any

import orjson
from psycopg import Connection as PostgresConnection
from psycopg.types.string import StrDumper
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from outreach.errors import SetupError
from outreach.store.driver import flush, run
from outreach.store.turns import ASK_AGAIN, Turn

BUSY_MILLISECONDS = 5_000
"""How long a write waits for another process before it gives up."""
_READ, _WRITE = "BEGIN", "BEGIN IMMEDIATE"
_TURN = "turn"
READERS = 8
"""How many reads may be under way at once in one process."""


def address(url: str | URL) -> URL:
    """Return the database's address; a bare path is an SQLite file."""
    if isinstance(url, str) and "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        return make_url(url)
    except ArgumentError as wrong:
        msg = "the database's address cannot be read: give a path or `postgresql://...`"
        raise SetupError(msg) from wrong


def for_writing(url: URL) -> Engine:
    """Return an engine with one connection, whose transactions take the write lock at once."""
    engine = _engine(url, pool_size=1, max_overflow=0)
    _set_up(engine, begin=_WRITE)
    return engine


def for_reading(url: URL) -> Engine:
    """Return an engine whose transactions see one moment of the database, and change nothing."""
    options: dict[str, Any] = {"pool_size": READERS, "max_overflow": READERS}
    if url.get_backend_name() == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ"}
    engine = _engine(url, **options)
    _set_up(engine, begin=_READ)
    return engine


def _engine(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own
    return create_engine(url, hide_parameters=True, **_JSON, **options)


def _set_up(engine: Engine, *, begin: str) -> None:
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine, begin=begin)
    else:
        _set_up_postgresql(engine)


def _set_up_postgresql(engine: Engine) -> None:
    """Write enumerations as their values: the driver's own way is their names."""

    @event.listens_for(engine, "connect")
    def connected(connection: PostgresConnection[Any], _: object) -> None:
        connection.adapters.register_dumper(StrEnum, StrDumper)

    @event.listens_for(engine, "before_cursor_execute")
    def asks(conn: Connection, *_: object) -> None:
        flush(conn)


class Dumped(str):
    """JSON that is text already: what had to be hashed is not written out twice."""

    __slots__ = ()


def dump(value: object) -> str:
    """Return plain data as compact JSON."""
    if isinstance(value, Dumped):
        return str(value)
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


_JSON: dict[str, Any] = {"json_serializer": dump, "json_deserializer": orjson.loads}


def _set_up_sqlite(engine: Engine, *, begin: str) -> None:
    """Take transactions out of the driver's hands: its own begin only at the first change."""
    turn = Turn(engine.url.database or "") if begin == _WRITE else None

    @event.listens_for(engine, "connect")
    def connected(connection: SqliteConnection, record: ConnectionPoolEntry) -> None:
        record.info[_TURN] = turn
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # what is erased is overwritten, not only let go of
            "cache_size=-32000",
            "temp_store=MEMORY",
            f"busy_timeout={BUSY_MILLISECONDS if begin == _READ else 0}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        if turn is None:
            run(connection, begin)
            return
        with turn.taken():
            _begin_writing(connection)


def is_wanted_elsewhere(connection: Connection) -> bool:
    """Return, inside a write, whether another process waits for SQLite's lock to write too.

    On PostgreSQL nobody waits for a write as a whole.
    """
    turn: Turn | None = connection.info.get(_TURN)
    return turn is not None and turn.is_wanted()


def _begin_writing(connection: Connection) -> None:
    """Begin, as soon as another process lets go of the write lock.

    SQLite's own way of waiting looks again after up to 100 ms: a stop from another process then
    finds a busy engine's gaps by luck, and took up to 1.7 s.
    """
    give_up = time.monotonic() + BUSY_MILLISECONDS / 1_000
    while True:
        try:
            run(connection, _WRITE)
        except OperationalError as busy:
            if not _is_locked(busy) or time.monotonic() > give_up:
                raise
            time.sleep(ASK_AGAIN)
        else:
            return


def _is_locked(fault: OperationalError) -> bool:
    return getattr(fault.orig, "sqlite_errorname", "") == "SQLITE_BUSY"
