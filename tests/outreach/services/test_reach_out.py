from __future__ import annotations

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.people import Person
from outreach.domain.planner import begun
from outreach.domain.sequences import Sequence, read_sequence, sequence_body
from outreach.ids import new_id
from outreach.services.reach_out import ReachOut
from outreach.store import attempts, enrollments, house, sequences
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.statement import Pause
from tests.outreach.gate.world import World

NEW_YORK = ZoneInfo("America/New_York")
SPRING = read_sequence(
    """
name = "spring"
version = 1
purpose = "marketing"
[[step]]
channel = "email"
words = { email = "intro" }
[[step]]
after = "2 days"
channel = "phone"
words = { phone = "call", email = "call" }
[[step]]
after = "1 day"
channel = "email"
words = { email = "last" }
""",
    "spring.toml",
)

THREE_LETTERS = read_sequence(
    """
name = "letters"
version = 1
purpose = "marketing"
[[step]]
channel = "email"
words = { email = "one" }
[[step]]
after = "1 day"
channel = "email"
words = { email = "two" }
[[step]]
after = "1 day"
channel = "email"
words = { email = "three" }
""",
    "letters.toml",
)


@pytest.fixture
def world(store: Store) -> World:
    """A house with a gate, on each database in turn."""
    return World(store)


@pytest.fixture
def reach(world: World) -> ReachOut:
    """The engine's verb, five attempts at a time."""
    return ReachOut(world.gate, lambda person: (NEW_YORK,), batch=5)


def _enrol(world: World, one: Person, sequence: Sequence = SPRING) -> Enrollment:
    now = world.clock.now()
    body = sequence_body(sequence)

    def work(conn: object) -> Enrollment:
        row = sequences.add(conn, sequence.name, 1, Purpose.MARKETING, body, now)  # type: ignore[arg-type]
        new = begun(Enrollment(new_id("e"), one.id, row.id, "Ana Ruiz", now), sequence, NEW_YORK)
        enrollments.add_many(conn, [new])  # type: ignore[arg-type]
        return new

    return world.store.write(work)


def _now(world: World, one: Enrollment) -> Enrollment:
    return world.store.read(lambda conn: enrollments.get(conn, one.id))


def test_a_sequence_goes_out_step_by_step_and_finishes(world: World, reach: ReachOut) -> None:
    somebody = world.person()
    enrolled = _enrol(world, somebody)
    asyncio.run(reach.run())
    assert len(world.sent()) == 1
    asyncio.run(reach.run())
    planned = _now(world, enrolled)
    assert planned.next_step == 2
    assert planned.next_due_at == world.clock.now() + timedelta(days=2)
    world.later(timedelta(days=2))
    asyncio.run(reach.run())
    book = world.store.read(lambda conn: attempts.open_of(conn, [somebody.id]))
    assert [one.state for one in book] == [AttemptState.QUEUED]
    assert _now(world, enrolled).next_due_at is None


def test_after_an_outage_over_the_weekend_the_steps_that_are_overdue_do_not_pile_up(
    world: World, reach: ReachOut
) -> None:
    """CASES 55: one step leaves, and the next counts from then, not from when it was meant."""
    somebody = world.person()
    enrolled = _enrol(world, somebody, THREE_LETTERS)
    world.later(timedelta(days=6))
    for _ in range(4):
        asyncio.run(reach.run())
    assert [world.row(one)["message"] for one in world.sent()] == ["one"]
    planned = _now(world, enrolled)
    assert planned.next_step == 2
    assert planned.next_due_at == world.clock.now() + timedelta(days=1)
    world.later(timedelta(days=1))
    for _ in range(4):
        asyncio.run(reach.run())
    assert [world.row(one)["message"] for one in world.sent()] == ["one", "two"]


def test_after_an_outage_whoever_may_no_longer_be_written_to_is_not(
    world: World, reach: ReachOut
) -> None:
    """CASES 55, CASES 54: what was overdue is judged now, by what was said meanwhile."""
    for _ in range(3):
        _enrol(world, world.person(), THREE_LETTERS)
    leaves = world.person("Leaves")
    _enrol(world, leaves, THREE_LETTERS)
    reach.plan()
    world.later(timedelta(days=3))
    world.word(leaves)
    asyncio.run(reach.run())
    assert leaves.id not in {world.row(one)["person_id"] for one in world.sent()}
    assert len(world.sent()) == 3


def test_a_blocked_step_is_told_to_the_enrolment(world: World, reach: ReachOut) -> None:
    somebody = world.person()
    enrolled = _enrol(world, somebody)
    world.word(somebody)
    asyncio.run(reach.run())
    ended = _now(world, enrolled)
    assert ended.state is EnrollmentState.ENDED
    assert ended.ended_because


def test_a_stop_by_one_member_leaves_the_others_enrolments_alone(
    world: World, reach: ReachOut
) -> None:
    """CASES 13"""
    leaves, stays = world.person("Leaves"), world.person("Stays")
    _enrol(world, leaves)
    enrolled = _enrol(world, stays)
    world.word(leaves)
    asyncio.run(reach.run())
    assert [world.row(one)["person_id"] for one in world.sent()] == [stays.id]
    assert _now(world, enrolled).state is EnrollmentState.ACTIVE


def test_everything_due_goes_out_batch_after_batch_and_once(world: World, reach: ReachOut) -> None:
    """CASES 7"""
    planned = [world.plan(world.person()) for _ in range(23)]
    asyncio.run(reach.run())
    asyncio.run(reach.run())
    assert sorted(world.sent()) == sorted(planned)


def test_a_person_with_three_due_messages_does_not_keep_the_engine_spinning(
    world: World, reach: ReachOut
) -> None:
    somebody = world.person()
    planned = [world.plan(somebody) for _ in range(3)]
    asyncio.run(asyncio.wait_for(reach.run(), 30))
    assert sorted(world.sent()) == sorted(planned)


def test_a_hold_is_judged_afresh_when_something_changes_and_not_before(
    world: World, reach: ReachOut
) -> None:
    attempt = world.plan(world.person())
    world.clock.advance(timedelta(minutes=5))
    asyncio.run(reach.run())
    assert world.state(attempt) is AttemptState.HELD
    assert asyncio.run(reach.look_again()) == []
    world.listen()
    world.store.write(house.raise_epoch)
    asyncio.run(reach.look_again())
    assert world.state(attempt) is AttemptState.ACCEPTED
    assert [one["open"] for one in world.decisions(attempt)] == [False, False]


def test_a_hold_that_nobody_clears_expires_unsent(world: World, reach: ReachOut) -> None:
    attempt = world.plan(world.person(), message="broken")
    asyncio.run(reach.run())
    world.later(timedelta(days=15))
    assert reach.drop_stale() == [attempt]
    assert world.state(attempt) is AttemptState.EXPIRED


def test_what_lay_about_for_weeks_is_dropped_and_not_sent(world: World, reach: ReachOut) -> None:
    """CASES 54"""
    attempt = world.plan(world.person())
    world.later(timedelta(days=15))
    reach.drop_stale()
    asyncio.run(reach.run())
    assert world.sent() == []
    assert world.state(attempt) is AttemptState.EXPIRED


def test_a_confirmation_that_is_late_is_dropped(world: World, reach: ReachOut) -> None:
    soon = world.clock.now() + timedelta(minutes=5)
    attempt = world.plan(world.person(), purpose=Purpose.ACKNOWLEDGE, expires_at=soon)
    world.later(timedelta(minutes=6))
    reach.drop_stale()
    assert world.state(attempt) is AttemptState.EXPIRED


def test_a_deferred_step_waits_in_our_own_table(world: World, reach: ReachOut) -> None:
    """CASES 6, CASES 11"""
    somebody = world.person()
    attempt = world.plan(somebody, Channel.EMAIL)
    until = world.clock.now() + timedelta(days=28)
    world.word(somebody, Pause(until), words="In four weeks.")
    for _ in range(3):
        asyncio.run(reach.run())
        world.later(timedelta(days=7))
    assert world.sent() == []
    world.later(timedelta(days=7))
    asyncio.run(reach.run())
    assert world.sent() == [attempt]
