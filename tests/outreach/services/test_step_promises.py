"""What a letter of a sequence promises is owed once it has gone out, and not before."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.enrollments import Enrollment
from outreach.domain.people import Person
from outreach.domain.planner import begun
from outreach.domain.sequences import (
    SequenceError,
    read_sequence,
    sequence_body,
    sequence_from,
    sequence_options,
)
from outreach.ids import new_id
from outreach.services.reach_out import ReachOut
from outreach.store import commitments, enrollments, sequences
from policies.statement import Refuse
from tests.outreach.services.conftest import Both

FILE = """
name = "spring"
version = 1
purpose = "marketing"
[[step]]
channel = "email"
words = { email = "intro" }
promises = { what = "a sample of the maps", within = "3 business days" }
"""
SPRING = read_sequence(FILE, "spring.toml")
NEW_YORK = ZoneInfo("America/New_York")


def enrolled(both: Both, person: Person) -> None:
    now, store = both.world.clock.now(), both.world.store
    kept = store.write(
        lambda conn: sequences.add(conn, "spring", 1, SPRING.purpose, sequence_body(SPRING), now)
    )
    one = Enrollment(new_id("e"), person.id, kept.id, "Ana Ruiz", now)
    ready = begun(one, SPRING, NEW_YORK)
    store.write(lambda conn: enrollments.add_many(conn, [ready]))


def run(both: Both) -> None:
    reach = ReachOut(both.world.gate, lambda person: (NEW_YORK,))
    asyncio.run(reach.run())
    both.world.later(timedelta(minutes=1))
    asyncio.run(reach.run())


def owed(both: Both, person: Person) -> list[Commitment]:
    return both.world.store.read(lambda conn: commitments.of(conn, person.id))


def test_what_a_letter_promised_is_owed_from_when_it_went_out(both: Both) -> None:
    ana = both.house.member("Ana Ruiz")
    maria = both.world.person("Maria Delgado")
    enrolled(both, maria)
    sent_at: datetime = both.world.clock.now()
    run(both)
    (one,) = owed(both, maria)
    assert (one.kind, one.what, one.made_by) == (
        CommitmentKind.PLEDGE,
        "a sample of the maps",
        "Ana Ruiz",
    )
    assert (one.owner, one.anyone, one.channel) == (ana.id, False, None)
    local = sent_at.astimezone(NEW_YORK)
    assert one.due_at.astimezone(NEW_YORK).date() == (local + timedelta(days=3)).date()


def test_a_letter_that_never_left_promised_nothing(both: Both) -> None:
    both.house.member("Ana Ruiz")
    maria = both.world.person("Maria Delgado")
    enrolled(both, maria)
    both.world.word(maria, Refuse(None), words="Never write to me.")
    run(both)
    assert owed(both, maria) == []


def test_a_promise_is_kept_with_its_sequence() -> None:
    body, options = sequence_body(SPRING), sequence_options(SPRING)
    assert sequence_from("spring", 1, SPRING.purpose, body, options) == SPRING


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ('within = "3 business days"', 'within = "soon"'),
        ('what = "a sample of the maps"', 'what = " "'),
        ('within = "3 business days"', 'until = "Friday"'),
        ('channel = "email"\nwords = { email', 'channel = "phone"\nwords = { phone'),
    ],
)
def test_a_promise_that_says_too_little_is_refused(changed: str, why: str) -> None:
    with pytest.raises(SequenceError, match=r"spring\.toml.*\(step 1\)"):
        read_sequence(FILE.replace(changed, why), "spring.toml")
