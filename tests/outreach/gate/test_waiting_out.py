"""A door that takes nothing just now is waited out: a crowd of an hour costs nobody their text."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from channels.contract import Temporary
from outreach.domain.attempts import AttemptState
from policies.channel import Channel
from tests.outreach.gate.world import World

CROWDED = Temporary("20429", "too many", retry_after=2.0)


def pass_it(world: World, attempt: str) -> timedelta:
    """Let the gate try once; return how long it is to wait."""
    before = world.clock.now()
    asyncio.run(world.gate.pass_batch([attempt]))
    wait: timedelta = world.row(attempt)["due_at"] - before
    return wait


def test_the_first_wait_is_as_long_as_the_door_says(world: World) -> None:
    attempt = world.plan(world.person(), Channel.SMS)
    world.doors[Channel.SMS].script.append(CROWDED)
    assert pass_it(world, attempt) == timedelta(seconds=2)
    assert world.state(attempt) is AttemptState.PLANNED


def test_a_door_that_goes_on_saying_so_is_asked_less_and_less_often(world: World) -> None:
    attempt = world.plan(world.person(), Channel.SMS)
    world.doors[Channel.SMS].script.extend([CROWDED] * 6)
    waits = []
    for _ in range(6):
        waits.append(pass_it(world, attempt))
        world.later(waits[-1])
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) > timedelta(hours=1)
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.state(attempt) is AttemptState.ACCEPTED


@pytest.mark.parametrize("said", [float("inf"), float("nan"), 1e15, -5.0])
def test_a_door_that_names_no_time_at_all_stops_nobody_else(world: World, said: float) -> None:
    attempt, after = (
        world.plan(world.person(), Channel.SMS),
        world.plan(world.person(), Channel.SMS),
    )
    world.doors[Channel.SMS].script.append(Temporary("20429", "too many", retry_after=said))
    assert pass_it(world, attempt) <= timedelta(days=1)
    asyncio.run(world.gate.pass_batch([after]))
    assert world.state(after) is AttemptState.ACCEPTED
