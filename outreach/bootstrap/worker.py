"""One of many workers of an open house."""

from __future__ import annotations

from outreach.bootstrap.engine import engine_of, rounds_of
from outreach.bootstrap.house import House
from outreach.engine.embedded import Part
from outreach.engine.worker import Worker
from outreach.errors import SetupError


def worker_of(house: House) -> Worker:
    """Return one of many workers of a house; `run` it.

    Raises `SetupError` where the house is kept in SQLite: one process writes there.
    """
    if house.store.url.get_backend_name() == "sqlite":
        msg = (
            "a house in SQLite is served by one process: `outreach run`; for workers move it to"
            " PostgreSQL (see docs/scaling.md)"
        )
        raise SetupError(msg)
    return Worker(rounds_of(house).reach, lambda: engine_of(house, Part.KEEPING))
