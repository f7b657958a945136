"""What an organisation asks binds whoever has a role there, and nobody whose role is over."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.people import Organisation, Person
from outreach.domain.roles import Role
from outreach.ids import new_id
from outreach.store import bars, belonging, importing, roles
from outreach.store.bars import Mark
from outreach.store.unit import Store
from policies.facts import Barred
from policies.statement import Refuse
from tests.outreach.gate.world import World

NOBODY_THERE = Refuse(None, organisation=True)


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def choir(world: World) -> Organisation:
    """An organisation that nobody works at first."""
    made = world.store.write(lambda conn: importing.organisations_named(conn, ["The Choir"]))
    return Organisation(made["the choir"], "The Choir", "the choir")


def _member(world: World, name: str, choir: Organisation, *, over: bool = False) -> Person:
    one, now = world.person(name), world.clock.now()
    until = now - timedelta(days=1) if over else None
    held = Role(new_id("r"), one.id, "alto", now - timedelta(days=90), choir.id, until)
    world.store.write(lambda conn: roles.add(conn, held))
    return one


def test_nobody_at_our_choir_binds_everybody_who_sings_there_now(
    world: World, choir: Organisation
) -> None:
    asks, sings = _member(world, "Mira Sol", choir), _member(world, "Scott Reyes", choir)
    left = _member(world, "Ingrid Lund", choir, over=True)
    world.word(asks, NOBODY_THERE, words="Please, none of us in the choir.")
    ids = [world.plan(one) for one in (sings, left)]
    asyncio.run(world.gate.pass_batch(ids))
    assert [world.row(one)["state"] for one in ids] == [
        AttemptState.BLOCKED,
        AttemptState.ACCEPTED,
    ]
    decided = world.decisions(ids[0])[-1]
    assert decided["rules"] == ["do-not-contact"]
    assert "none of us in the choir" in decided["sentence"]


def test_a_mark_on_an_organisation_undoes_what_is_cleared_for_its_other_members(
    world: World, choir: Organisation
) -> None:
    sings = _member(world, "Scott Reyes", choir)
    mark = Mark(
        Barred.ORGANISATION, "their chair rang", world.clock.now(), "Ana", organisation_id=choir.id
    )
    raised = world.store.write(lambda conn: bars.add(conn, mark))
    assert raised.people == {sings.id}
    assert raised.organisations == {choir.id}


def test_members_are_those_who_work_there_and_those_with_a_role_now(
    world: World, choir: Organisation
) -> None:
    works = world.person("Lena Ott", organisation_id=choir.id)
    sings = _member(world, "Scott Reyes", choir)
    _member(world, "Ingrid Lund", choir, over=True)
    now = world.clock.now()
    found = world.store.read(lambda conn: belonging.members_of(conn, choir.id, now))
    assert found == sorted([works.id, sings.id])
