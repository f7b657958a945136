"""A step that the carrier kept: the sequence waits for it again, and skips and repeats nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from channels.arrivals import Trouble
from outreach.domain.attempts import AttemptState
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.people import Person
from outreach.domain.planner import begun
from outreach.domain.sequences import read_sequence, sequence_body
from outreach.gate.troubles import CARRIERS_NIGHT, Followed, follow
from outreach.ids import new_id
from outreach.services.reach_out import ReachOut
from outreach.store import attempts, carried, enrollments, sequences
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from tests.outreach.gate.world import World

NEW_YORK = ZoneInfo("America/New_York")
TEXTS = read_sequence(
    """
name = "texts"
version = 1
purpose = "marketing"
[[step]]
channel = "sms"
words = { sms = "first" }
[[step]]
after = "2 days"
channel = "sms"
words = { sms = "second" }
""",
    "texts.toml",
)


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def reach(world: World) -> ReachOut:
    return ReachOut(world.gate, lambda _: (NEW_YORK,), batch=5)


def enrol(world: World, one: Person) -> str:
    now = world.clock.now()

    def work(conn: Connection) -> str:
        row = sequences.add(conn, "texts", 1, Purpose.MARKETING, sequence_body(TEXTS), now)
        new = begun(Enrollment(new_id("e"), one.id, row.id, "Ana Ruiz", now), TEXTS, NEW_YORK)
        enrollments.add_many(conn, [new])
        return new.id

    return world.store.write(work)


def now_is(world: World, enrolled: str) -> Enrollment:
    return world.store.read(lambda conn: enrollments.get(conn, enrolled))


def kept(world: World, attempt: str) -> Followed:
    """Let the carrier say that it kept this text for the hour."""
    now = world.clock.now()

    def work(conn: Connection) -> Followed:
        return follow(conn, carried.locked(conn, attempt), Trouble.OUTSIDE_HOURS, "30610", now)

    return world.store.write(work)


def texts(world: World, one: Person) -> list[tuple[str, str]]:
    rows = world.store.read(lambda conn: attempts.of(conn, one.id))
    return [(row["message"], row["state"]) for row in rows]


def test_a_step_that_was_kept_goes_first_and_the_next_waits_for_it(
    world: World, reach: ReachOut
) -> None:
    """CASES 32."""
    scott = world.person()
    enrolled = enrol(world, scott)
    asyncio.run(reach.run())
    asyncio.run(reach.run())
    assert now_is(world, enrolled).next_step == 2
    again = kept(world, world.sent(Channel.SMS)[0]).again
    assert again is not None
    assert (now_is(world, enrolled).next_step, now_is(world, enrolled).next_due_at) == (1, None)
    world.later(CARRIERS_NIGHT)
    asyncio.run(reach.run())
    assert world.sent(Channel.SMS)[-1] == again
    asyncio.run(reach.run())
    assert now_is(world, enrolled).next_step == 2
    world.later(timedelta(days=3))
    asyncio.run(reach.run())
    asyncio.run(reach.run())
    assert [message for message, _ in texts(world, scott)] == ["first", "first", "second"]
    assert now_is(world, enrolled).state is EnrollmentState.FINISHED


def test_a_step_that_was_kept_before_the_next_was_planned_waits_too(
    world: World, reach: ReachOut
) -> None:
    scott = world.person()
    enrolled = enrol(world, scott)
    asyncio.run(reach.run())
    kept(world, world.sent(Channel.SMS)[0])
    asyncio.run(reach.run())
    assert now_is(world, enrolled).next_step == 1
    assert now_is(world, enrolled).last_done_at is None


def test_what_was_kept_after_the_last_step_goes_out_all_the_same(
    world: World, reach: ReachOut
) -> None:
    scott = world.person()
    enrolled = enrol(world, scott)
    asyncio.run(reach.run())
    first = world.sent(Channel.SMS)[0]
    world.later(timedelta(days=3))
    asyncio.run(reach.run())
    asyncio.run(reach.run())
    before = now_is(world, enrolled)
    assert before.state is EnrollmentState.FINISHED
    again = kept(world, first).again
    assert again is not None
    assert now_is(world, enrolled) == before
    world.later(CARRIERS_NIGHT)
    asyncio.run(reach.run())
    assert world.state(again) is AttemptState.ACCEPTED


def test_a_sequence_that_has_ended_sends_nothing_again(world: World, reach: ReachOut) -> None:
    scott = world.person()
    enrolled = enrol(world, scott)
    asyncio.run(reach.run())
    world.store.write(lambda conn: enrollments.end(conn, enrolled, "they answered"))
    followed = kept(world, world.sent(Channel.SMS)[0])
    assert followed.again is None
    assert "not planned again" in followed.question


def test_what_was_kept_counts_as_no_contact(world: World, reach: ReachOut) -> None:
    """CASES 32, 61: nobody has seen it, so no cap may count it and no word is said twice."""
    scott = world.person()
    enrol(world, scott)
    asyncio.run(reach.run())
    sent = world.sent(Channel.SMS)[0]
    kept(world, sent)
    assert world.row(sent)["sending_since"] is None
    assert world.state(sent) is AttemptState.ACCEPTED
