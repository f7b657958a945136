"""Both databases, fresh for every test: a copy of one that was made and migrated once.

On the server one that a test has done with is emptied for the next: making one takes longer than
most of what the tests ask of it. One whose tables a test has changed goes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, insert, select
from sqlalchemy import text as sql

from outreach.store import tables
from outreach.store.columns import metadata
from outreach.store.unit import Mode, Store
from tests.postgresql import server_uri

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""A Tuesday; noon in London, seven in the morning in New York."""
BOTH = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.needs("postgres")),
]
_made: dict[str, str] = {}
_house: dict[str, Any] = {}
_spare: list[str] = []
_EMPTY = (
    "set local session_replication_role = replica",
    *(f"delete from {table.name}" for table in reversed(metadata.sorted_tables)),
    "alter sequence ledger_id_seq restart",
)
_FULL = """
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
"""
"""Whose rows are gone but not their pages: rows would come back in another order than written."""
_OTHERS_GO = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""
_TABLES = """
    select string_agg(found, ' ' order by found) from (
        select relname::text || relkind::text from pg_class
        where relnamespace = 'public'::regnamespace
        union all select version_num from alembic_version
        union all select tgname::text from pg_trigger where not tgisinternal
    ) as these (found)
"""


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of a new house's database of this kind."""
    if kind == "sqlite":
        yield _sqlite(folder)
        return
    name = _spare.pop() if _spare else _made_on_server(_template())
    yield server_uri(name)
    if _emptied(name):
        _spare.append(name)
    else:
        _drop(name)


def new_store(folder: Path) -> Store:
    """Open the database of a new house, on SQLite."""
    return Store(_sqlite(folder))


@contextmanager
def empty(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of a database with nothing in it."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'empty.db'}"
        return
    with _on_server("template0") as url:
        yield url


def _sqlite(folder: Path) -> str:
    if "sqlite" not in _made:
        path = Path(tempfile.mkdtemp()) / "made.db"
        Store.create(str(path), Mode.REHEARSAL, NOON).close()
        _made["sqlite"] = str(path)
    copy = folder / f"{uuid4().hex[:8]}.db"
    shutil.copy(_made["sqlite"], copy)
    return f"sqlite:///{copy}"


def _template() -> str:
    if "postgresql" not in _made:
        name = f"made_{os.getpid()}_{uuid4().hex[:8]}"
        _ask(f'create database "{name}" template template0')
        store = Store.create(server_uri(name), Mode.REHEARSAL, NOON)
        _made["tables"] = store.read(_tables_of)
        _house.update(store.read(_house_of))
        store.close()
        _made["postgresql"] = name
    return _made["postgresql"]


@contextmanager
def _on_server(template: str) -> Iterator[str]:
    name = _made_on_server(template)
    try:
        yield server_uri(name)
    finally:
        _drop(name)


def _made_on_server(template: str) -> str:
    name = f"t_{uuid4().hex}"
    _ask(f'create database "{name}" template "{template}"')
    return name


def _drop(name: str) -> None:
    _ask(f'drop database "{name}" with (force)')


def _emptied(name: str) -> bool:
    """Make it again what it was at first; return False where its tables are not what they were."""
    engine = create_engine(server_uri(name))
    with engine.begin() as conn:
        conn.execute(sql(_OTHERS_GO))
        conn.execute(sql("drop schema if exists jobs cascade"))
        same = _tables_of(conn) == _made["tables"]
        if same:
            conn.execute(sql(";".join(_EMPTY)))
            full = list(conn.scalars(sql(_FULL)))
    if same:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(sql(f"vacuum {', '.join(full)}"))
            conn.execute(insert(tables.house), _house)
    engine.dispose()
    return same


def _tables_of(conn: Connection) -> str:
    return conn.scalar(sql(_TABLES)) or ""


def _house_of(conn: Connection) -> dict[str, Any]:
    return dict(conn.execute(select(tables.house)).mappings().one())


def _ask(statement: str) -> None:
    engine = create_engine(server_uri("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sql(statement))
    engine.dispose()
