"""An engine with limits hands over to a real mail server at their pace, and rests in between."""

from __future__ import annotations

import asyncio
import signal
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, open_house
from outreach.clock import SimulatedClock, SystemClock
from outreach.store import tables
from outreach.store.unit import Store
from tests.outreach.engine.conftest import Run
from tests.outreach.engine.houses import house, mail_server, planned
from tests.outreach.engine.test_crash import lines, states, wait_until

LIMIT = 20
OPEN_TO_ALL = 18
"""Two are kept for confirmations and answers."""


def limited(folder: Path, port: int) -> Path:
    made = house(folder, port)
    settings = made / "outreach.toml"
    settings.write_text(f"{settings.read_text()}\n[care]\nsender_per_minute = {LIMIT}\n")
    return made


def test_no_minute_sees_more_than_the_limit_and_every_mail_leaves_once(tmp_path: Path) -> None:
    record = tmp_path / "taken"
    with mail_server(record, 0.0) as port:
        clock = SimulatedClock(SystemClock().now())
        home = open_house(limited(tmp_path / "house", port), clock)
        ids = planned(home.store, 50)
        asyncio.run(_rounds(home, clock, minutes=5))
        query = select(tables.attempt.c.sending_since)
        left = sorted(home.store.read(lambda conn: list(conn.scalars(query))))
        home.store.close()
    assert len(set(lines(record))) == len(lines(record)) == len(ids)
    for end in left:
        assert sum(end - timedelta(minutes=1) < one <= end for one in left) <= LIMIT


async def _rounds(home: House, clock: SimulatedClock, minutes: int) -> None:
    rounds = rounds_of(home)
    for _ in range(minutes * 12):
        await rounds.everything()
        clock.advance(timedelta(seconds=5))
    for door in home.doors.values():
        await door.close()


@pytest.mark.long
@pytest.mark.timeout(120)
def test_the_command_itself_rests_until_more_may_go(tmp_path: Path, run: Run) -> None:
    record = tmp_path / "taken"
    with mail_server(record, 0.0) as port:
        folder = limited(tmp_path / "house", port)
        store = Store(str(folder / "outreach.db"))
        planned(store, 100)
        engine = run(folder)
        wait_until(partial(_went, record, OPEN_TO_ALL))
        time.sleep(3)
        engine.send_signal(signal.SIGTERM)
        assert engine.wait(30) == 0
        found = states(store)
        judged = store.read(lambda conn: list(conn.scalars(select(tables.decision.c.attempt_id))))
        store.close()
    assert found == {"accepted": OPEN_TO_ALL, "planned": 100 - OPEN_TO_ALL}
    assert len(lines(record)) == OPEN_TO_ALL
    assert len(judged) == len(set(judged)) == 100, "what waits is not judged again and again"


def _went(record: Path, enough: int) -> bool:
    return len(lines(record)) >= enough
