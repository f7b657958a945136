"""What the engine does, how often, and that one failure does not end it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from channels.errors import DoorConfigurationError
from outreach.engine.intake import Intake, tell_the_house
from outreach.engine.telling import tell, tell_recovered
from outreach.errors import HouseError
from outreach.gate import recovery
from outreach.gate.hearing import deaf_now
from outreach.gate.limits import DAY
from outreach.services.reach_out import ReachOut
from outreach.store import ledger, pace
from outreach.store.unit import Priority

_log = structlog.get_logger()
_SEALED_AT_ONCE = 100
"""A write lasts 5 ms at most."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done every so many seconds; never twice at the same time."""

    name: str
    every: float
    work: Callable[[], Awaitable[object]]
    idle: asyncio.Lock = field(default_factory=asyncio.Lock, compare=False)
    """Free while nothing of it is under way."""

    async def once(self) -> None:
        """Do it once; report what fails and go on, because the next time may be better."""
        async with self.idle:
            await self._try()

    async def _try(self) -> None:
        try:
            await self.work()
        except (HouseError, DoorConfigurationError) as fault:
            _log.error("tick failed", tick=self.name, because=str(fault))
        except Exception as fault:
            _log.exception("tick failed", tick=self.name, because=type(fault).__name__)


@dataclass(frozen=True, slots=True)
class Cadence:
    """Seconds between two rounds of each kind."""

    reach_out: float = 1.0
    intake: float = 5.0
    glance: float = 0.1
    holds: float = 5.0
    upkeep: float = 60.0
    seal: float = 1.0


@dataclass(frozen=True, slots=True)
class Rounds:
    """One round of everything an engine does; the simulated clock drives them by hand."""

    reach: ReachOut
    intake: Intake

    def ticks(self, cadence: Cadence) -> tuple[Tick, ...]:
        """Return the rounds with how often each is made."""
        return (Tick("reach out", cadence.reach_out, self.reach_out), *self.beside(cadence))

    def beside(self, cadence: Cadence) -> tuple[Tick, ...]:
        """Return all but reaching out, which workers do shard by shard."""
        return (
            Tick("intake", cadence.intake, self.listen),
            Tick("glance", cadence.glance, self.glance),
            Tick("holds", cadence.holds, self.look_again),
            Tick("upkeep", cadence.upkeep, self.upkeep),
            Tick("seal", cadence.seal, self.seal),
        )

    async def everything(self) -> None:
        """Make every round once, listening first."""
        for work in (self.listen, self.upkeep, self.reach_out, self.look_again, self.seal):
            await work()

    async def listen(self) -> None:
        """Fetch and read what came in, and say whether we hear."""
        await asyncio.to_thread(self.intake.poll)
        await asyncio.to_thread(self._say_whether_we_hear)

    async def glance(self) -> None:
        """Read at once what shows that it has come; the round of `listen` finds the rest."""
        await asyncio.to_thread(self.intake.glance)

    async def reach_out(self) -> None:
        """Hand over what is due, and say what the doors would not take."""
        tell(await self.reach.run())

    async def look_again(self) -> None:
        """Judge holds afresh, and say what the doors would not take."""
        tell(await self.reach.look_again())

    async def upkeep(self) -> None:
        """Drop what is too late, put right what a dead worker left, forget old counts."""
        await asyncio.to_thread(self.reach.drop_stale)
        await asyncio.to_thread(self._recover)
        await asyncio.to_thread(self._forget)

    async def seal(self) -> None:
        """Chain what the ledger has gained."""
        await asyncio.to_thread(self._seal)

    def _say_whether_we_hear(self) -> None:
        gate = self.reach.gate
        now = gate.clock.now()
        deaf = gate.store.read(lambda conn: deaf_now(conn, now, gate.habits))
        if tell_the_house(self.intake.ears, deaf):
            _log.warning("listening changed", deaf_because=deaf or None)

    def _recover(self) -> None:
        gate = self.reach.gate
        now = gate.clock.now()
        found = gate.store.write(lambda conn: recovery.overdue(conn, now, gate.habits))
        tell_recovered(found)

    def _forget(self) -> None:
        gate = self.reach.gate
        if gate.habits.limits.any:
            longest_ago = gate.clock.now() - 2 * DAY
            gate.store.write(lambda conn: pace.forget(conn, longest_ago), Priority.BULK)

    def _seal(self) -> None:
        gate = self.reach.gate
        now = gate.clock.now()
        while gate.store.write(lambda conn: ledger.seal(conn, now, _SEALED_AT_ONCE), Priority.BULK):
            pass
