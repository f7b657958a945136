"""A house in which something of everything has happened, and all of it is in order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert

from outreach.gate import recovery, redeeming
from outreach.services.auditing import Audit, Received, audit
from outreach.store import attempts, tables
from outreach.store.unit import Store
from tests.outreach.gate.world import World
from tests.outreach.services.houses import build

LONGEST = timedelta(minutes=11)


@dataclass(frozen=True, slots=True)
class Lived:
    """Ids of attempts and people, by what became of them; `over` is when it all had happened."""

    store: Store
    over: datetime
    heard: str
    """Scott had this, and stopped us afterwards."""
    doubtful: str
    held: str
    blocked: str
    scott: str
    rosa: str
    walk: str

    def audit(self, record: list[Received] | None = None) -> Audit:
        """Audit the house a quarter of an hour later."""
        return audit(self.store, self.over + timedelta(minutes=15), LONGEST, record)

    def mail(self, attempt_id: str) -> str:
        """Return the Message-ID that an attempt left as."""
        row = self.store.read(lambda conn: attempts.rows(conn, [attempt_id]))[0]
        return str(row["message_id"])


def lived(store: Store) -> Lived:
    """Let it happen: what was accepted, doubted, held, blocked, said and promised."""
    world = World(store)
    house = build(store, world.clock, world.gate.stopped)
    house.member("Ana Ruiz")
    scott, rosa = world.person("Scott Reyes"), world.person("Rosa Lima")
    heard = world.plan(scott)
    doubtful = world.plan(world.person("Uma Rao"))
    held = world.plan(world.person("Hilde Berg", identity_unclear_because="two of that name"))
    otto = world.person("Otto Lang")
    world.word(otto)
    blocked = world.plan(otto)
    asyncio.run(world.gate.pass_batch([heard, held, blocked]))
    passed, now = world.gate.judge_batch([doubtful]), world.clock.now()
    store.write(lambda conn: redeeming.redeem(conn, passed.cleared, "w", now))
    store.write(lambda conn: recovery.at_start(conn, now))
    world.later(timedelta(hours=1))
    house.writes(scott, "Please stop emailing me.")
    house.writes(rosa, "Could you email me the pricing?")
    walk = _walks(world, rosa.id)
    over = world.clock.now()
    return Lived(store, over, heard, doubtful, held, blocked, scott.id, rosa.id, walk)


def _walks(world: World, person_id: str) -> str:
    now = world.clock.now()
    plan = {"id": "q_1", "name": "spring", "version": 1, "purpose": "marketing", "body": {}}
    walk = {"id": "e_1", "person_id": person_id, "sequence_id": "q_1", "state": "active"}
    due = {"by": "Ana Ruiz", "enrolled_at": now, "next_due_at": now + timedelta(days=1)}
    world.store.write(
        lambda conn: conn.execute(insert(tables.sequence), plan | {"added_at": now, "options": {}})
    )
    world.store.write(lambda conn: conn.execute(insert(tables.enrollment), walk | due))
    return "e_1"
