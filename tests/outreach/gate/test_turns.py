"""Looking ahead at an organisation: who goes first, and when it is whose turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.domain.sequences import Delay, Sequence, Step, Unit
from outreach.gate.preflight import Asked, Foreseen, preflight
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.statement import Pause
from policies.verdict import Allow, Defer
from tests.outreach.gate.offices import DAY, a_world, at
from tests.outreach.gate.world import World


@pytest.fixture
def world(sqlite_store: Store) -> World:
    return a_world(sqlite_store, 2)


def _foresee(world: World, people: list[str], *days: int) -> list[Foreseen]:
    steps = tuple(
        Step(number, Channel.EMAIL, {Channel.EMAIL: f"letter {number}"}, Delay(gap, Unit.DAY))
        for number, gap in enumerate((0, *days), 1)
    )
    spring = Sequence("spring", 1, Purpose.MARKETING, steps)
    return preflight(world.gate, Asked(spring, people, "Ana Ruiz", world.clock.now()))


def test_people_at_one_organisation_take_turns(world: World) -> None:
    people = [at(world).id for _ in range(7)]
    now = world.clock.now()
    found = _foresee(world, people)
    assert [one.goes_at for one in found] == [now] * 2 + [now + DAY] * 2 + [now + 2 * DAY] * 2 + [
        now + 3 * DAY
    ]
    assert [type(one.verdict) for one in found] == [Allow] * 2 + [Defer] * 5
    assert "two people at Kestrel Mapping heard from us" in found[2].case.explanation.sentence


def test_people_of_several_organisations_wait_for_nobody(world: World) -> None:
    found = _foresee(world, [at(world, work=f"office {number}").id for number in range(5)])
    assert [one.turn for one in found] == [None] * 5


def test_who_waits_for_another_reason_takes_turns_after_it(world: World) -> None:
    monday = world.clock.now() + timedelta(days=6)
    people = [at(world) for _ in range(5)]
    for one in people:
        world.word(one, Pause(monday), words="Not before Monday.")
    found = _foresee(world, [one.id for one in people])
    assert [one.goes_at for one in found] == [monday] * 2 + [monday + DAY] * 2 + [monday + 2 * DAY]
    assert [one.turn is None for one in found] == [True, True, False, False, False]


def test_nothing_foreseen_is_kept(world: World) -> None:
    people = [at(world).id for _ in range(4)]
    before = [one.goes_at for one in _foresee(world, people)]
    assert [one.goes_at for one in _foresee(world, people)] == before


def test_a_later_step_counts_from_the_turn(world: World) -> None:
    people = [at(world).id for _ in range(3)]
    found = _foresee(world, people, 3)
    third = [one.goes_at for one in found if one.person_id == people[2]]
    assert third == [world.clock.now() + DAY, world.clock.now() + 4 * DAY]
