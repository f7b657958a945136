"""Recorded decisions judged again: by their own rulebook to the same end, by another to see."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from outreach.bootstrap.rulebook import load_rulebook
from outreach.services.what_if import Flip, Tally, replay, what_if
from outreach.store import recorded, tables
from outreach.store.unit import Store
from policies.channel import Channel
from policies.statement import Avoid, Pause, Prefer, Refuse
from tests.databases import NOON
from tests.outreach.gate.world import World


def busy(store: Store) -> World:
    """A house that has allowed, deferred, rerouted, blocked and held."""
    world = World(store, rulebook=load_rulebook(["house"]))
    planned = [world.plan(world.person())]
    for said in (
        (Refuse(None),),
        (Avoid(Channel.EMAIL), Prefer(Channel.PHONE)),
        (Pause(NOON + timedelta(days=20)),),
    ):
        one = world.person()
        world.word(one, *said)
        planned.append(world.plan(one))
    planned.append(world.plan(world.person(), message="broken"))
    planned.append(world.plan(world.person(addresses=()), Channel.EMAIL))
    asyncio.run(world.gate.pass_batch(planned))
    return world


def again(world: World, **changes: Any) -> tuple[Tally, list[Flip]]:  # noqa: ANN401
    tally = Tally()
    rulebook = replace(world.rulebook, **changes) if changes else world.rulebook
    return tally, list(what_if(world.store, rulebook, tally))


def test_the_same_rulebook_comes_to_the_same_end(store: Store) -> None:
    world, tally = busy(store), Tally()
    assert list(replay(world.store, world.rulebook, tally)) == []
    assert (tally.judged, tally.same, tally.other_rulebook) == (6, 6, 0)


def test_what_another_rulebook_decided_is_no_proof_and_no_failure(store: Store) -> None:
    world, tally = busy(store), Tally()
    other = replace(world.rulebook, fingerprint="another")
    assert list(replay(world.store, other, tally)) == []
    assert (tally.judged, tally.other_rulebook) == (0, 6)


def test_another_rulebook_shows_every_flip_by_person_rule_and_verdict(store: Store) -> None:
    world = World(store, rulebook=load_rulebook(["house"]))
    world.expect(NOON.replace(hour=9))
    early, refused = world.person("Ingrid Lund"), world.person()
    world.word(refused, Refuse(None))
    asyncio.run(world.gate.pass_batch([world.plan(early), world.plan(refused)]))
    tally, flips = again(world, packs={}, literal=True)
    by_person = {one.person_id: one for one in flips}
    first, other = by_person[early.id], by_person[refused.id]
    assert (first.verdict_before, first.verdict_after) == ("defer", "allow")
    assert (other.verdict_before, other.verdict_after) == ("block", "block")
    assert first.rules == ("contact-hours",)
    assert tally.verdicts == Counter({("defer", "allow"): 1, ("block", "block"): 1})
    assert tally.rules["contact-hours"] == 2
    assert (tally.judged, tally.flips) == (2, 2)


def test_decisions_without_facts_are_counted_as_not_replayable(store: Store) -> None:
    world, tally = busy(store), Tally()
    store.write(lambda conn: conn.execute(update(tables.decision).values(facts=None)))
    assert list(replay(world.store, world.rulebook, tally)) == []
    assert (tally.judged, tally.without_facts) == (0, 6)


def test_altered_facts_come_out_otherwise(store: Store) -> None:
    world, tally = busy(store), Tally()
    kept = (one for one in recorded.stream(store, None) if one.verdict == "block")
    blocked = next(one for one in kept if one.facts and one.facts["statements"])
    assert blocked.facts is not None
    facts = {**blocked.facts, "statements": []}
    change = update(tables.decision).where(tables.decision.c.id == blocked.id).values(facts=facts)
    store.write(lambda conn: conn.execute(change))
    [flip] = replay(world.store, world.rulebook, tally)
    assert (flip.decision, flip.verdict_before, flip.verdict_after) == (
        blocked.id,
        "block",
        "defer",
    )


def test_the_stream_gives_each_once_in_order_however_many_fit_into_a_page(
    sqlite_store: Store,
    monkeypatch: Any,  # noqa: ANN401
) -> None:
    world = busy(sqlite_store)
    monkeypatch.setattr(recorded, "_AT_ONCE", 4)
    ids = [one.id for one in recorded.stream(sqlite_store, None)]
    assert len(ids) == len(set(ids)) == recorded.count(sqlite_store, None) == 6
    assert recorded.count(sqlite_store, world.clock.now() + timedelta(days=1)) == 0
