from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection

from channels.contract import Accepted
from outreach.domain.attempts import AttemptState
from outreach.errors import InputError, StorageError
from outreach.gate import recovery, redeeming
from outreach.gate.receiving import Handed, receive
from outreach.gate.recovery import Evidence, Recovered
from outreach.store import attempts, points, receipts
from outreach.store.unit import Store
from policies.facts import PointState
from tests.outreach.gate.world import World


def _redeemed(world: World) -> str:
    attempt = world.plan(world.person())
    passed = world.gate.judge_batch([attempt])
    now = world.clock.now()
    world.store.write(lambda conn: redeeming.redeem(conn, passed.cleared, "w", now))
    assert world.state(attempt) is AttemptState.SENDING
    return attempt


def test_what_a_dead_engine_was_sending_is_in_doubt_and_listed(world: World) -> None:
    """CASES 1"""
    attempt = _redeemed(world)
    cleared = world.plan(world.person())
    world.gate.judge_batch([cleared])
    now = world.clock.now()
    found = world.store.write(lambda conn: recovery.at_start(conn, now))
    assert found == Recovered(unknown=(attempt,), afresh=(cleared,))
    assert [one["id"] for one in world.store.read(recovery.in_doubt)] == [attempt]
    assert world.state(cleared) is AttemptState.PLANNED
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.sent() == []


def _overdue(world: World, conn: Connection) -> Recovered:
    return recovery.overdue(conn, world.clock.now(), world.habits)


def test_a_worker_is_dead_only_after_the_longest_time_a_door_takes(world: World) -> None:
    attempt = _redeemed(world)
    for minutes, state in ((10, AttemptState.SENDING), (2, AttemptState.UNKNOWN)):
        world.later(timedelta(minutes=minutes))
        world.store.write(partial(_overdue, world))
        assert world.state(attempt) is state


def test_our_own_token_coming_back_settles_what_was_in_doubt(world: World) -> None:
    attempt = _redeemed(world)
    now = world.clock.now()
    world.store.write(lambda conn: recovery.at_start(conn, now))
    seen = Evidence(left=True, because="they answered it", by="their reply")
    world.store.write(lambda conn: recovery.resolve(conn, attempt, seen, now))
    assert world.state(attempt) is AttemptState.ACCEPTED
    assert [one.kind for one in world.store.read(lambda conn: receipts.of(conn, attempt))] == [
        "unknown",
        "accepted",
    ]


def test_a_report_that_the_address_is_dead_settles_it_and_marks_the_address(world: World) -> None:
    attempt = _redeemed(world)
    now = world.clock.now()
    world.store.write(lambda conn: recovery.at_start(conn, now))
    seen = Evidence(left=False, because="no such address", by="a report", point_dead=True)
    world.store.write(lambda conn: recovery.resolve(conn, attempt, seen, now))
    assert world.state(attempt) is AttemptState.REFUSED
    somebody = world.row(attempt)["person_id"]
    assert world.store.read(lambda conn: points.of(conn, somebody))[0].state is PointState.BOUNCED


def test_a_late_receipt_moves_forward_only(world: World) -> None:
    attempt = world.plan(world.person())
    passed = world.gate.judge_batch([attempt])
    now = world.clock.now()
    good = world.store.write(lambda conn: redeeming.redeem(conn, passed.cleared, "w", now)).good
    world.store.write(lambda conn: recovery.at_start(conn, now))
    late = [Handed(good[0], Accepted("late"))]
    world.store.write(lambda conn: receive(conn, late, now, world.habits))
    assert world.state(attempt) is AttemptState.ACCEPTED
    seen = Evidence(left=False, because="a second thought", by="Ana")
    again = world.store.write(lambda conn: recovery.resolve(conn, attempt, seen, now))
    assert again is AttemptState.ACCEPTED


def test_what_was_never_sent_is_in_no_doubt(world: World) -> None:
    attempt = world.plan(world.person())
    seen = Evidence(left=True, because="I think so", by="Ana")
    now = world.clock.now()
    with pytest.raises(InputError, match="no doubt about it"):
        world.store.write(lambda conn: recovery.resolve(conn, attempt, seen, now))


def test_receipts_that_cannot_be_written_are_written_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = world.plan(world.person())
    passed = world.gate.judge_batch([attempt])
    submit, calls = Store.submit, list[object]()

    def full(self: Store, work: object, priority: object, *settling: object) -> object:
        calls.append(priority)
        if len(calls) == 2:
            msg = "there is no room left"
            raise StorageError(msg)
        return submit(self, work, priority, *settling)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "submit", full)
    with pytest.raises(StorageError):
        asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == [attempt]
    assert world.state(attempt) is AttemptState.SENDING
    asyncio.run(world.gate.settle())
    assert world.state(attempt) is AttemptState.ACCEPTED


def test_receipts_whose_commit_was_not_heard_of_are_not_written_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = world.plan(world.person())
    passed = world.gate.judge_batch([attempt])
    submit, calls = Store.submit, list[object]()

    def lost(self: Store, work: object, priority: object, *settling: object) -> object:
        calls.append(priority)
        written = submit(self, work, priority, *settling)  # type: ignore[arg-type, var-annotated]
        if len(calls) == 2:
            written.result()
            msg = "the server went away before it answered"
            raise StorageError(msg)
        return written

    monkeypatch.setattr(Store, "submit", lost)
    with pytest.raises(StorageError):
        asyncio.run(world.gate.hand_over(passed))
    asyncio.run(world.gate.settle())
    assert world.state(attempt) is AttemptState.ACCEPTED
    assert len(world.store.read(lambda conn: receipts.of(conn, attempt))) == 1


def test_a_polite_end_begins_no_other_group(world: World) -> None:
    planned = [world.plan(world.person()) for _ in range(20)]
    passed = world.gate.judge_batch(planned)
    world.gate.stop()
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == []
    states = {row["state"] for row in world.store.read(lambda conn: attempts.rows(conn, planned))}
    assert states == {"cleared"}
