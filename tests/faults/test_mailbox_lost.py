"""A mailbox that is lost for an hour: nothing leaves meanwhile, and what waited binds first."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from outreach.bootstrap.engine import rounds_of
from outreach.clock import SimulatedClock, SystemClock
from outreach.store import tables
from tests.dovecot import Dovecot
from tests.outreach.engine.houses import house, mail_server, planned
from tests.outreach.engine.mailboxes import Post, deaf
from tests.outreach.engine.test_crash import lines

MANY = 12


@pytest.mark.needs("dovecot")
def test_nothing_leaves_for_the_hour_and_a_stop_that_waited_binds_before_anything_does(
    tmp_path: Path, dovecot: Dovecot
) -> None:
    asyncio.run(_lose_and_find(tmp_path, dovecot))


async def _lose_and_find(folder: Path, dovecot: Dovecot) -> None:
    record, clock = folder / "taken", SimulatedClock(SystemClock().now())
    with ExitStack() as around:
        port = around.enter_context(mail_server(record, 0.0))
        home = house(folder / "house", port)
        post = Post(home, dovecot, "lost@kestrel.example", "lostben@kestrel.example")
        ours = around.enter_context(post.opened(clock))
        rounds = rounds_of(ours)
        await rounds.everything()
        planned(ours.store, MANY)
        address = ours.store.read(lambda conn: conn.scalar(select(tables.point.c.address)))
        post.says(str(address), "Please stop emailing me.")
        dovecot.stop()
        try:
            for _ in range(6):
                clock.advance(timedelta(minutes=10))
                await rounds.everything()
        finally:
            dovecot.start()
        assert lines(record) == []
        assert "`imap` could not be read for 3600 seconds" in deaf(ours)
        await rounds.everything()
        assert deaf(ours) == ""
        assert len(lines(record)) == MANY - 1
        assert not any(str(address) in line for line in lines(record))
        for door in ours.doors.values():
            await door.close()
