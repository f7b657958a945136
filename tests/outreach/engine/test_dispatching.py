"""Jobs name shards in which something is due, one each, and a dead worker's are let go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy import text as sql

from outreach.engine import dispatching
from outreach.engine.dispatching import Dispatcher, Work
from outreach.store import attempts, shards
from outreach.store.unit import Store
from tests.databases import fresh
from tests.outreach.engine.houses import planned

pytestmark = pytest.mark.needs("postgres")
WAITING = "select lock from jobs.procrastinate_jobs order by lock"
DEAD = "update jobs.procrastinate_workers set last_heartbeat = now() - interval '1 minute'"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with fresh("postgresql", tmp_path) as url:
        opened = Store(url)
        opened.write(dispatching.prepare)
        opened.write(shards.prepare)
        yield opened
        opened.close()


def jobs(store: Store) -> list[str]:
    return store.read(lambda conn: list(conn.scalars(sql(WAITING))))


async def nothing_left(shard: int) -> bool:
    return False


def dispatched(
    store: Store, due: list[int], *asked: Callable[[Dispatcher], Awaitable[object]]
) -> list[object]:
    """Do these with a dispatcher that is told these shards are due."""
    dispatcher = Dispatcher(store.url, Work(nothing_left, lambda: due))

    async def work() -> list[object]:
        async with dispatcher.app.open_async():
            return [await one(dispatcher) for one in asked]

    return asyncio.run(work())


def test_a_shard_has_one_job_however_often_it_is_looked_at(store: Store) -> None:
    dispatched(store, [3, 7], Dispatcher.dispatch, Dispatcher.dispatch)
    assert jobs(store) == ["shard 3", "shard 7"]


def test_what_a_dead_worker_held_is_let_go_and_can_be_had_again(store: Store) -> None:
    async def takes(dispatcher: Dispatcher) -> None:
        manager = dispatcher.app.job_manager
        worker = await manager.register_worker()
        assert await manager.fetch_job(queues=[dispatching.PEOPLE], worker_id=worker)

    dispatched(store, [3], Dispatcher.dispatch, takes)
    assert dispatched(store, [3], Dispatcher.let_go) == [0], "it lives"
    store.write(lambda conn: conn.execute(sql(DEAD)))
    assert dispatched(store, [3], Dispatcher.let_go, Dispatcher.dispatch)[0] == 1
    assert jobs(store) == ["shard 3"]


def test_a_shard_at_work_is_left_to_whoever_has_it_and_the_next_is_taken(store: Store) -> None:
    async def offer_again(dispatcher: Dispatcher) -> None:
        await dispatcher._defer(3)

    async def take(dispatcher: Dispatcher) -> object:
        manager = dispatcher.app.job_manager
        worker = await manager.register_worker()
        job = await manager.fetch_job(queues=[dispatching.PEOPLE], worker_id=worker)
        return None if job is None else job.task_kwargs["shard"]

    assert dispatched(store, [3], Dispatcher.dispatch, take)[1] == 3
    assert dispatched(store, [3], offer_again, take)[1] is None, "it is at work"
    assert dispatched(store, [3, 7], Dispatcher.dispatch, take)[1] == 7


def test_people_are_due_in_the_shard_that_is_theirs_and_in_no_other(store: Store) -> None:
    made = planned(store, 40)
    now = store.read(lambda conn: conn.scalar(sql("select now()")))
    due = store.read(lambda conn: shards.with_due(conn, now))
    found = [one for shard in due for one in store.read(partial(_due, now, shard))]
    assert sorted(found) == sorted(made)
    assert len(due) > 10


def _due(now: datetime, shard: int, conn: Connection) -> list[str]:
    return [one for one, _ in attempts.due(conn, now, 100, shard)]


def test_what_is_due_in_a_shard_is_found_in_an_index(store: Store) -> None:
    query = f"select id from attempt where {shards.shard_of('person_id')} = 3 and state = 'planned'"
    shown = f"explain {query} and due_at <= now() order by due_at, id limit 100"
    plan = store.read(lambda conn: [str(line) for line in conn.scalars(sql(shown))])
    assert any("ix_attempt_shard" in line for line in plan)


def test_preparing_twice_changes_nothing(store: Store) -> None:
    store.write(dispatching.prepare)
    store.write(shards.prepare)
    assert jobs(store) == []
