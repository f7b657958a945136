"""How far a carrier is with what it took, by its answer, or by a report that was quicker."""

from __future__ import annotations

import asyncio

from channels.contract import Accepted
from outreach.store import carried
from outreach.store.carried import Told
from policies.channel import Channel
from tests.outreach.gate.world import World


def taken(world: World) -> str:
    attempt = world.plan(world.person(), Channel.SMS)
    world.doors[Channel.SMS].script.append(Accepted("SM1", "queued"))
    asyncio.run(world.gate.pass_batch([attempt]))
    return attempt


def test_its_answer_says_how_far_it_is(world: World) -> None:
    row = world.row(taken(world))
    assert (row["delivery"], row["delivery_at"]) == ("queued", world.clock.now())


def test_a_report_that_was_quicker_than_the_answer_stands(world: World) -> None:
    attempt, now = taken(world), world.clock.now()
    told = Told("delivered", None, now, "SM1")
    world.store.write(lambda conn: carried.tell(conn, attempt, told))
    world.store.write(lambda conn: carried.begin(conn, [attempt], "queued", now))
    assert world.row(attempt)["delivery"] == "delivered"


def test_a_door_that_does_not_know_says_nothing(world: World) -> None:
    attempt = world.plan(world.person())
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.row(attempt)["delivery"] is None
