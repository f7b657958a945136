from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from outreach.errors import NaiveDatetimeError, SetupError
from outreach.store import migrate, tables
from outreach.store.unit import Mode, Store
from tests.databases import BOTH, NOON, empty


def test_the_migrations_make_the_schema_that_the_code_uses(store: Store) -> None:
    engine = create_engine(store.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_that_stores_open_with() -> None:
    folder = Path(migrate.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == migrate.NEWEST


@pytest.mark.parametrize("kind", BOTH)
def test_the_first_migration_can_be_undone_entirely(kind: str, tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    with empty(kind, tmp_path) as url:
        Store.create(url, Mode.REHEARSAL, NOON).close()
        engine = create_engine(url)
        with engine.begin() as connection:
            config = Config()
            folder = Path(migrate.__file__).parent / "migrations"
            config.set_main_option("script_location", str(folder))
            config.attributes["connection"] = connection
            command.downgrade(config, "base")
        assert set(inspect(engine).get_table_names()) <= {"alembic_version", "sqlite_sequence"}
        engine.dispose()


def test_a_database_from_the_future_is_refused_with_a_clear_sentence(database: str) -> None:
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SetupError, match="made by a newer outreach"):
        Store(database)


def test_a_house_is_born_for_rehearsal_or_live_once(database: str) -> None:
    with pytest.raises(SetupError, match="for rehearsal or live, once"):
        Store.create(database, Mode.LIVE, NOON)


def test_a_missing_database_is_not_made_by_opening_it(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.db"
    with pytest.raises(SetupError, match="outreach init"):
        Store(str(path))
    assert not path.exists()


def test_a_moment_without_an_offset_is_refused(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    row = {"key": "k", "window_start": naive}
    with pytest.raises(NaiveDatetimeError, match="has no offset"):
        store.write(lambda conn: conn.execute(tables.counter.insert(), row))


def test_a_moment_comes_back_aware_and_in_utc(store: Store) -> None:
    row = {"key": "k", "window_start": NOON}
    store.write(lambda conn: conn.execute(tables.counter.insert(), row))
    back = store.read(
        lambda conn: conn.scalar(
            tables.counter.select().with_only_columns(tables.counter.c.window_start)
        )
    )
    assert back == NOON
    assert back.utcoffset().total_seconds() == 0
