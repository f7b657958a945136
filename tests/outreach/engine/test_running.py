"""Who works for a house is told by leases, and looking takes none."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.engine.lease import keeper_of, lease_of, part_of
from outreach.engine.running import Running, running
from outreach.store.engines import address
from tests.databases import empty


def test_an_engine_is_seen_by_the_file_it_locks(tmp_path: Path) -> None:
    database = address(f"sqlite:///{tmp_path}/outreach.db")
    assert not running(database).anybody, "there is no such file yet"
    lease = lease_of(database)
    lease.take()
    assert running(database) == Running(engine=True)
    lease.release()
    assert running(database) == Running(engine=False)


@pytest.mark.needs("postgres")
def test_on_a_server_workers_are_counted_and_their_keeper_seen(tmp_path: Path) -> None:
    with empty("postgresql", tmp_path) as url:
        database = address(url)
        assert running(database) == Running(engine=False)
        first, second, keeper = part_of(database), part_of(database), keeper_of(database)
        for lease in (first, second):
            lease.take()
        assert running(database) == Running(engine=False, workers=2)
        keeper.take()
        first.release()
        assert running(database) == Running(engine=False, workers=1, keeper=True)
        for lease in (second, keeper):
            lease.release()
        alone = lease_of(database)
        alone.take()
        assert running(database) == Running(engine=True)
        alone.release()


def test_an_engine_starts_although_somebody_looks_at_that_instant(tmp_path: Path) -> None:
    import fcntl
    import threading

    database = address(f"sqlite:///{tmp_path}/outreach.db")
    lease_of(database).take()
    with Path(f"{database.database}.engine").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        threading.Timer(0.03, lambda: fcntl.flock(file, fcntl.LOCK_UN)).start()
        lease = lease_of(database)
        lease.take()
    assert lease.held()
    lease.release()
