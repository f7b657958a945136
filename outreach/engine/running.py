"""Who works for a house just now, told by the leases they hold and without taking one."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy import text as sql
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from outreach.engine.lease import ENGINE, KEEPER, file_of

_HELD = sql(
    """
    select (classid::bigint << 32) | objid::bigint as lease, mode, count(*) as many
    from pg_locks
    where locktype = 'advisory' and objsubid = 1 and granted
        and database = (select oid from pg_database where datname = current_database())
        and (classid::bigint << 32) | objid::bigint in (:engine, :keeper)
    group by 1, 2
    """
)


@dataclass(frozen=True, slots=True)
class Running:
    """`engine`: one has the house to itself; else so many `workers`, one of which may keep it."""

    engine: bool
    workers: int = 0
    keeper: bool = False

    @property
    def anybody(self) -> bool:
        """Return whether anything runs that sends."""
        return self.engine or self.workers > 0


def running(url: URL) -> Running:
    """Return who runs for the house in this database."""
    return _beside_file(file_of(url)) if url.get_backend_name() == "sqlite" else _on_server(url)


def _beside_file(path: Path) -> Running:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return Running(engine=False)
    except BlockingIOError:
        return Running(engine=True)
    return Running(engine=False)


def _on_server(url: URL) -> Running:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as conn:
        found = conn.execute(_HELD, {"engine": ENGINE, "keeper": KEEPER}).all()
    held = {(row.lease, row.mode): int(row.many) for row in found}
    return Running(
        engine=(ENGINE, "ExclusiveLock") in held,
        workers=held.get((ENGINE, "ShareLock"), 0),
        keeper=(KEEPER, "ExclusiveLock") in held,
    )
