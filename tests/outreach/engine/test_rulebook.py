"""An engine that starts under another rulebook, or runs while it changes, judges by the new one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from outreach.bootstrap.engine import engine_of, rounds_of
from outreach.bootstrap.house import House, open_house
from outreach.domain.attempts import AttemptState
from outreach.engine.ticks import Tick
from outreach.store import attempts
from outreach.store import house as house_row
from tests.outreach.engine.houses import house, planned

TIGHTER = """
code = "house"
title = "ours"
without = []
[[entry]]
id = "never-on-mondays"
kind = "forbidden_days"
channels = ["email"]
citation = "our own choice"
source = "Ana"
confidence = "own_choice"
force = "courtesy"
closed_days = ["mon"]
"""


def epoch_after_a_start(folder: Path) -> int:
    """Start the engine and stop it; return the epoch that the house is in then."""
    home = open_house(folder)

    async def once() -> None:
        engine = engine_of(home)
        await engine.start()
        await engine.stop()

    try:
        asyncio.run(once())
        return home.store.read(house_row.get).epoch
    finally:
        home.store.close()


def test_a_changed_rulebook_raises_the_epoch_once(tmp_path: Path) -> None:
    """CASES 49: the versions of whatever was cleared before are those of another epoch."""
    folder = house(tmp_path / "kestrel", port=9)
    first, again = epoch_after_a_start(folder), epoch_after_a_start(folder)
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies/house.toml").write_text(TIGHTER)
    changed, unchanged = epoch_after_a_start(folder), epoch_after_a_start(folder)
    assert (again, changed, unchanged) == (first, first + 1, first + 1)


EVERY_DAY = '["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'


@pytest.fixture
def running(tmp_path: Path) -> Iterator[House]:
    """An open house, whose rounds are made by hand."""
    home = open_house(house(tmp_path / "kestrel", port=9))
    asyncio.run(rounds_of(home).listen())
    yield home
    home.store.close()


def tighten(home: House, text: str) -> None:
    """Write a pack of the house's own, as another process or an editor does."""
    file = home.settings.folder / "policies/house.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


def state_of(home: House, attempt: str) -> AttemptState:
    return AttemptState(home.store.read(lambda conn: attempts.get(conn, attempt)).state)


def test_a_pack_that_is_tightened_while_the_engine_runs_binds_its_next_round(
    running: House,
) -> None:
    before = running.rulebook
    assert running.rulebook is before
    [attempt] = planned(running.store, 1)
    tighten(running, TIGHTER.replace('["mon"]', EVERY_DAY))
    asyncio.run(rounds_of(running).reach_out())
    assert state_of(running, attempt) is AttemptState.BLOCKED
    assert running.rulebook.fingerprint != before.fingerprint
    kept = running.store.read(house_row.get)
    assert kept.rulebook_fingerprint == running.rulebook.fingerprint


def test_while_a_pack_cannot_be_read_nobody_is_contacted_and_afterwards_it_goes_on(
    running: House,
) -> None:
    [attempt] = planned(running.store, 1)
    tighten(running, "code = ")
    with capture_logs() as logs:
        asyncio.run(Tick("reach out", 1.0, rounds_of(running).reach_out).once())
    assert [each["because"][:27] for each in logs] == ["policies/house.toml is not "]
    assert state_of(running, attempt) is AttemptState.PLANNED
    tighten(running, TIGHTER.replace('["mon"]', EVERY_DAY))
    asyncio.run(rounds_of(running).reach_out())
    assert state_of(running, attempt) is AttemptState.BLOCKED
