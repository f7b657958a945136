"""The engine of an open house."""

from __future__ import annotations

import asyncio

from outreach.bootstrap.house import House
from outreach.bootstrap.texting import SOURCE
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
    return Rounds(reach, Intake(house.ears, sources_of(house)))


def sources_of(house: House) -> list[Source]:
    """Return every way in that is asked for what is new.

    The carrier's list is read even where it can post to us: a post that found nobody is not lost.
    """
    sources = [Source("maildir", house.mailbox)]
    if house.texts is not None:
        sources.append(Source(SOURCE, house.texts, "text"))
    return sources


def engine_of(house: House) -> Engine:
    """Return the engine; `run` it."""
    house.mailbox.prepare()
    settings = house.settings
    cadence = Cadence(reach_out=settings.engine.every, intake=settings.intake.every)

    async def promises() -> None:
        now = house.clock.now()
        await asyncio.to_thread(keep_promises.offer_overdue, house.store, now)

    return Engine(rounds_of(house), cadence, (Tick("promises", _PROMISES_SECONDS, promises),))
