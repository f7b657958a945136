"""After an outage everything that waits is read, however often that is broken off; until then
nothing leaves."""

from __future__ import annotations

import os
import signal
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from outreach.clock import SystemClock
from outreach.store import tables
from outreach.store.unit import Store
from policies.channel import Channel
from tests.outreach.engine.conftest import Run
from tests.outreach.engine.houses import house, mail_server, planned
from tests.outreach.engine.test_crash import lines, states, wait_until

MANY, WROTE = 200, 180
BROKEN_OFF = (60, 120)
_OUTAGE = 3_600


def _letters(folder: Path, addresses: list[str]) -> None:
    """Lay a stop by each of these into the Maildir, since an hour."""
    for number, address in enumerate(addresses):
        path = folder / "mail" / "new" / f"{number}.queued"
        path.write_bytes(
            f"From: {address}\r\nTo: ana@kestrel.example\r\nSubject: Re: Maps\r\n"
            f"Message-ID: <{number}@people.example>\r\n\r\nPlease stop emailing me.\r\n".encode()
        )
        since = SystemClock().now().timestamp() - _OUTAGE
        os.utime(path, (since, since))


def _addresses(store: Store) -> list[str]:
    query = select(tables.point.c.address).where(tables.point.c.channel == Channel.EMAIL)
    return sorted(store.read(lambda conn: list(conn.scalars(query))))


def _said(store: Store) -> Counter[str]:
    """Return how many statements there are by each person."""
    query = select(tables.statement.c.person_id)
    return Counter(store.read(lambda conn: list(conn.scalars(query))))


def _read(store: Store, enough: int) -> bool:
    count = select(func.count()).select_from(tables.statement)
    return store.read(lambda conn: conn.scalar(count) or 0) >= enough


@pytest.mark.long
@pytest.mark.timeout(300)
def test_replies_that_queued_up_are_all_heard_once_before_anything_leaves(
    tmp_path: Path, run: Run
) -> None:
    record = tmp_path / "taken"
    with mail_server(record, 0.01) as port:
        folder = house(tmp_path / "house", port)
        store = Store(str(folder / "outreach.db"))
        planned(store, MANY)
        _letters(folder, _addresses(store)[:WROTE])
        for enough in BROKEN_OFF:
            engine = run(folder)
            wait_until(partial(_read, store, enough))
            engine.send_signal(signal.SIGKILL)
            engine.wait()
            assert not _read(store, WROTE), "it was over before it was broken off"
            assert lines(record) == []
        engine = run(folder)
        wait_until(lambda: states(store)["accepted"] == MANY - WROTE)
        engine.terminate()
        assert engine.wait(30) == 0

        said = _said(store)
        assert (len(said), set(said.values())) == (WROTE, {1})
        assert len(lines(record)) == MANY - WROTE
        assert not {"planned", "cleared", "sending", "unknown"} & set(states(store))
        store.close()
