"""Who looks at whom next, where many workers share a house: Procrastinate says it, on PostgreSQL.

A job names a shard and nothing else, and is there only while something in it is due: what is due,
and when, stands in our own tables. A job that is lost, done twice or late costs time and nothing
else, because whoever looks twice finds nothing left, and every hand-over is redeemed under lock.

Jobs are made outside our transactions: one that is there already would undo the whole transaction
without a word. They lie in a schema of their own, `jobs`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import DeleteJobCondition, Status
from psycopg import OperationalError
from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.engine import URL

from outreach.errors import StorageError

SCHEMA = "jobs"
PEOPLE, UPKEEP = "people", "upkeep"
"""Two queues: whoever looks for stalled jobs must not wait behind them."""
EVERY_SECOND, NOW_AND_THEN = "* * * * * *", "* * * * * */5"
_HEARTBEAT, _SILENT = 2.0, 8.0
"""Seconds between two signs of life of a worker, and after which its jobs are let go."""
_PAUSE = 2.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Work:
    """What jobs do. `pass_shard` says whether more is due there; `with_due` which shards wait."""

    pass_shard: Callable[[int], Awaitable[bool]]
    with_due: Callable[[], list[int]]


class Dispatcher:
    """One worker's part in the handing out of shards."""

    def __init__(self, url: URL, work: Work) -> None:
        options = f"-c search_path={SCHEMA},pg_catalog"
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        connector = PsycopgConnector(conninfo=plain, kwargs={"options": options}, max_size=6)
        self.app = App(connector=connector)
        self._work = work
        self._shard = self.app.task(name="shard", queue=PEOPLE)(self._pass)
        self._periodic("dispatch", EVERY_SECOND, self._dispatch)
        self._periodic("let go of stalled jobs", NOW_AND_THEN, self._let_go)

    async def run(self, stop: asyncio.Event) -> None:
        """Take jobs until told to stop; finish the one under way. A lost server is waited for."""
        while not stop.is_set():
            try:
                async with self.app.open_async():
                    await self._until(stop)
            except (ConnectorException, OperationalError, StorageError) as fault:
                _log.warning("dispatcher waits", because=type(fault).__name__)
            await either(stop, _PAUSE)

    async def dispatch(self) -> None:
        """Make a job for each shard in which something is due, unless there is one already.

        Whoever is at work in a shard looks until nothing is due there; and to be told by the
        database that a job is there already costs as much as to make it.
        """
        jobs = self.app.job_manager
        there: set[Any] = set()
        for status in (Status.TODO, Status.DOING):
            found = await jobs.list_jobs_async(queue=PEOPLE, status=status.value)
            there.update(one.task_kwargs["shard"] for one in found)
        for shard in await asyncio.to_thread(self._work.with_due):
            if shard not in there:
                await self._defer(shard)

    async def let_go(self) -> int:
        """Drop the jobs of workers that are gone, which free their shards; return how many.

        They need not be tried again: what is due there is found by the next dispatch.
        """
        jobs = self.app.job_manager
        stalled = list(await jobs.get_stalled_jobs(seconds_since_heartbeat=_SILENT))
        for one in stalled:
            await jobs.finish_job(one, status=Status.FAILED, delete_job=True)
        await jobs.prune_stalled_workers(_SILENT)
        return len(stalled)

    def _periodic(self, name: str, cron: str, work: Callable[[int], Awaitable[None]]) -> None:
        task = self.app.task(name=name, queue=UPKEEP, queueing_lock=name)(work)
        self.app.periodic(cron=cron, periodic_id=name)(task)

    async def _until(self, stop: asyncio.Event) -> None:
        """Take jobs of both queues; where one of them fails, neither goes on.

        What is due already need not wait for the next second.
        """
        await self.dispatch()
        taking = [asyncio.create_task(self._take(one)) for one in (PEOPLE, UPKEEP)]
        told = asyncio.create_task(stop.wait())
        await asyncio.wait([*taking, told], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        for one in taking:
            one.cancel()  # which Procrastinate takes for: finish what is under way
        ended = await asyncio.gather(*taking, return_exceptions=True)
        faults = [one for one in ended if isinstance(one, Exception)]
        if faults and not stop.is_set():
            raise faults[0]

    async def _take(self, queue: str) -> None:
        await self.app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=1,
            fetch_job_polling_interval=1.0,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=_HEARTBEAT,
            stalled_worker_timeout=_SILENT,
        )

    async def _defer(self, shard: int) -> None:
        lock = f"shard {shard}"
        try:
            await self._shard.configure(lock=lock, queueing_lock=lock).defer_async(shard=shard)
        except AlreadyEnqueued:
            return

    async def _pass(self, shard: int) -> None:
        if await self._work.pass_shard(shard):
            await self._defer(shard)

    async def _dispatch(self, timestamp: int) -> None:
        await self.dispatch()

    async def _let_go(self, timestamp: int) -> None:
        if dropped := await self.let_go():
            _log.warning("jobs of a worker that is gone", count=dropped)


def prepare(conn: Connection) -> None:
    """Make Procrastinate's own tables where they are missing; only one process at a time may."""
    there = sql("select 1 from information_schema.schemata where schema_name = :name")
    if conn.scalar(there, {"name": SCHEMA}):
        return
    conn.execute(sql(f"create schema {SCHEMA}"))
    conn.execute(sql(f"set local search_path to {SCHEMA}, pg_catalog"))
    driver: Any = conn.connection.driver_connection
    driver.execute(App(connector=PsycopgConnector()).schema_manager.get_schema())
    conn.execute(sql("set local search_path to default"))


async def either(stop: asyncio.Event, seconds: float) -> None:
    """Wait for so many seconds, or until told to stop."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
