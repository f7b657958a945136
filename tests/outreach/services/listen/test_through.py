"""Somebody who asks to be reached only through another is reached so, or not at all."""

from __future__ import annotations

import asyncio

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.people import ContactPoint, Member, Person
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.listen.through import Through, only_through
from outreach.store import history, people, points, relations, statements, team
from outreach.store.statements import Heard
from outreach.store.unit import Store
from policies.channel import Channel
from policies.statement import Refuse, Source, Statement, Understood, Via
from tests.outreach.gate.world import World
from tests.outreach.services.houses import build

WORDS = "Please go through Mira, my assistant."


@pytest.fixture
def world(store: Store) -> World:
    made = World(store)
    now = made.clock.now()
    store.write(lambda conn: team.add(conn, Member(new_id("t"), "Ana", now)))
    return made


def _asked(world: World, person: Person, other: Person) -> None:
    ears = build(world.store, world.clock, world.gate.stopped).ears
    only_through(ears, Through(person.id, other.id, WORDS, "Ana"))


def _email(world: World, one: Person) -> ContactPoint:
    reached = world.store.read(lambda conn: points.of(conn, one.id))
    [found] = [
        point for point in reached if point.channel is Channel.EMAIL and not point.through_id
    ]
    return found


def test_a_letter_to_them_goes_to_their_assistant_and_their_own_address_is_left_alone(
    world: World,
) -> None:
    boss, mira = world.person("Scott Reyes"), world.person("Mira Sol")
    address = _email(world, mira).address
    _asked(world, boss, mira)
    planned = world.plan(boss)
    asyncio.run(world.gate.pass_batch([planned]))
    assert world.state(planned) is AttemptState.ACCEPTED
    assert [one.to.address for one in world.doors[Channel.EMAIL].taken] == [address]


def test_at_their_own_address_it_is_held_with_their_own_words(world: World) -> None:
    boss, mira = world.person("Scott Reyes"), world.person("Mira Sol")
    own = _email(world, boss)
    _asked(world, boss, mira)
    planned = world.plan(boss, point_id=own.id, has_words_for=(Channel.EMAIL,))
    asyncio.run(world.gate.pass_batch([planned]))
    decided = world.decisions(planned)[-1]
    assert (decided["verdict"], decided["rules"]) == ("hold", ["only-through"])
    assert "only through Mira Sol" in decided["sentence"]


def test_what_the_assistant_refuses_closes_that_way_too(world: World) -> None:
    boss, mira = world.person("Scott Reyes"), world.person("Mira Sol")
    _asked(world, boss, mira)
    address = _email(world, mira)
    now = world.clock.now()
    stop = Understood(Refuse(Channel.EMAIL))
    said = Statement(new_id("s"), "No more.", now, Via.EMAIL, Source.REPLY, True, (stop,))
    heard = Heard(mira.id, now, point_id=address.id)
    world.store.write(lambda conn: statements.add(conn, said, heard))
    planned = world.plan(boss, has_words_for=(Channel.EMAIL,))
    asyncio.run(world.gate.pass_batch([planned]))
    assert world.state(planned) is AttemptState.BLOCKED
    assert "do-not-contact" in world.decisions(planned)[-1]["rules"]


def test_the_assistant_stays_the_one_behind_her_address(world: World) -> None:
    boss, mira = world.person("Scott Reyes"), world.person("Mira Sol")
    _asked(world, boss, mira)
    address = _email(world, mira).address
    found = world.store.read(lambda conn: people.named(conn, address))
    assert [one.id for one in found] == [mira.id]
    tied = world.store.read(lambda conn: relations.of(conn, boss.id))
    assert [(one.what, one.person_id) for one in tied] == [("assistant of", mira.id)]
    told = world.store.read(lambda conn: history.story(conn, boss.id))
    assert WORDS in [one.words for one in told]


def test_an_assistant_whom_nobody_can_reach_is_no_way(world: World) -> None:
    boss, mira = world.person("Scott Reyes"), world.person("Mira Sol", addresses=())
    with pytest.raises(InputError, match="Mira Sol has no address or number that works"):
        _asked(world, boss, mira)
