"""What a round says of itself."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from channels.contract import Temporary
from outreach.engine.intake import Intake
from outreach.engine.ticks import Rounds
from outreach.services.reach_out import ReachOut
from outreach.store.unit import Store
from policies.channel import Channel
from tests.outreach.gate.world import World
from tests.outreach.services.houses import build


def rounds(world: World) -> Rounds:
    ears = build(world.store, world.clock, world.gate.stopped).ears
    return Rounds(ReachOut(world.gate, lambda person: ()), Intake(ears, ()))


def test_what_a_door_would_not_take_is_told_without_anybodys_address(
    sqlite_store: Store,
) -> None:
    world = World(sqlite_store)
    for detail in ("connection refused", "450 try later, scott@kestrel.example"):
        world.plan(world.person())
        world.doors[Channel.EMAIL].script.append(Temporary("connect", detail))
    with capture_logs() as logs:
        asyncio.run(rounds(world).reach_out())
    told = {each["because"]: each["count"] for each in logs if each["event"] == "not handed over"}
    assert told == {"connection refused": 1, "see `outreach people show`": 1}
    assert "scott@" not in str(logs)
