"""The engine of an open house."""

from __future__ import annotations

import asyncio

from outreach.bootstrap.house import House
from outreach.engine.embedded import Engine
from outreach.engine.intake import Intake, Source
from outreach.engine.ticks import Cadence, Rounds, Tick
from outreach.services import keep_promises
from outreach.services.reach_out import ReachOut

_PROMISES_SECONDS = 60.0


def rounds_of(house: House) -> Rounds:
    """Return the rounds that this house's engine makes; a demonstration makes them by hand."""
    reach = ReachOut(
        house.gate, house.zones, batch=house.settings.engine.batch, closed=house.closed
    )
    return Rounds(reach, Intake(house.ears, [Source("maildir", house.mailbox)]))


def engine_of(house: House) -> Engine:
    """Return the engine; `run` it."""
    house.mailbox.prepare()
    settings = house.settings
    cadence = Cadence(reach_out=settings.engine.every, intake=settings.intake.every)

    async def promises() -> None:
        now = house.clock.now()
        await asyncio.to_thread(keep_promises.offer_overdue, house.store, now)

    return Engine(rounds_of(house), cadence, (Tick("promises", _PROMISES_SECONDS, promises),))
