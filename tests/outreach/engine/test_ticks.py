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
        world.doors[Channel.EMAIL].script.append(Temporary("connect", detail))
    first, second = (world.plan(world.person()) for _ in range(2))
    with capture_logs() as logs:
        asyncio.run(rounds(world).reach_out())
    told = {
        each["because"]: each["attempts"] for each in logs if each["event"] == "not handed over"
    }
    assert told == {"connection refused": [first], "see `outreach people show`": [second]}
    assert "scott@" not in str(logs)


def test_what_passed_is_told_by_ids_and_nothing_else(sqlite_store: Store) -> None:
    world = World(sqlite_store)
    went = world.plan(world.person("Scott Reyes"))
    refusing = world.person("Otto Lang")
    world.word(refusing)
    blocked = world.plan(refusing)
    with capture_logs() as logs:
        asyncio.run(rounds(world).reach_out())
    told = {each["verdict"]: each for each in logs if each["event"] == "passed the gate"}
    assert told["allow"]["attempts"] == [went]
    assert told["block"]["attempts"] == [blocked]
    assert not any(name in str(logs) for name in ("Scott", "Otto", "@"))
