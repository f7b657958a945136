"""The engine in one process: a few static ticks, one lease, a start and an end in the right order.

Start: take the lease, read everything that came in meanwhile, put right what a crash left, only
then send. End: finish the hand-over groups under way, write down what happened, let go.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection
from sqlalchemy.engine import URL

from outreach.engine.lease import Lease, keeper_of, lease_of
from outreach.engine.telling import tell_recovered
from outreach.engine.ticks import Cadence, Rounds, Tick
from outreach.engine.watching import Watch, stop_all
from outreach.gate import recovery
from outreach.gate.recovery import Recovered
from outreach.store import house
from outreach.store.unit import Priority

_GRACE_SECONDS = 60
_MADE_BETWEEN_LOOKS = 20_000
"""Objects made and not yet gone before Python looks for rubbish among the young."""
_log = structlog.get_logger()


class Part(StrEnum):
    """What an engine does of all there is to do."""

    EVERYTHING = "everything"
    KEEPING = "keeping the house, beside workers that reach out"


@dataclass(slots=True)
class Engine:
    """Runs one house.

    `others` are further ticks, such as that of the promises; `watches` the mailboxes that say when
    something has come.
    """

    rounds: Rounds
    cadence: Cadence = field(default_factory=Cadence)
    others: tuple[Tick, ...] = ()
    watches: tuple[Watch, ...] = ()
    part: Part = Part.EVERYTHING
    _scheduler: AsyncIOScheduler | None = None
    _lease: Lease | None = None
    _ticks: tuple[Tick, ...] = ()

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Run until told to stop, by the event or by SIGTERM or SIGINT.

        Raises `OtherEngineError` where another engine runs for this database.
        """
        told = stop or asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, told.set)
        await self.start()
        try:
            await told.wait()
        finally:
            await self.stop()

    async def start(self) -> Recovered:
        """Take the lease, listen, recover, and begin."""
        gate = self.rounds.reach.gate
        lease = _LEASES[self.part](gate.store.url)
        await asyncio.to_thread(lease.take)
        self._lease = lease
        try:
            recovered = await self._prepare()
        except BaseException:
            lease.release()
            raise
        self._scheduler = self._schedule()
        for one in self.watches:
            one.start()
        return recovered

    async def _prepare(self) -> Recovered:
        gate = self.rounds.reach.gate
        await self.rounds.listen()
        now, fingerprint = gate.clock.now(), gate.judges.rulebook.fingerprint
        recovered = await asyncio.to_thread(gate.store.write, lambda conn: self._recover(conn, now))
        changed = await asyncio.to_thread(
            gate.store.write, lambda conn: house.use_rulebook(conn, fingerprint), Priority.NORMAL
        )
        tell_recovered(recovered)
        _log.info("engine started", rulebook_changed=changed)
        keep_what_is_loaded()
        return recovered

    def _recover(self, conn: Connection, now: datetime) -> Recovered:
        """Put right what a dead engine left; what living workers have under way is theirs."""
        if self.part is Part.KEEPING:
            return recovery.overdue(conn, now, self.rounds.reach.gate.habits)
        return recovery.at_start(conn, now)

    def held(self) -> bool:
        """Return whether the lease is still ours."""
        return self._lease is not None and self._lease.held()

    def _schedule(self) -> AsyncIOScheduler:
        # A round that takes longer than its interval is no news: the next one waits for it.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        scheduler = AsyncIOScheduler(timezone="UTC")
        rounds = self.rounds.ticks if self.part is Part.EVERYTHING else self.rounds.beside
        self._ticks = (*rounds(self.cadence), *self.others)
        for tick in self._ticks:
            scheduler.add_job(
                tick.once,
                "interval",
                seconds=tick.every,
                id=tick.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=_GRACE_SECONDS,
            )
        scheduler.start()
        return scheduler

    async def stop(self) -> None:
        """Finish what is under way, write it down, and let go."""
        reach = self.rounds.reach
        reach.stopping = True
        if self.part is Part.EVERYTHING:
            reach.gate.stop()
        if self._scheduler is not None:
            self._scheduler.pause()
            for tick in self._ticks:
                async with tick.idle:
                    pass
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
            await asyncio.to_thread(stop_all, self.watches)
        try:
            await reach.gate.settle()
            await self.rounds.seal()
        finally:
            if self._lease is not None:
                self._lease.release()
                self._lease = None
        _log.info("engine stopped")


_LEASES: dict[Part, Callable[[URL], Lease]] = {
    Part.EVERYTHING: lease_of,
    Part.KEEPING: keeper_of,
}


def keep_what_is_loaded() -> None:
    """Never look again for rubbish among code and tables that stay for good.

    Python stops every thread to look through all it holds: 70 ms, and a stop would wait with them.
    What is made for a batch goes with the batch, without being looked for: so it seldom looks.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN_LOOKS)
