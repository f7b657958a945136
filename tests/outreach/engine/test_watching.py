"""An engine that runs hears what a mailbox announces: it binds without waiting for any tick."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.bootstrap.engine import engine_of
from outreach.bootstrap.house import House
from tests.dovecot import Dovecot
from tests.outreach.engine.mailboxes import Post, messages, post, said, somebody, until

pytestmark = pytest.mark.needs("dovecot")

SCOTT = "scott@reyes.example"
STOP = "Please stop emailing me."


@pytest.fixture
def ready(tmp_path: Path, dovecot: Dovecot) -> Post:
    made = post(tmp_path / "house", dovecot)
    made.bens()
    made.silent_after = 900_000
    return made


def running(house: House, meanwhile: Callable[[], None]) -> None:
    """Do something while the house's engine runs."""

    async def run() -> None:
        engine = engine_of(house)
        await engine.start()
        try:
            await asyncio.to_thread(meanwhile)
        finally:
            await engine.stop()

    asyncio.run(run())


@pytest.mark.parametrize("whose", ["the house's", "Ben's"])
def test_a_stop_binds_when_it_comes(ready: Post, whose: str) -> None:
    with ready.opened() as house:
        scott = somebody(house, SCOTT)

        def meanwhile() -> None:
            ready.says(SCOTT, STOP, to=ready.ben if whose == "Ben's" else "")
            until(lambda: said(house, scott))

        running(house, meanwhile)
        assert said(house, scott) == [STOP]


def test_a_server_that_is_killed_and_comes_back_is_listened_to_again(ready: Post) -> None:
    with ready.opened() as house:
        scott = somebody(house, SCOTT)

        def meanwhile() -> None:
            ready.says(SCOTT, "first")
            until(lambda: said(house, scott))
            ready.dovecot.stop()
            ready.dovecot.start()
            ready.says(SCOTT, STOP, to=ready.ben)
            until(lambda: STOP in said(house, scott))

        running(house, meanwhile)
        assert len(messages(house)) == 2


def test_an_engine_that_ends_leaves_no_thread_behind(ready: Post) -> None:
    with ready.opened() as house:
        running(house, lambda: None)
        assert [one.name for one in threading.enumerate() if one.name.startswith("way in")] == []
