"""A house that was brought back sends nothing that the one it was copied from may have sent."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from outreach.domain.attempts import AttemptState
from outreach.gate import redeeming
from outreach.services import halting
from outreach.services.auditing import audit
from outreach.services.bringing_back import HALTED, bring_back
from outreach.store import backing_up, enrollments, house, tables
from outreach.store.engines import address
from outreach.store.unit import Store
from tests.databases import empty
from tests.outreach.gate.world import World


def test_a_backup_made_while_sending_sends_nothing_twice(store: Store, tmp_path: Path) -> None:
    world = World(store)
    done, leaving, cleared, due, later = (
        world.plan(world.person(), due_at=world.clock.now() + timedelta(days=days))
        for days in (0, 0, 0, 0, 2)
    )
    asyncio.run(world.gate.pass_batch([done]))
    passed, now = world.gate.judge_batch([leaving]), world.clock.now()
    store.write(lambda conn: redeeming.redeem(conn, passed.cleared, "w", now))
    world.gate.judge_batch([cleared])
    walk = _walks(world)

    file = tmp_path / "house.backup"
    backing_up.back_up(store, file)
    asyncio.run(world.gate.hand_over(passed))
    asyncio.run(world.gate.hand_over(world.gate.judge_batch([due])))

    kind = "postgresql" if store.url.get_backend_name() == "postgresql" else "sqlite"
    with empty(kind, tmp_path) as url:
        world.later(timedelta(hours=1))
        brought = bring_back(file, address(url), world.clock)
        assert (brought.in_doubt, brought.taken_back, brought.passed_over) == (1, 2, 1)
        copy = World(Store(url), world.clock)
        assert copy.store.read(house.get).halted_because == HALTED
        everything = [done, leaving, cleared, due, later]
        copy.later(timedelta(days=3))
        asyncio.run(copy.gate.pass_batch(everything))
        assert copy.sent() == []
        halting.resume(copy.store, copy.clock, "Ana Ruiz")
        asyncio.run(copy.gate.pass_batch(everything))
        assert copy.sent() == [later]
        assert max(Counter(world.sent() + copy.sent()).values()) == 1
        assert [copy.state(one) for one in everything] == [
            AttemptState.ACCEPTED,
            AttemptState.UNKNOWN,
            AttemptState.WITHDRAWN,
            AttemptState.WITHDRAWN,
            AttemptState.ACCEPTED,
        ]
        going_on = copy.store.read(lambda conn: enrollments.get(conn, walk))
        assert (going_on.next_due_at, going_on.last_done_at is not None) == (None, True)
        found = audit(copy.store, copy.clock.now(), timedelta(minutes=11))
        assert [one.shown for one in found.checked] == [[]] * len(found.checked)
        copy.store.close()


def _walks(world: World) -> str:
    """Put somebody into a sequence whose next step is due now."""
    now, somebody = world.clock.now(), world.person()
    plan = {"id": "q_1", "name": "spring", "version": 1, "purpose": "marketing", "body": {}}
    walk = {"id": "e_1", "person_id": somebody.id, "sequence_id": "q_1", "state": "active"}
    due = {"by": "Ana Ruiz", "enrolled_at": now, "next_due_at": now}
    world.store.write(
        lambda conn: conn.execute(insert(tables.sequence), plan | {"added_at": now, "options": {}})
    )
    world.store.write(lambda conn: conn.execute(insert(tables.enrollment), walk | due))
    return "e_1"
