"""Caps are everybody's: whoever of us, by whichever channel, out of whichever sequence."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.gate.pressing import press_person
from outreach.services.reach_out import ReachOut
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.finding import Force
from policies.rulebook import Cap, Pack, Rulebook
from policies.statement import AtMost, Callback, Refuse
from policies.verdict import Allow, Defer
from tests.outreach.gate.offices import DAY, house_of
from tests.outreach.gate.world import World

ONE_A_DAY = Cap(1, 24)


def law_of(*caps: Cap) -> Rulebook:
    """Return a rulebook of one law with these caps, where everybody in these tests lives."""
    book = house_of(*caps)
    entry = replace(book.packs["house"].entries[0], jurisdiction="US", force=Force.LAW, purposes=())
    return replace(book, packs={"us": Pack("us", "a law", (entry,))})


def _written(world: World, one: Person, channel: Channel, **values: Any) -> AttemptState:  # noqa: ANN401
    attempt = world.plan(one, channel, **values)
    asyncio.run(world.gate.pass_batch([attempt]))
    return world.state(attempt)


@pytest.mark.parametrize("rulebook", [house_of(ONE_A_DAY), law_of(ONE_A_DAY)], ids=["house", "law"])
def test_two_sequences_of_one_person_due_in_one_tick_are_one_contact(
    store: Store, rulebook: Rulebook
) -> None:
    """CASES 61: and of two reps, by two channels."""
    world = World(store, rulebook=rulebook)
    somebody = world.person()
    mail = world.plan(somebody, sequence_name="spring", by="Ana Ruiz")
    text = world.plan(somebody, Channel.SMS, sequence_name="autumn", by="Bob Ito")
    reach = ReachOut(world.gate, lambda person: ())
    for _ in range(3):
        asyncio.run(reach.run())
    states = {world.state(one) for one in (mail, text)}
    assert states == {AttemptState.ACCEPTED, AttemptState.PLANNED}
    waits = next(one for one in (mail, text) if world.state(one) is AttemptState.PLANNED)
    assert world.row(waits)["due_at"] == world.clock.now() + DAY
    assert "1 in 24 hours is the limit, and it is reached" in world.decisions(waits)[-1]["sentence"]


def test_laws_caps_count_every_sequence_every_rep_and_pressed_calls(store: Store) -> None:
    """CASES 61"""
    world = World(store, rulebook=law_of(Cap(3, 24)))
    somebody = world.person()
    assert _written(world, somebody, Channel.EMAIL, sequence_name="spring") is AttemptState.ACCEPTED
    assert _written(world, somebody, Channel.SMS, by="Bob Ito") is AttemptState.ACCEPTED
    assert asyncio.run(press_person(world.gate, somebody.id, "Cy")).granted
    assert _written(world, somebody, Channel.EMAIL, by="Dee") is AttemptState.PLANNED
    pressed = asyncio.run(press_person(world.gate, somebody.id, "Cy"))
    assert "3 in 24 hours is the limit" in pressed.explanation


def test_a_promise_passes_the_houses_caps_and_never_laws(store: Store) -> None:
    for rulebook, verdict in ((house_of(ONE_A_DAY), Allow), (law_of(ONE_A_DAY), Defer)):
        world = World(store, rulebook=rulebook)
        somebody = world.person()
        world.word(somebody, Callback(world.clock.now(), Channel.PHONE), words="Ring me at noon.")
        _written(world, somebody, Channel.EMAIL, purpose=Purpose.SERVICE)
        call = world.plan(somebody, Channel.PHONE, purpose=Purpose.PROMISED, automated=False)
        assert isinstance(world.gate.judge_batch([call]).judged[0].verdict, verdict)


@pytest.mark.parametrize("channel", list(Channel))
def test_a_persons_own_limit_counts_every_channel(store: Store, channel: Channel) -> None:
    world = World(store)
    somebody = world.person()
    world.word(somebody, AtMost(1, 30), words="Once a month is enough.")
    if channel is Channel.PHONE:
        asyncio.run(press_person(world.gate, somebody.id, "Cy"))
    else:
        _written(world, somebody, channel)
    world.later(timedelta(days=29))
    for other in (Channel.EMAIL, Channel.SMS):
        assert _written(world, somebody, other) is AttemptState.PLANNED


def test_the_confirmation_of_a_stop_counts_towards_no_limit(store: Store) -> None:
    world = World(store)
    somebody = world.person()
    world.word(somebody, AtMost(1, 30), words="Once a month is enough.")
    world.word(somebody, Refuse(Channel.EMAIL), words="No more mail.")
    said = world.store.read(lambda conn: world.last_word(conn, somebody))
    confirmed = _written(
        world, somebody, Channel.EMAIL, purpose=Purpose.ACKNOWLEDGE, acknowledges=said
    )
    assert confirmed is AttemptState.ACCEPTED
    assert _written(world, somebody, Channel.SMS) is AttemptState.ACCEPTED
