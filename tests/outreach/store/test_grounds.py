"""A decision's facts cannot be altered unseen, nor the chain cut back to before a kept head."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, update

from outreach.store import decisions, house, ledger, ledger_head, tables
from outreach.store.ledger import Broken, Whole
from outreach.store.unit import Store
from policies.channel import Channel
from policies.statement import AtMost, Avoid, Pause, Prefer, Quiet
from tests.databases import NOON
from tests.outreach.gate.world import World


@pytest.fixture
def judged(store: Store) -> World:
    """A house that has allowed, deferred, rerouted, held and blocked."""
    world = World(store)
    for said in (
        (),
        (Pause(NOON + timedelta(days=3)), Quiet((0, 1), 600, 660), AtMost(1, 30)),
        (Avoid(Channel.EMAIL), Prefer(Channel.SMS)),
    ):
        somebody = world.person()
        if said:
            world.word(somebody, *said, words="not like this, “please”")
        asyncio.run(world.gate.pass_batch([world.plan(somebody)]))
    stopped, silent = world.person(), world.person()
    world.word(stopped)
    for attempt in (world.plan(stopped), world.plan(silent, message="broken")):
        asyncio.run(world.gate.pass_batch([attempt]))
    store.write(lambda conn: ledger.seal(conn, NOON))
    return world


def verdicts(world: World) -> set[str]:
    every = ("allow", "defer", "reroute", "hold", "block")
    found = world.store.read(lambda conn: decisions.listed(conn, every))
    return {one["verdict"] for one in found}


def test_every_kind_of_decision_is_whole_as_it_was_written(judged: World) -> None:
    assert verdicts(judged) == {"allow", "defer", "reroute", "hold", "block"}
    assert isinstance(judged.store.read(ledger.verify), Whole)


def test_altered_facts_are_noticed(judged: World) -> None:
    def forge(conn: Connection) -> str:
        row = decisions.listed(conn, ("block",))[0]
        facts: dict[str, Any] = {**row["facts"], "statements": []}
        conn.execute(
            update(tables.decision).where(tables.decision.c.id == row["id"]).values(facts=facts)
        )
        return str(row["id"])

    forged = judged.store.write(forge)
    found = judged.store.read(ledger.verify)
    assert isinstance(found, Broken)
    assert found.because == f"the grounds of decision `{forged}` are not those it was made on"


def test_an_altered_moment_is_noticed(judged: World) -> None:
    later = update(tables.decision).values(at=NOON + timedelta(days=1))
    judged.store.write(lambda conn: conn.execute(later))
    found = judged.store.read(ledger.verify)
    assert isinstance(found, Broken)
    assert "the grounds of decision" in found.because


def test_facts_that_are_not_kept_any_more_prove_and_disprove_nothing(judged: World) -> None:
    judged.store.write(lambda conn: conn.execute(update(tables.decision).values(facts=None)))
    assert isinstance(judged.store.read(ledger.verify), Whole)


def test_a_chain_goes_on_from_a_head_that_was_kept(judged: World) -> None:
    kept = judged.store.read(ledger_head.head)
    assert kept is not None
    judged.store.write(lambda conn: ledger.add(conn, ledger.Entry(NOON, "halted", "house", {})))
    judged.store.write(lambda conn: ledger.seal(conn, NOON))
    assert judged.store.read(lambda conn: ledger_head.differs(conn, kept)) is None


def test_a_chain_made_anew_by_whoever_has_the_key_is_noticed_by_the_kept_head(
    judged: World,
) -> None:
    kept = judged.store.read(ledger_head.head)
    assert kept is not None

    def forge(conn: Connection) -> None:
        conn.execute(delete(tables.ledger))
        conn.execute(delete(tables.decision))
        conn.execute(delete(tables.lease).where(tables.lease.c.name == ledger.HEAD))
        ledger.add(conn, ledger.Entry(NOON, "halted", "house", {}))
        ledger.seal(conn, NOON)

    def without_decisions(conn: Connection) -> None:
        conn.execute(update(tables.attempt).values(decision_id=None))

    judged.store.write(without_decisions)
    judged.store.write(forge)
    assert isinstance(judged.store.read(ledger.verify), Whole)
    found = judged.store.read(lambda conn: ledger_head.differs(conn, kept))
    assert found is not None
    assert "is gone" in found.because


def test_a_head_of_another_house_is_none_of_ours(judged: World) -> None:
    kept = judged.store.read(ledger_head.head)
    assert kept is not None
    other = update(tables.house).values(installation_key=b"x" * 32)
    judged.store.write(lambda conn: conn.execute(other))
    found = judged.store.read(lambda conn: ledger_head.differs(conn, kept))
    assert found is not None
    assert "none of this house's" in found.because
    assert judged.store.read(house.get).installation_key == b"x" * 32
