"""Both databases, fresh for every test: a copy of one that was made and migrated once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from outreach.store.unit import Mode, Store
from tests.postgresql import server_uri

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""A Tuesday; noon in London, seven in the morning in New York."""
BOTH = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.needs("postgres")),
]
_made: dict[str, str] = {}


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of a new house's database of this kind."""
    if kind == "sqlite":
        yield _sqlite(folder)
        return
    with _on_server(_template()) as url:
        yield url


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
        Store.create(server_uri(name), Mode.REHEARSAL, NOON).close()
        _made["postgresql"] = name
    return _made["postgresql"]


@contextmanager
def _on_server(template: str) -> Iterator[str]:
    name = f"t_{uuid4().hex}"
    _ask(f'create database "{name}" template "{template}"')
    try:
        yield server_uri(name)
    finally:
        _ask(f'drop database "{name}" with (force)')


def _ask(statement: str) -> None:
    engine = create_engine(server_uri("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sql(statement))
    engine.dispose()
