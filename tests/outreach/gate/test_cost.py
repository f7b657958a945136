"""What an attempt costs does not grow with the house."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection

import pytest
from sqlalchemy import Connection, Engine, event

from outreach.services.reach_out import ReachOut
from outreach.store import attempts, enrollments
from outreach.store.unit import Store
from policies.channel import Channel
from tests.outreach.gate.world import World

SMALL = {"house", "intake", "team", "sequence", "lease", "CONSTANT", "(subquery-1)"}


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collect every statement that SQLite executes, with its values written into it."""
    said: list[str] = []
    listening: list[SqliteConnection] = []

    def begun(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, SqliteConnection)
        driver.set_trace_callback(said.append)
        listening.append(driver)

    event.listen(Engine, "begin", begun)
    try:
        yield said
    finally:
        event.remove(Engine, "begin", begun)
        for connection in listening:
            connection.set_trace_callback(None)


def _batch(world: World, people: int) -> list[str]:
    channels = (Channel.EMAIL, Channel.PHONE)
    return [world.plan(world.person(), channels[n % 2]) for n in range(people)]


@pytest.fixture
def world(sqlite_store: Store) -> World:
    return World(sqlite_store)


def test_no_query_of_a_batch_reads_a_whole_table(world: World) -> None:
    reach = ReachOut(world.gate, lambda person: ())
    _batch(world, 4)
    with watched() as said:
        asyncio.run(reach.run())
        asyncio.run(reach.look_again())
    plans = [_plan(world.store, one) for one in dict.fromkeys(said) if _reads(one)]
    scans = [line for plan in plans for line in plan if line.startswith("SCAN")]
    whole = [line for line in scans if line.split()[1] not in SMALL and " INDEX " not in line]
    assert whole == []


def _reads(statement: str) -> bool:
    return statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE"))


def _plan(store: Store, statement: str) -> list[str]:
    def work(conn: Connection) -> list[str]:
        rows = conn.exec_driver_sql(f"explain query plan {statement}")
        return [row[3] for row in rows]

    return store.read(work)


def test_a_larger_batch_needs_no_more_queries(world: World) -> None:
    counts = []
    for people in (5, 50):
        planned = _batch(world, people)
        with watched() as said:
            world.gate.judge_batch(planned)
        counts.append(sum(statement.startswith("SELECT") for statement in said))
        assert counts[-1] > 10
    assert counts[1] <= counts[0] + 8


def test_what_is_due_is_found_without_looking_at_what_waits(world: World) -> None:
    due = _batch(world, 3)
    found = world.store.read(lambda conn: attempts.due(conn, world.clock.now(), 10))
    assert [one for one, _ in found] == due


def test_the_end_of_a_step_is_told_without_looking_at_everybody_who_is_in_a_sequence(
    world: World,
) -> None:
    with watched() as said:
        world.store.write(
            lambda conn: enrollments.step_done(conn, ["e_1", "e_2"], world.clock.now())
        )
    plans = [line for one in said if _reads(one) for line in _plan(world.store, one)]
    assert plans == ["SEARCH enrollment USING INDEX sqlite_autoindex_enrollment_1 (id=?)"]
