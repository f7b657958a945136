"""A house of the first release, with all that people said to it, lives on in today's schema."""

from __future__ import annotations

import gzip
import sqlite3
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Table,
    create_engine,
    insert,
    inspect,
    select,
    text,
)

from outreach.store import ledger, migrate
from outreach.store.columns import metadata
from outreach.store.unit import Store
from tests.databases import BOTH, empty
from tests.outreach.cli.conftest import Shell

FIRST = "0001"
MEMORY = Path(__file__).parent / "first_house" / "house.sql.gz"
SETTINGS = '[house]\nname = "Kestrel Mapping"\naddress = "400 Market Street"\ncountry = "US"\n'
COUNT_ON = "select setval('ledger_id_seq', (select max(id) from ledger))"
ENTRIES = 142
SAID = "Because of extensive travel I'm not able to do phone"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The file as the first release left it."""
    path = tmp_path_factory.mktemp("first") / "outreach.db"
    with closing(sqlite3.connect(path)) as file, gzip.open(MEMORY, "rt", encoding="utf-8") as kept:
        file.executescript(kept.read())
    engine = create_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(params=BOTH)
def old(request: pytest.FixtureRequest, first: Engine, tmp_path: Path) -> Iterator[str]:
    """The address of a database that holds the first house, in the first schema."""
    with empty(request.param, tmp_path) as url:
        engine = create_engine(url)
        with first.connect() as there, engine.begin() as here:
            _at_first(here)
            for table, columns in _of_the_first(there):
                rows = [dict(row) for row in there.execute(select(*columns)).mappings()]
                if rows:
                    here.execute(insert(table), rows)
            if request.param == "postgresql":
                here.execute(text(COUNT_ON))
        engine.dispose()
        yield url


def test_nothing_that_was_on_record_is_lost(old: str, first: Engine) -> None:
    Store(old).close()
    engine = create_engine(old)
    with first.connect() as there, engine.connect() as here:
        for table, columns in _of_the_first(there):
            asked = select(*columns).order_by(*table.primary_key)
            before = [tuple(row) for row in there.execute(asked)]
            assert [tuple(row) for row in here.execute(asked)] == before, table.name
        whole = ledger.verify(here)
    engine.dispose()
    assert isinstance(whole, ledger.Whole)
    assert whole.entries == ENTRIES


def test_what_they_said_still_binds(
    old: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(capsys, tmp_path)
    (shell.folder / "outreach.toml").write_text(SETTINGS, encoding="utf-8")
    key = shell.folder / "secret.key"
    key.write_bytes(urlsafe_b64encode(bytes(32)))
    key.chmod(0o600)
    monkeypatch.setenv("OUTREACH_DATABASE", old)
    assert SAID in shell("may", "Scott Reyes", "phone").out
    assert "STOP" in shell("may", "Tom Okafor", "email").out
    assert SAID in shell("people", "show", "Scott Reyes").out
    assert "call me in 4 weeks" in shell("people", "show", "Maria Delgado").out.lower()
    heard = shell("hear", "Ben Hollis", "Please never call me.", "--by", "Ana Ruiz")
    assert heard.code == 0, heard.err
    assert "never call me" in shell("may", "Ben Hollis", "phone").out
    assert "is as it was written" in shell("ledger", "verify").out
    audited = shell("audit")
    assert audited.code == 0, audited.out


def _at_first(conn: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.attributes["connection"] = conn
    command.upgrade(config, FIRST)


def _of_the_first(conn: Connection) -> Iterator[tuple[Table, list[Column[Any]]]]:
    """Yield each table of the first schema with the columns that it had."""
    looked = inspect(conn)
    for table in metadata.sorted_tables:
        if looked.has_table(table.name):
            had = {column["name"] for column in looked.get_columns(table.name)}
            yield table, [column for column in table.columns if column.name in had]
