"""Brings a database to the newest schema when it is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy import text as sql
from sqlalchemy.engine import URL

from outreach.errors import SetupError
from outreach.store.faults import told

NEWEST = "0024"
"""The last step under `migrations/versions`; a test compares the two."""
_FOLDER = Path(__file__).parent / "migrations"


def upgrade(url: URL) -> None:
    """Run the steps that are missing; raise `SetupError` for a database newer than the program."""
    engine = create_engine(url)
    try:
        if _at(engine) != NEWEST:
            _run(engine)
    except Exception as fault:
        raise told(fault, url) from fault.__cause__
    finally:
        engine.dispose()


def _at(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        at: str | None = connection.scalar(sql("select version_num from alembic_version"))
    return at


def _run(engine: Engine) -> None:
    from alembic import command  # 0.3 s to import, and seldom needed
    from alembic.config import Config
    from alembic.util import CommandError

    with engine.begin() as connection:
        _one_at_a_time(connection)
        config = Config()
        config.set_main_option("script_location", str(_FOLDER))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as wrong:
            msg = "this database was made by a newer outreach: install that, or restore a backup"
            raise SetupError(msg) from wrong


def _one_at_a_time(connection: Connection) -> None:
    """Two programs that start together must not both build."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql("select pg_advisory_xact_lock(5577006791)"))
