"""Asking about a moment: what was known of it then, and nothing that came later."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from outreach.bootstrap.rulebook import load_rulebook
from outreach.gate.preflight import may
from outreach.store.unit import Store
from policies.channel import Channel
from policies.verdict import Allow, Defer
from tests.outreach.gate.world import World


def test_a_moment_in_the_past_counts_no_contact_that_came_after_it(sqlite_store: Store) -> None:
    world = World(sqlite_store, rulebook=load_rulebook(["house"]))
    scott = world.person(region="US-NV", zone="America/Los_Angeles")
    world.later(timedelta(hours=6))
    before = world.clock.now()
    world.later(timedelta(hours=3))
    asyncio.run(world.gate.pass_batch([world.plan(scott)]))
    assert world.sent()
    now = may(world.gate, scott.id, Channel.EMAIL, world.clock.now(), by="Ana Ruiz")
    then = may(world.gate, scott.id, Channel.EMAIL, before, by="Ana Ruiz")
    assert isinstance(now.case.verdict, Defer)
    assert isinstance(then.case.verdict, Allow)
    assert then.earliest == before
