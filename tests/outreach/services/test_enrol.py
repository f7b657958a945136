"""Sequences are kept as they were added, and people go through them on their own clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outreach.clock import SimulatedClock
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.people import Member, Person
from outreach.domain.planner import never_closed
from outreach.domain.sequences import SequenceError
from outreach.errors import InputError, NotFoundError
from outreach.gate.templates import Templates
from outreach.ids import new_id
from outreach.services.enrol import Enrolled, add_sequence, enrol, steps_of, take_out
from outreach.store import attempts, enrollments, ledger, people, sequences
from outreach.store.unit import Store
from policies.channel import Channel, Purpose

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CLOCK = SimulatedClock(NOW)
ANA = Member("t_ana", "Ana Ruiz", NOW)
WAITS = """\
name = "spring"
version = 1
purpose = "marketing"
[[step]]
after = "1 business day"
channel = "email"
words = { email = "intro" }
"""


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    path = tmp_path / "spring.toml"
    path.write_text(WAITS, encoding="utf-8")
    return path


def add(store: Store, path: Path) -> str:
    return add_sequence(store, CLOCK, Templates(), path, "Ana Ruiz").id


def come(store: Store, *ids: str) -> None:
    several = [Person(one, f"Person {one}", "Expo", NOW, NOW, zone="Asia/Tokyo") for one in ids]
    store.write(lambda conn: people.add_many(conn, several))


def put(store: Store, *ids: str) -> Enrolled:
    return enrol(store, CLOCK, "spring", ids, ANA, zones, lambda person: never_closed)


def zones(person: Person) -> tuple[ZoneInfo, ...]:
    return (ZoneInfo(person.zone),) if person.zone else ()


def test_a_sequence_is_kept_word_for_word(store: Store, spring: Path) -> None:
    add(store, spring)
    row = store.read(lambda conn: sequences.get(conn, "spring"))
    (step,) = steps_of(row).steps
    assert (str(step.after), dict(step.words)) == ("1 business day", {"email": "intro"})


def test_adding_it_twice_is_adding_it_once(store: Store, spring: Path) -> None:
    assert add(store, spring) == add(store, spring)
    assert len(store.read(lambda conn: ledger.entries_of(conn, [add(store, spring)]))) == 1


def test_a_version_says_one_thing_for_ever(sqlite_store: Store, spring: Path) -> None:
    add(sqlite_store, spring)
    spring.write_text(WAITS.replace("1 business day", "2 business days"), encoding="utf-8")
    with pytest.raises(InputError, match="says something else: raise it"):
        add(sqlite_store, spring)


def test_the_newest_version_is_the_one_people_are_put_into(store: Store, spring: Path) -> None:
    add(store, spring)
    spring.write_text(WAITS.replace("version = 1", "version = 2"), encoding="utf-8")
    newest = add(store, spring)
    come(store, "p_1")
    (enrolled,) = put(store, "p_1").new
    assert enrolled.sequence_id == newest


def test_the_first_step_is_due_on_their_own_clock(store: Store, spring: Path) -> None:
    """Friday 15:00 in London is Saturday in Tokyo: one business day on is Monday there."""
    add(store, spring)
    come(store, "p_1")
    (enrolled,) = put(store, "p_1").new
    assert enrolled.next_due_at is not None
    assert enrolled.next_due_at.astimezone(ZoneInfo("Asia/Tokyo")).date() == date(2026, 11, 23)


def test_nobody_is_in_a_sequence_twice(store: Store, spring: Path) -> None:
    sequence = add(store, spring)
    come(store, "p_1", "p_2")
    put(store, "p_1")
    again = put(store, "p_1", "p_2", "p_2")
    assert ([one.person_id for one in again.new], again.already) == (["p_2"], ("p_1",))
    assert len(store.read(lambda conn: enrollments.in_sequence(conn, sequence))) == 2


def test_somebody_unknown_puts_nobody_in(store: Store, spring: Path) -> None:
    sequence = add(store, spring)
    come(store, "p_1")
    with pytest.raises(NotFoundError, match="`p_none`"):
        put(store, "p_1", "p_none")
    assert store.read(lambda conn: enrollments.in_sequence(conn, sequence)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (WAITS.replace('email = "intro"', 'email = "none"').encode(), "`words.email` names `none`"),
        (WAITS.encode("utf-16"), "is not UTF-8"),
        (b"#" * 200_001, "200001 characters: is this a sequence?"),
    ],
)
def test_a_file_that_cannot_be_used_adds_nothing(
    sqlite_store: Store, spring: Path, content: bytes, said: str
) -> None:
    spring.write_bytes(content)
    with pytest.raises(SequenceError) as refused:
        add(sqlite_store, spring)
    assert said in str(refused.value)
    assert str(spring) in str(refused.value)
    assert sqlite_store.read(sequences.everything) == []


def test_who_was_said_nothing_is_taken_out_and_their_plan_with_them(
    store: Store, spring: Path
) -> None:
    add(store, spring)
    come(store, "p_1", "p_2")
    put(store, "p_1", "p_2")
    first, second = store.read(lambda conn: enrollments.of_people(conn, ["p_1", "p_2"]))
    store.write(lambda conn: attempts.add(conn, step_of(first, AttemptState.PLANNED)))
    store.write(lambda conn: attempts.add(conn, step_of(second, AttemptState.ACCEPTED)))
    assert take_out(store, CLOCK, [first.id, second.id, "e_none"], "Ben Okri") == 0
    assert take_out(store, CLOCK, [first.id, second.id, first.id], "Ana Ruiz") == 1
    one, other = store.read(lambda conn: enrollments.several(conn, [first.id, second.id]))
    assert (one.state, other.state) == (EnrollmentState.ENDED, EnrollmentState.ACTIVE)
    assert one.ended_because == "taken out again by Ana Ruiz"
    states = store.read(lambda conn: [row["state"] for row in attempts.of(conn, "p_1")])
    assert states == [AttemptState.WITHDRAWN]


def step_of(one: Enrollment, state: AttemptState) -> Attempt:
    by, at = Purpose.MARKETING, one.enrolled_at
    return Attempt(
        new_id("a"),
        one.person_id,
        Channel.EMAIL,
        by,
        one.by,
        at,
        at,
        state=state,
        enrollment_id=one.id,
        step=1,
    )
