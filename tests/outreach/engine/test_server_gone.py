"""A mail server that is killed while it takes our mails, and comes back."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import open_house
from outreach.clock import SimulatedClock, SystemClock
from tests.outreach.engine.houses import house, mail_server, planned
from tests.outreach.engine.test_crash import lines, states, wait_until

MANY, TAKEN, CONNECTIONS = 120, 40, 10


def test_a_mail_server_killed_mid_way_leaves_nobody_out_and_nobody_twice(tmp_path: Path) -> None:
    """CASES 2, CASES 3"""
    record = tmp_path / "taken"
    found = asyncio.run(_lose_and_find(tmp_path / "house", record))
    assert set(found) == {"accepted", "unknown"}
    assert found.total() == MANY
    assert 1 <= found["unknown"] <= CONNECTIONS
    assert set(Counter(lines(record)).values()) == {1}
    assert found["accepted"] <= len(lines(record)) <= MANY


async def _lose_and_find(folder: Path, record: Path) -> Counter[str]:
    """Kill the server when it has fallen silent, and send the rest when there is one again."""
    clock = SimulatedClock(SystemClock().now())
    with ExitStack() as server:
        port = server.enter_context(mail_server(record, 0.0, TAKEN))
        home = open_house(house(folder, port, CONNECTIONS), clock)
        planned(home.store, MANY)
        rounds = rounds_of(home)
        await rounds.listen()
        sending = asyncio.create_task(rounds.reach_out())
        await asyncio.to_thread(wait_until, lambda: len(lines(record)) >= TAKEN)
    await sending
    assert states(home.store)["planned"] > 0, "what could not be taken waits"
    with mail_server(record, 0.0, port=port):
        clock.advance(timedelta(minutes=2))
        await rounds.everything()
        for door in home.doors.values():
            await door.close()
    found = states(home.store)
    home.store.close()
    return found
