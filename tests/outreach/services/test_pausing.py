"""A sequence that is paused, gone on with, left, or shared with another: nothing twice or lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from outreach.domain.attempts import AttemptState
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.notes import NoteKind
from outreach.domain.people import Member, Organisation, Person
from outreach.domain.planner import never_closed
from outreach.domain.sequences import (
    Sequence,
    read_sequence,
    sequence_body,
    sequence_options,
)
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.enrol import Enrolled, enrol
from outreach.services.knowing import NewNote, note
from outreach.services.pausing import pause, resume
from outreach.services.reach_out import ReachOut
from outreach.store import (
    attempts,
    commitments,
    enrollments,
    importing,
    leaving,
    points,
    resting,
    sequences,
    tables,
)
from outreach.store.unit import Store
from policies.channel import Channel
from policies.facts import PointState
from tests.outreach.gate.world import World

NEW_YORK = ZoneInfo("America/New_York")
HEAD = 'name = "{name}"\nversion = {version}\npurpose = "marketing"\n{says}\n'
LETTER = '[[step]]\nafter = "{after}"\nchannel = "email"\nwords = {{ email = "{words}" }}\n{says}\n'


def sequence(*steps: str, name: str = "spring", version: int = 1, says: str = "") -> Sequence:
    """Return letters a day apart; a step is its words and, after `;`, what else it says."""
    text = HEAD.format(name=name, version=version, says=says)
    for number, step in enumerate(steps):
        words, _, more = step.partition(";")
        after = "1 day" if number else "0 minutes"
        text += LETTER.format(after=after, words=words, says=more.strip())
    return read_sequence(text, "spring.toml")


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def reach(world: World) -> ReachOut:
    return ReachOut(world.gate, lambda person: (NEW_YORK,))


def _enrol(world: World, wanted: Sequence, *people: Person) -> Enrolled:
    body, said, now = sequence_body(wanted), sequence_options(wanted), world.clock.now()
    world.store.write(
        lambda conn: sequences.add(
            conn, wanted.name, wanted.version, wanted.purpose, body, now, said
        )
    )
    member = Member("t_1", "Ana Ruiz", now)
    zones, closed = (lambda one: (NEW_YORK,)), (lambda one: never_closed)
    ids = [one.id for one in people]
    return enrol(world.store, world.clock, wanted.name, ids, member, zones, closed)


def _enrolment(world: World, one: Person) -> Enrollment:
    return world.store.read(lambda conn: enrollments.of(conn, one.id))[-1]


def _words(world: World) -> list[str]:
    return [world.row(one)["message"] for one in world.sent()]


def _run(reach: ReachOut) -> None:
    asyncio.run(reach.run())


def test_pausing_and_going_on_five_times_sends_every_letter_once(
    world: World, reach: ReachOut
) -> None:
    """CASES 4, CASES 7."""
    _enrol(world, sequence("one", "two"), *(world.person() for _ in range(3)))
    for round_ in range(5):
        pause(world.store, world.clock, "spring", "the prices are wrong", "Ana")
        _run(reach)
        assert len(world.sent()) == 3 * (round_ > 0)
        resume(world.store, world.clock, "spring", "Ana")
        _run(reach)
        _run(reach)
    assert sorted(_words(world)) == ["one"] * 3
    world.later(timedelta(days=1))
    _run(reach)
    _run(reach)
    assert sorted(_words(world)) == ["one"] * 3 + ["two"] * 3


def test_a_letter_that_is_just_leaving_counts_and_the_next_one_waits(
    world: World, reach: ReachOut
) -> None:
    """CASES 4: paused between handing over and its receipt."""
    somebody = world.person()
    _enrol(world, sequence("one", "two"), somebody)
    reach.plan()
    [planned] = world.store.read(lambda conn: attempts.open_of(conn, [somebody.id]))
    world.store.write(
        lambda conn: attempts.set_many(conn, [{"id": planned.id, "state": AttemptState.SENDING}])
    )
    pause(world.store, world.clock, "spring", "the prices are wrong", "Ana")
    now = world.clock.now()

    def left(conn: object) -> None:
        done = {"id": planned.id, "state": AttemptState.ACCEPTED, "sending_since": now}
        attempts.set_many(conn, [done])  # type: ignore[arg-type]
        enrollments.step_done(conn, [_enrolment_id], now)  # type: ignore[arg-type]

    _enrolment_id = _enrolment(world, somebody).id
    world.store.write(left)
    resume(world.store, world.clock, "spring", "Ana")
    _run(reach)
    assert world.sent() == []
    assert _enrolment(world, somebody).next_step == 2
    assert _enrolment(world, somebody).next_due_at == now + timedelta(days=1)


def test_one_person_waits_alone_and_goes_on_only_when_named(world: World, reach: ReachOut) -> None:
    waits, goes = world.person(), world.person()
    _enrol(world, sequence("one"), waits, goes)
    assert pause(world.store, world.clock, "spring", "moving house", "Ana", waits.id) == 1
    pause(world.store, world.clock, "spring", "the prices are wrong", "Ana")
    assert resume(world.store, world.clock, "spring", "Ana") == 1
    _run(reach)
    assert [world.row(one)["person_id"] for one in world.sent()] == [goes.id]
    assert _enrolment(world, waits).paused_because == "moving house"
    assert resume(world.store, world.clock, "spring", "Ana", waits.id) == 1
    _run(reach)
    assert len(world.sent()) == 2


def test_who_is_paused_by_name_while_all_of_it_rests_waits_on_when_the_others_go(
    world: World, reach: ReachOut
) -> None:
    waits, goes = world.person(), world.person()
    _enrol(world, sequence("one"), waits, goes)
    pause(world.store, world.clock, "spring", "the prices are wrong", "Ana")
    assert pause(world.store, world.clock, "spring", "moving house", "Ana", waits.id) == 1
    resume(world.store, world.clock, "spring", "Ana")
    _run(reach)
    assert [world.row(one)["person_id"] for one in world.sent()] == [goes.id]
    assert _enrolment(world, waits).paused_because == "moving house"
    with pytest.raises(InputError, match="they wait in `spring` already, since 24 Nov 2026"):
        pause(world.store, world.clock, "spring", "moving house", "Ana", waits.id)


def test_who_goes_on_by_name_while_all_of_it_rests_waits_with_the_others(
    world: World, reach: ReachOut
) -> None:
    somebody = world.person()
    _enrol(world, sequence("one"), somebody)
    pause(world.store, world.clock, "spring", "moving house", "Ana", somebody.id)
    pause(world.store, world.clock, "spring", "the prices are wrong", "Ana")
    assert resume(world.store, world.clock, "spring", "Ana", somebody.id) == 0
    _run(reach)
    assert world.sent() == []
    assert resume(world.store, world.clock, "spring", "Ana") == 1
    _run(reach)
    assert [world.row(one)["person_id"] for one in world.sent()] == [somebody.id]


def test_whoever_comes_into_a_sequence_that_rests_waits_with_the_others(
    world: World, reach: ReachOut
) -> None:
    first, late = world.person(), world.person()
    _enrol(world, sequence("one"), first)
    pause(world.store, world.clock, "spring", "the prices are wrong", "Ana")
    done = _enrol(world, sequence("one"), late)
    assert done.rests == "the prices are wrong"
    _run(reach)
    assert world.sent() == []
    assert resume(world.store, world.clock, "spring", "Ana") == 2
    assert world.store.read(resting.everything) == {}


def test_what_rests_cannot_rest_again_nor_go_on_twice(world: World) -> None:
    _enrol(world, sequence("one"), world.person())
    pause(world.store, world.clock, "spring", "the prices are wrong", "Ana")
    with pytest.raises(InputError, match="`spring` is paused already"):
        pause(world.store, world.clock, "spring", "again", "Ana")
    resume(world.store, world.clock, "spring", "Ana")
    with pytest.raises(InputError, match="`spring` is not paused"):
        resume(world.store, world.clock, "spring", "Ana")


def test_a_reply_ends_what_ends_on_it_and_leaves_the_rest(world: World, reach: ReachOut) -> None:
    somebody = world.person()
    _enrol(world, sequence("one", "two", says='ends_on = ["reply"]'), somebody)
    _enrol(world, sequence("news", "more", name="news"), somebody)
    reach.plan()
    now = world.clock.now()
    world.store.write(lambda conn: leaving.replied(conn, somebody.id, now))
    both = world.store.read(lambda conn: enrollments.of(conn, somebody.id))
    assert sorted((one.state, one.ended_because) for one in both) == [
        (EnrollmentState.ACTIVE, None),
        (EnrollmentState.ENDED, "they wrote back"),
    ]
    open_ones = world.store.read(lambda conn: attempts.open_of(conn, [somebody.id]))
    assert [one.sequence_name for one in open_ones] == ["news"]


def test_a_colleagues_reply_ends_it_for_the_others_there_and_for_nobody_else(
    world: World, reach: ReachOut
) -> None:
    made = world.store.write(lambda conn: importing.organisations_named(conn, ["Kestrel"]))
    work = Organisation(made["kestrel"], "Kestrel", "kestrel")
    speaks, colleague, stranger = (
        world.person(organisation_id=work.id),
        world.person(organisation_id=work.id),
        world.person(),
    )
    _enrol(
        world,
        sequence("one", says='ends_on = ["colleague\'s reply"]'),
        *(speaks, colleague, stranger),
    )
    now = world.clock.now()
    world.store.write(lambda conn: leaving.replied(conn, speaks.id, now))
    assert [_enrolment(world, one).state for one in (speaks, colleague, stranger)] == [
        EnrollmentState.ACTIVE,
        EnrollmentState.ENDED,
        EnrollmentState.ACTIVE,
    ]


def test_a_promise_a_meeting_and_a_dead_address_end_what_ends_on_them(
    world: World, reach: ReachOut
) -> None:
    now = world.clock.now()
    promised, met, dead = (world.person() for _ in range(3))
    ends = 'ends_on = ["promise", "meeting", "bounce"]'
    _enrol(world, sequence("one", "two", says=ends), promised, met, dead)
    _run(reach)
    owed = Commitment(new_id("m"), promised.id, CommitmentKind.REQUEST, "the prices", now, now)
    world.store.write(lambda conn: commitments.add(conn, owed))
    note(world.store, world.clock, NewNote(met.id, "Coffee", "Ana", NoteKind.MEETING))
    [point] = [
        one
        for one in world.store.read(lambda conn: points.of(conn, dead.id))
        if one.channel is Channel.EMAIL
    ]
    world.store.write(lambda conn: points.mark(conn, point.id, PointState.BOUNCED))
    assert [_enrolment(world, one).ended_because for one in (promised, met, dead)] == [
        "we promised them something",
        "we met, or will meet",
        "an address or number of theirs is dead",
    ]


def test_what_a_step_promises_itself_does_not_end_the_sequence(world: World) -> None:
    somebody = world.person()
    _enrol(world, sequence("one", says='ends_on = ["promise"]'), somebody)
    way, now = _enrolment(world, somebody), world.clock.now()
    owed = Commitment(new_id("m"), somebody.id, CommitmentKind.PLEDGE, "a sample", now, now)
    world.store.write(lambda conn: commitments.add(conn, owed, by_step_of=way.id))
    assert _enrolment(world, somebody).state is EnrollmentState.ACTIVE


def test_a_step_whose_condition_does_not_hold_is_passed_over(world: World, reach: ReachOut) -> None:
    has, lacks = world.person(), world.person(addresses=("only@mail.example",))
    _enrol(world, sequence('one;only_if = ["mobile"]', "two"), has, lacks)
    _run(reach)
    assert [world.row(one)["person_id"] for one in world.sent()] == [has.id]
    world.later(timedelta(days=1))
    _run(reach)
    _run(reach)
    said = {(world.row(one)["person_id"], world.row(one)["message"]) for one in world.sent()}
    assert said == {(has.id, "one"), (has.id, "two"), (lacks.id, "two")}
    told = select(tables.ledger.c.body).where(tables.ledger.c.kind == "step-passed-over")
    [body] = world.store.read(lambda conn: list(conn.scalars(told)))
    assert body["because"] == "passed over: only if mobile"


def test_nobody_is_in_two_sequences_where_one_of_them_is_exclusive(world: World) -> None:
    somebody = world.person()
    alone = sequence("one", name="courting", says="exclusive = true")
    _enrol(world, alone, somebody)
    done = _enrol(world, sequence("news", name="news"), somebody)
    assert [(one.person_id, one.sequence) for one in done.elsewhere] == [(somebody.id, "courting")]
    assert done.new == ()


def test_a_newer_version_takes_nobody_who_is_in_an_older_one(world: World, reach: ReachOut) -> None:
    """A running enrolment stays on its own version, and is in the sequence once."""
    somebody, late = world.person(), world.person()
    _enrol(world, sequence("one", "two"), somebody)
    done = _enrol(world, sequence("other", version=2), somebody, late)
    assert done.already == (somebody.id,)
    for _ in range(3):
        _run(reach)
        world.later(timedelta(days=1))
    assert sorted(_words(world)) == ["one", "other", "two"]


def test_after_a_long_outage_a_crowd_of_overdue_steps_is_spread_and_capped(
    world: World, reach: ReachOut
) -> None:
    """CASES 54, CASES 55: no more than so many an hour, the longest overdue first."""
    many = [world.person(addresses=(f"p{n}@people.example",)) for n in range(30)]
    _enrol(world, sequence("one"), *many)
    world.later(timedelta(days=3))
    _run(reach)
    assert world.sent() == []
    query = select(
        func.min(tables.enrollment.c.next_due_at), func.max(tables.enrollment.c.next_due_at)
    )
    first, last = world.store.read(lambda conn: conn.execute(query).one())
    apart = timedelta(hours=1) / reach.gate.habits.catch_up
    assert first == world.clock.now() + apart
    assert last == world.clock.now() + 30 * apart
    world.later(10 * apart)
    _run(reach)
    assert len(world.sent()) == 10
    world.later(timedelta(hours=1))
    _run(reach)
    assert len(world.sent()) == 30


def test_an_engine_that_starts_again_while_it_catches_up_gives_the_turns_after_those(
    world: World, reach: ReachOut
) -> None:
    """CASES 55: two outages in one morning make one queue, and not two at once."""
    _enrol(
        world,
        sequence("one"),
        *(world.person(addresses=(f"p{n}@people.example",)) for n in range(30)),
    )
    world.later(timedelta(days=3))
    _run(reach)
    apart = timedelta(hours=1) / reach.gate.habits.catch_up
    _enrol(
        world,
        sequence("one", name="summer"),
        *(world.person(addresses=(f"q{n}@people.example",)) for n in range(5)),
    )
    late = update(tables.enrollment).where(tables.enrollment.c.next_due_at <= world.clock.now())
    since = world.clock.now() - timedelta(hours=2)
    world.store.write(lambda conn: conn.execute(late.values(next_due_at=since)))
    again = ReachOut(world.gate, reach.zones)
    world.gate.habits = replace(world.gate.habits, crowd=3)
    _run(again)
    query = select(tables.enrollment.c.next_due_at).order_by(tables.enrollment.c.next_due_at)
    turns = world.store.read(lambda conn: list(conn.scalars(query)))
    assert turns == [world.clock.now() + nth * apart for nth in range(1, 36)]


def test_a_step_that_is_weeks_overdue_is_dropped_and_the_next_one_counts_from_now(
    world: World, reach: ReachOut
) -> None:
    """CASES 54: what was to be said three weeks ago is not said as if it were news."""
    somebody = world.person()
    _enrol(world, sequence("one", "two"), somebody)
    world.later(timedelta(days=21))
    _run(reach)
    _run(reach)
    assert world.sent() == []
    assert _enrolment(world, somebody).next_due_at == world.clock.now() + timedelta(days=1)
    world.later(timedelta(days=1))
    _run(reach)
    assert _words(world) == ["two"]
