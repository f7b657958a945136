"""An engine that starts under another rulebook than the last one says so to everything cleared."""

from __future__ import annotations

import asyncio
from pathlib import Path

from outreach.bootstrap.engine import engine_of
from outreach.bootstrap.house import open_house
from outreach.store import house as house_row
from tests.outreach.engine.houses import house

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
