"""Two processes on one database, each with its own writer: a stop beside a redemption."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Connection

from outreach.domain.attempts import AttemptState
from outreach.gate.redeeming import redeem, still_stand
from outreach.store import people, withdrawing
from outreach.store.unit import Priority, Store
from outreach.store.withdrawing import Where
from tests.outreach.gate.world import World


def test_a_stop_that_waits_for_a_redemption_neither_fails_nor_is_lost(world: World) -> None:
    """CASES 9"""
    attempt = world.plan(world.person())
    somebody = world.row(attempt)["person_id"]
    passed = world.gate.judge_batch([attempt])
    redeemed, stopping = threading.Event(), threading.Event()
    now = world.clock.now()

    def redeems(conn: Connection) -> int:
        good = redeem(conn, passed.cleared, "w", now).good
        redeemed.set()
        stopping.wait(5)
        return len(good)

    def stops(conn: Connection) -> list[str]:
        people.raise_version(conn, [somebody])
        return withdrawing.withdraw(conn, Where((somebody,)), "they said stop", now)

    under_way = world.store.submit(redeems)
    assert redeemed.wait(5)
    other = Store(world.store.url)
    waiting = other.submit(stops, Priority.STOP)
    stopping.set()
    assert under_way.result(10) == 1
    assert waiting.result(10) == []
    assert world.state(attempt) is AttemptState.SENDING
    stand = world.store.read(lambda conn: still_stand(conn, passed.cleared))
    assert stand == set()
    other.close()


def test_a_stop_that_comes_first_withdraws_what_was_cleared(world: World) -> None:
    """CASES 9"""
    attempt = world.plan(world.person())
    somebody = world.row(attempt)["person_id"]
    passed = world.gate.judge_batch([attempt])
    now = world.clock.now()
    other = Store(world.store.url)
    where = Where((somebody,))
    gone = other.write(lambda conn: withdrawing.withdraw(conn, where, "they said stop", now))
    assert gone == [attempt]
    assert world.store.write(lambda conn: redeem(conn, passed.cleared, "w", now)).good == []
    assert world.state(attempt) is AttemptState.WITHDRAWN
    other.close()


@pytest.mark.needs("postgres")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nobody_waits_for_somebody_who_is_being_written_about(store: Store) -> None:
    """CASES 9"""
    world = World(store)
    speaking, silent = (world.plan(world.person()) for _ in range(2))
    somebody = world.row(speaking)["person_id"]
    writes, goes_on = threading.Event(), threading.Event()

    def stops(conn: Connection) -> list[str]:
        people.raise_version(conn, [somebody])
        writes.set()
        goes_on.wait(20)
        return withdrawing.withdraw(conn, Where((somebody,)), "they said stop", world.clock.now())

    other = Store(store.url)
    under_way = other.submit(stops, Priority.STOP)
    assert writes.wait(5)
    passed = world.gate.judge_batch([speaking, silent])
    assert not under_way.done(), "it is still being written"
    assert [one.attempt_id for one in passed.cleared] == [silent]
    goes_on.set()
    assert under_way.result(10) == [speaking]
    assert world.state(speaking) is AttemptState.WITHDRAWN
    other.close()
