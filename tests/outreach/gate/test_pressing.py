from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from outreach.bootstrap.rulebook import load_rulebook
from outreach.clock import SimulatedClock
from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.gate.pressing import press, press_person
from outreach.store import call_book
from outreach.store.unit import Store
from policies.channel import Channel
from policies.statement import AtMost, Avoid, Prefer
from tests.outreach.gate.world import World

TRAVELS = "Because of extensive travel I'm not able to do phone, could you email me the pricing?"


def _queued(world: World) -> tuple[Person, str]:
    somebody = world.person()
    call = world.plan(somebody, Channel.PHONE)
    asyncio.run(world.gate.pass_batch([call]))
    assert world.state(call) is AttemptState.QUEUED
    return somebody, call


def test_an_allowed_call_waits_in_the_book_without_a_number_or_a_clearance(world: World) -> None:
    """CASES 10"""
    _, call = _queued(world)
    row = world.row(call)
    assert row["nonce"] is None
    entry = world.store.read(call_book.waiting)[0]
    assert entry.attempt_id == call
    assert "+1702" not in str(entry)
    assert world.sent(Channel.PHONE) == []


def test_pressing_judges_again_and_reveals_the_number_to_who_pressed(world: World) -> None:
    _, call = _queued(world)
    pressed = asyncio.run(press(world.gate, call, "Ben"))
    assert pressed.granted
    assert world.sent(Channel.PHONE) == [call]
    row = world.row(call)
    assert (row["by"], row["automated"]) == ("Ben", False)
    assert [one["kind"] for one in world.decisions(call)] == ["gate", "press"]


def test_a_call_is_given_to_one_of_two_who_press_it(world: World) -> None:
    _, call = _queued(world)
    asyncio.run(press(world.gate, call, "Ben"))
    with pytest.raises(InputError, match="cannot be pressed: it is accepted"):
        asyncio.run(press(world.gate, call, "Ana"))


def test_a_refused_press_shows_no_number_and_makes_no_other_attempt(world: World) -> None:
    """CASES 34"""
    somebody, call = _queued(world)
    world.word(somebody, Avoid(Channel.PHONE), Prefer(Channel.EMAIL), words=TRAVELS)
    pressed = asyncio.run(press(world.gate, call, "Ben"))
    assert not pressed.granted
    assert TRAVELS in pressed.explanation
    assert world.sent(Channel.PHONE) == []
    assert pressed.outcome.instead is None
    assert world.state(call) is AttemptState.PLANNED
    assert world.store.read(call_book.waiting) == []


def test_half_past_six_in_las_vegas_is_refused_with_their_own_sentence(store: Store) -> None:
    """CASES 10"""
    morning = datetime.fromisoformat("2026-11-24T06:30:00-08:00")
    world = World(store, clock=SimulatedClock(morning), rulebook=load_rulebook())
    somebody = world.person(region="US-NV", zone="America/Los_Angeles")
    world.word(somebody, Avoid(Channel.PHONE), Prefer(Channel.EMAIL), words=TRAVELS)
    pressed = asyncio.run(press_person(world.gate, somebody.id, "Ben"))
    assert not pressed.granted
    assert TRAVELS in pressed.explanation
    assert "24 Nov 2026" in pressed.explanation
    assert world.sent(Channel.PHONE) == []


def test_a_press_that_somebody_just_thought_of_leaves_nothing_behind(world: World) -> None:
    somebody = world.person()
    world.word(somebody)
    pressed = asyncio.run(press_person(world.gate, somebody.id, "Ben"))
    assert not pressed.granted
    assert world.state(pressed.outcome.attempt_id) is AttemptState.BLOCKED
    assert world.store.read(call_book.waiting) == []


def test_a_press_counts_as_a_contact(world: World) -> None:
    """CASES 61"""
    somebody = world.person()
    world.word(somebody, AtMost(1, 30), words="Once a month at most.")
    asyncio.run(press_person(world.gate, somebody.id, "Ben"))
    world.later(timedelta(days=1))
    mail = world.plan(somebody)
    asyncio.run(world.gate.pass_batch([mail]))
    assert "frequency-cap" in world.decisions(mail)[0]["rules"]


def test_an_email_cannot_be_pressed(world: World) -> None:
    mail = world.plan(world.person())
    with pytest.raises(InputError, match="is no call"):
        asyncio.run(press(world.gate, mail, "Ben"))
