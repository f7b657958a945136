"""kill -9 while mails go out: every attempt is accounted for, and nobody hears from us twice."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from outreach.gate import recovery
from outreach.store import tables
from outreach.store.unit import Store
from tests.outreach.engine.conftest import Run
from tests.outreach.engine.houses import house, mail_server, planned

MANY = 2_000
CONNECTIONS = 10
SILENT_AFTER = (400, 800, 1_200)
"""The server answers no more after so many mails: whoever is killed then cannot know what left."""


def states(store: Store) -> Counter[str]:
    """Return how many attempts are in which state."""
    return Counter(store.read(lambda conn: list(conn.scalars(select(tables.attempt.c.state)))))


def lines(record: Path) -> list[str]:
    return record.read_text().split() if record.exists() else []


def _taken(record: Path, enough: int) -> bool:
    return len(lines(record)) >= enough


def wait_until(what: Callable[[], bool], seconds: float = 120) -> None:
    give_up = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < give_up, "it takes too long"
        time.sleep(0.05)


@pytest.mark.long
@pytest.mark.timeout(400)
def test_kill_9_in_the_middle_of_two_thousand_mails(tmp_path: Path, run: Run) -> None:
    """CASES 1, CASES 2"""
    record = tmp_path / "taken"
    with mail_server(record, 0.02, *SILENT_AFTER) as port:
        folder = house(tmp_path / "house", port, CONNECTIONS)
        store = Store(str(folder / "outreach.db"))
        ids = planned(store, MANY)
        for enough in SILENT_AFTER:
            engine = run(folder)
            wait_until(partial(_taken, record, enough))
            engine.send_signal(signal.SIGKILL)
            engine.wait()
        engine = run(folder)
        wait_until(lambda: not {"planned", "cleared", "sending"} & set(states(store)), 200)
        engine.terminate()
        assert engine.wait(30) == 0

        found = states(store)
        in_doubt = found["unknown"]
        assert set(found) == {"accepted", "unknown"}
        assert found.total() == MANY == len(ids)
        assert len(SILENT_AFTER) <= in_doubt <= len(SILENT_AFTER) * CONNECTIONS
        taken = Counter(lines(record))
        assert set(taken.values()) == {1}
        accepted = _message_ids(store, "accepted")
        assert accepted <= set(taken)
        assert set(taken) - accepted <= _message_ids(store, "unknown")
        assert len(store.read(recovery.in_doubt)) == in_doubt
        store.close()


def _message_ids(store: Store, state: str) -> set[str]:
    table = tables.attempt
    query = select(table.c.message_id).where(table.c.state == state)
    return set(store.read(lambda conn: list(conn.scalars(query))))


@pytest.mark.long
@pytest.mark.timeout(120)
def test_a_polite_end_finishes_what_is_under_way_and_leaves_nothing_in_doubt(
    tmp_path: Path, run: Run
) -> None:
    """CASES 4"""
    record = tmp_path / "taken"
    with mail_server(record, 0.02) as port:
        folder = house(tmp_path / "house", port, CONNECTIONS)
        store = Store(str(folder / "outreach.db"))
        planned(store, 300)
        for round_ in range(2):
            engine = run(folder)
            enough = 50 * (round_ + 1)
            wait_until(partial(_taken, record, enough))
            engine.terminate()
            assert engine.wait(30) == 0
            found = states(store)
            assert not {"sending", "unknown"} & set(found)
            assert found["accepted"] == len(lines(record))
        store.close()


@pytest.mark.timeout(120)
def test_a_second_engine_says_so_and_stops(tmp_path: Path, run: Run) -> None:
    """CASES 5"""
    record = tmp_path / "taken"
    with mail_server(record, 0.0) as port:
        folder = house(tmp_path / "house", port, CONNECTIONS)
        store = Store(str(folder / "outreach.db"))
        planned(store, 100)
        first = run(folder)
        wait_until(lambda: bool(lines(record)))
        second = run(folder)
        _, said = second.communicate(timeout=60)
        assert second.returncode != 0
        assert "another engine already runs" in said
        wait_until(lambda: len(lines(record)) == 100)
        first.terminate()
        first.wait(30)
        assert set(Counter(lines(record)).values()) == {1}
        store.close()
