"""Many workers send for one house in PostgreSQL; whoever dies leaves nothing to chance."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy import text as sql

from outreach.store.unit import Store
from tests.databases import empty
from tests.loaded import Program, start
from tests.outreach.engine.houses import house, mail_server, planned
from tests.outreach.engine.test_crash import lines, states, wait_until

pytestmark = [pytest.mark.needs("postgres"), pytest.mark.long, pytest.mark.timeout(300)]
MANY, CONNECTIONS = 200, 5
AT_ONCE = 25
"""As many as a worker clears together: what a killed one had cleared rests for a minute."""
Started = Callable[..., Program]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with empty("postgresql", tmp_path) as url:
        monkeypatch.setenv("OUTREACH_DATABASE", url)
        yield url


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Started]:
    """Start a command for this house; whatever still runs when the test ends is killed."""
    started: list[Program] = []

    def program(*words: str) -> Program:
        started.append(start("outreach", *words, "--house", str(tmp_path / "house")))
        return started[-1]

    yield program
    for one in started:
        one.kill()
        one.communicate()


@contextmanager
def sending(folder: Path, database: str, many: int) -> Iterator[Store]:
    """Keep a house with so many letters that are due, and a slow mail server that counts them."""
    with mail_server(folder / "taken", 0.05) as port:
        house(folder / "house", port, CONNECTIONS)
        store = Store(database)
        planned(store, many)
        yield store
        store.close()


def test_one_of_two_workers_is_killed_and_nobody_hears_twice(
    tmp_path: Path, database: str, begin: Started
) -> None:
    record = tmp_path / "taken"
    with sending(tmp_path, database, MANY) as store:
        killed, other = begin("worker"), begin("worker")
        wait_until(lambda: len(lines(record)) >= MANY // 4)
        killed.send_signal(signal.SIGKILL)
        instead = begin("worker")
        wait_until(lambda: not states(store)["planned"])
        for one in (other, instead):
            one.terminate()
        assert [other.wait(), instead.wait()] == [0, 0]

        found = states(store)
        assert found["sending"] <= CONNECTIONS, "what the killed one began is not begun anew"
        assert found.total() - found["accepted"] - found["sending"] <= AT_ONCE
        assert set(Counter(lines(record)).values()) == {1}
        assert found["accepted"] <= len(lines(record)) <= found.total() == MANY


def test_both_workers_take_part_and_a_polite_end_leaves_nothing_in_doubt(
    tmp_path: Path, database: str, begin: Started
) -> None:
    record = tmp_path / "taken"
    with sending(tmp_path, database, MANY) as store:
        several = [begin("worker"), begin("worker")]
        wait_until(lambda: store.read(_ready))
        wait_until(lambda: store.read(_at_work) == 2)
        wait_until(lambda: len(lines(record)) >= MANY // 4)
        for one in several:
            one.terminate()
        assert [one.wait() for one in several] == [0, 0]
        found = states(store)
        assert not {"sending", "unknown"} & set(found)
        assert found["accepted"] == len(lines(record))


def test_an_engine_and_workers_never_share_a_house(
    tmp_path: Path, database: str, begin: Started
) -> None:
    record = tmp_path / "taken"
    with sending(tmp_path, database, 1):
        begin("worker")
        wait_until(lambda: len(lines(record)) == 1)
        _, said = begin("run", "--port", "0").communicate()
        assert "another engine already runs" in said
        assert database not in said


def test_a_house_in_sqlite_has_no_workers(tmp_path: Path, begin: Started) -> None:
    house(tmp_path / "house", 1)
    worker = begin("worker")
    _, said = worker.communicate()
    assert worker.returncode == 1
    assert "a house in SQLite is served by one process: `outreach run`" in said


def _at_work(conn: Connection) -> int:
    """Return how many shards are being passed through the gate at this moment."""
    doing = "status = 'doing' and queue_name = 'people'"
    return conn.scalar(sql(f"select count(*) from jobs.procrastinate_jobs where {doing}")) or 0


def _ready(conn: Connection) -> bool:
    return bool(conn.scalar(sql("select 1 from pg_tables where tablename = 'procrastinate_jobs'")))
