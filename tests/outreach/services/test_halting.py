"""Stopping everything by hand, and letting it go on."""

from __future__ import annotations

import asyncio

import pytest

from outreach.errors import InputError
from outreach.services.halting import halt, resume
from outreach.store import ledger
from policies.verdict import Allow, Hold
from tests.outreach.services.conftest import Both


def test_nothing_leaves_a_halted_house_and_the_reason_is_told(both: Both) -> None:
    world = both.world
    attempt = world.plan(world.person())
    halt(world.store, world.clock, "the price list was wrong", "Ana Ruiz")
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert isinstance(outcome.verdict, Hold)
    assert "all sending is halted: the price list was wrong" in outcome.sentence
    assert world.sent() == []


def test_what_waited_is_judged_afresh_once_it_goes_on(both: Both) -> None:
    world = both.world
    attempt = world.plan(world.person())
    halt(world.store, world.clock, "the price list was wrong", "Ana Ruiz")
    asyncio.run(world.gate.pass_batch([attempt]))
    assert resume(world.store, world.clock, "Ana Ruiz") == "the price list was wrong"
    assert asyncio.run(world.gate.pass_batch([attempt]))[0].verdict == Allow()
    assert world.sent() == [attempt]


def test_both_stand_in_the_ledger(both: Both) -> None:
    world = both.world
    halt(world.store, world.clock, "a mistake", "Ana Ruiz")
    resume(world.store, world.clock, "Ana Ruiz")
    kinds = world.store.read(
        lambda conn: [one["kind"] for one in ledger.entries_of(conn, ["house"])]
    )
    assert kinds[-2:] == ["halted", "resumed"]


def test_a_house_that_was_not_halted_says_so(both: Both) -> None:
    assert resume(both.world.store, both.world.clock, "Ana Ruiz") is None


@pytest.mark.parametrize("because", ["", " "])
def test_a_halt_without_a_reason_is_refused(both: Both, because: str) -> None:
    """Whatever it held could not say why it waits."""
    world = both.world
    with pytest.raises(InputError, match="a halt needs its reason"):
        halt(world.store, world.clock, because, "Ana Ruiz")
    assert resume(world.store, world.clock, "Ana Ruiz") is None
