"""However judging and handing over fall together, no window holds more people than the cap."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from outreach.gate.gate import Gate, Passed
from outreach.store.tables import attempt, person
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.colleagues import COUNTED
from tests.databases import fresh
from tests.outreach.gate.offices import a_world, at
from tests.outreach.gate.world import World

WINDOW = timedelta(hours=24)
_PURPOSES = [Purpose.MARKETING] * 6 + [Purpose.ANSWER]


@pytest.mark.parametrize("seed", range(6))
def test_no_window_holds_more_people_than_the_cap_allows(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    with fresh("sqlite", tmp_path) as url:
        store = Store(url)
        world = a_world(store, random.choice((1, 2, 3)))
        staff = [at(world, work=f"office {number % 2}") for number in range(10)]
        gates, cleared = [world.gate, world.another_gate()], list[tuple[Gate, Passed]]()
        for _ in range(40):
            match random.randrange(4):
                case 0:
                    world.later(timedelta(minutes=random.choice((0, 10, 60 * 7, 60 * 24))))
                case 1 if cleared:
                    gate, passed = cleared.pop(random.randrange(len(cleared)))
                    asyncio.run(gate.hand_over(passed))
                case _:
                    chosen = random.sample(staff, random.randint(1, 4))
                    purpose = random.choice(_PURPOSES)
                    channel = random.choice((Channel.EMAIL, Channel.SMS))
                    ids = [
                        world.plan(one, channel, purpose=purpose, automated=False) for one in chosen
                    ]
                    gate = random.choice(gates)
                    cleared.append((gate, gate.judge_batch(ids)))
        most = world.rulebook.packs["house"].entries[0].caps[0].count
        heard = _heard(world)
        assert len(heard) > most
        for work, _, moment in heard:
            window = {
                who
                for where, who, when in heard
                if where == work and moment - WINDOW < when <= moment
            }
            assert len(window) <= most
        store.close()


def _heard(world: World) -> list[tuple[str, str, datetime]]:
    query = (
        select(person.c.organisation_id, person.c.id, attempt.c.sending_since)
        .join(person, attempt.c.person_id == person.c.id)
        .where(attempt.c.sending_since.is_not(None), attempt.c.purpose.in_(COUNTED))
    )
    return [tuple(row) for row in world.store.read(lambda conn: conn.execute(query).all())]
