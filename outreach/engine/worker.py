"""One of many workers of a house in PostgreSQL: it reaches out to one shard of people at a time.

One of them keeps the house besides: it listens, looks at holds again, seals the ledger and puts
right what the dead left. Whoever has the keeper's lease is it; when it ends, another takes over
within seconds. Workers may be added, killed and started again at any time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import Connection

from outreach.engine import dispatching
from outreach.engine.dispatching import Dispatcher, Work, either
from outreach.engine.embedded import Engine, keep_what_is_loaded
from outreach.engine.lease import Lease, part_of
from outreach.engine.telling import tell
from outreach.errors import OtherEngineError, StorageError
from outreach.services.reach_out import ReachOut
from outreach.store import house, shards

_SECONDS = 4.0
"""A job is short: what is left then is for the next, and a stop of the worker waits no longer."""
_LOOK = 3.0
"""Seconds between two looks whether the house has a keeper."""
_log = structlog.get_logger()


@dataclass(slots=True)
class Worker:
    """Takes part in the sending of one house. `keeper` makes what keeps it, not yet begun."""

    reach: ReachOut
    keeper: Callable[[], Engine]
    _passing: ReachOut | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; finish the groups under way.

        Raises `OtherEngineError` where `outreach run` has this house to itself.
        """
        lease = part_of(self.reach.gate.store.url)
        try:
            await self._begin(lease, stop)
            keep_what_is_loaded()
            work = Work(self._pass, self._with_due)
            dispatcher = Dispatcher(self.reach.gate.store.url, work)
            async with asyncio.TaskGroup() as both:
                both.create_task(dispatcher.run(stop))
                both.create_task(self._keep(stop))
                both.create_task(self._end(stop))
            await self.reach.gate.settle()
        finally:
            lease.release()

    async def _begin(self, lease: Lease, stop: asyncio.Event) -> None:
        """Take our part and prepare; a server that falls meanwhile is waited for."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(lease.take)
                await asyncio.to_thread(self._prepare)
            except StorageError as fault:
                lease.release()
                _log.warning("worker waits", because=str(fault))
            else:
                return
            await either(stop, _LOOK)

    def _prepare(self) -> None:
        """Make what workers need beside the house's own tables; others who start meanwhile wait."""
        fingerprint = self.reach.gate.judges.rulebook.fingerprint

        def work(conn: Connection) -> None:
            house.lock(conn)
            dispatching.prepare(conn)
            shards.prepare(conn)
            house.use_rulebook(conn, fingerprint)

        self.reach.gate.store.write(work)

    async def _end(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.reach.stopping = True
        if self._passing is not None:
            self._passing.stopping = True
        self.reach.gate.stop()

    async def _pass(self, shard: int) -> bool:
        """Take what is due in a shard through the gate; return whether time ended before that."""
        clock = self.reach.gate.clock
        until = clock.monotonic() + _SECONDS
        self._passing = replace(self.reach, shard=shard, until=until)
        if not self.reach.stopping:
            tell(await self._passing.run())
        return not self.reach.stopping and clock.monotonic() > until

    def _with_due(self) -> list[int]:
        gate = self.reach.gate
        now = gate.clock.now()
        return gate.store.read(lambda conn: shards.with_due(conn, now))

    async def _keep(self, stop: asyncio.Event) -> None:
        """Be the keeper whenever there is none."""
        next_one: Engine | None = None
        while not stop.is_set():
            with suppress(OtherEngineError, StorageError):
                next_one = next_one or self.keeper()
                await next_one.start()
                engine, next_one = next_one, None
                await self._while_keeping(engine, stop)
            await either(stop, _LOOK)

    async def _while_keeping(self, engine: Engine, stop: asyncio.Event) -> None:
        _log.info("keeps the house")
        while not stop.is_set() and await asyncio.to_thread(engine.held):
            await either(stop, _LOOK)
        await engine.stop()
