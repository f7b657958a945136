"""The engine of an open house."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from outreach.bootstrap.house import House
from outreach.bootstrap.logs import write_ours_unless_told
from outreach.bootstrap.phrases import warm_reader
from outreach.bootstrap.telling import teller_of
from outreach.bootstrap.ways_in import prepare, seconds_between_looks, sources_of
from outreach.bootstrap.zones import load_every_zone
from outreach.engine.embedded import Engine, Part
from outreach.engine.intake import Intake
from outreach.engine.ticks import Cadence, Rounds, Tick
from outreach.engine.watching import watches
from outreach.services import keep_promises, letting_go, waiting
from outreach.services.reach_out import ReachOut
from outreach.store import cadences

_PROMISES_SECONDS = 60.0
_CADENCES_SECONDS = 3_600.0
_KEEPING_SECONDS = 86_400.0
_TELLING_SECONDS = 1.0


def rounds_of(house: House) -> Rounds:
    """Return the rounds that this house's engine makes; a demonstration makes them by hand."""
    reach = ReachOut(
        house.gate, house.zones, batch=house.settings.engine.batch, closed=house.closed
    )
    sources = sources_of(house)
    return Rounds(reach, Intake(house.ears, sources))


def engine_of(house: House, part: Part = Part.EVERYTHING) -> Engine:
    """Return the engine; `run` it."""
    write_ours_unless_told()
    load_every_zone()
    warm_reader()
    prepare(house)
    settings = house.settings
    cadence = Cadence(reach_out=settings.engine.every, intake=settings.intake.every)

    patience = timedelta(hours=settings.team.offer_after)

    async def promises() -> None:
        now = house.clock.now()
        await asyncio.to_thread(keep_promises.offer_overdue, house.store, now, patience)
        after = house.ears.business_days_after
        await asyncio.to_thread(waiting.hand_over_late, house.store, now, after)

    rounds = rounds_of(house)

    async def words() -> None:
        await asyncio.to_thread(cadences.settle, house.store, house.clock.now())

    async def terms() -> None:
        now = house.clock.now()
        await asyncio.to_thread(letting_go.let_go, house.store, house.rulebook, now)

    teller = teller_of(house)

    async def old_notices() -> None:
        await asyncio.to_thread(teller.forget)

    others = (
        Tick("tell programs", _TELLING_SECONDS, teller.round),
        Tick("let go of notices", _KEEPING_SECONDS, old_notices),
        Tick("promises", _PROMISES_SECONDS, promises),
        Tick("keep in touch", _CADENCES_SECONDS, words),
        Tick("let go", _KEEPING_SECONDS, terms),
    )
    watched = watches(rounds.intake, seconds_between_looks(house))
    return Engine(rounds, cadence, others, watched, part)
