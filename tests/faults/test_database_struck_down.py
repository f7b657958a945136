"""The database falls without a word and comes up again: whoever asks first afterwards is heard."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from outreach.cli.serving.waiting import opened_in_time
from outreach.errors import StorageError
from outreach.store import ledger, tables
from outreach.store.ledger import Entry
from outreach.store.unit import Mode, Store
from tests.databases import NOON
from tests.loaded import start
from tests.outreach.engine.houses import house, mail_server, planned
from tests.outreach.engine.test_crash import lines, wait_until
from tests.soak.restarting import database

MANY = 20


@pytest.mark.long
@pytest.mark.needs("postgres")
def test_what_was_committed_is_there_and_the_first_word_afterwards_is_kept() -> None:
    with database() as server:
        store = Store.create(server.url, Mode.REHEARSAL, NOON)
        store.write(lambda conn: ledger.add(conn, Entry(NOON, "before", "nobody", {})))
        count = select(func.count()).select_from(tables.ledger)
        assert store.read(lambda conn: conn.scalar(count)) == 1
        server.strike()
        store.write(lambda conn: ledger.add(conn, Entry(NOON, "after", "nobody", {})))
        server.strike()
        assert store.read(lambda conn: conn.scalar(count)) == 2
        store.close()


@pytest.mark.long
@pytest.mark.needs("postgres")
def test_a_worker_waits_for_a_server_that_is_down_and_outlives_one_that_falls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, home = tmp_path / "taken", tmp_path / "house"
    with database() as server, mail_server(record, 0.0) as port:
        monkeypatch.setenv("OUTREACH_DATABASE", server.url)
        house(home, port)
        store = Store(server.url)
        planned(store, MANY)
        server.fall()
        worker = start("outreach", "worker", "--house", str(home))
        assert worker.stdout is not None
        assert next(line for line in worker.stdout if "waiting up to 300 seconds" in line)
        server.rise()
        wait_until(lambda: len(lines(record)) == MANY)
        server.strike()
        planned(store, MANY)
        wait_until(lambda: len(lines(record)) == 2 * MANY)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait() == 0
        store.close()


@pytest.mark.long
@pytest.mark.needs("postgres")
def test_who_waits_says_so_and_ends_when_the_server_stays_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with database() as server:
        monkeypatch.setenv("OUTREACH_DATABASE", server.url)
        house(tmp_path / "house", 1)
        server.fall()
        with pytest.raises(StorageError, match="failed, and nothing was changed"):
            opened_in_time(tmp_path / "house", patience=1.0)
        said = " ".join(capsys.readouterr().out.split())
        assert "waiting up to 1 seconds for it; Ctrl-C ends this" in said
        server.rise()
