"""Who is due a word: never missed, however somebody got in touch, and never late to be found."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.cadences import Cadence
from outreach.domain.calls import CameOf, Ended
from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.domain.people import Person
from outreach.domain.roles import Role
from outreach.ids import new_id
from outreach.services.listen import call_ended
from outreach.store import attempts, cadences, commitments, roles
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import build

MONTH = timedelta(days=30)


@pytest.fixture
def both(store: Store) -> Both:
    """A house with a gate, on each database in turn."""
    world = World(store)
    return Both(world, build(store, world.clock, world.gate.stopped))


def every(both: Both, days: int | None, person: Person | None = None, role: str = "") -> None:
    now = both.world.clock.now()
    one = Cadence(new_id("q"), days, "Ana Ruiz", now, person.id if person else None, role or None)
    both.world.store.write(lambda conn: cadences.put(conn, one))
    ids = [person.id] if person else []
    both.world.store.write(lambda conn: cadences.refresh(conn, ids, now))


def customer(both: Both, person: Person, since: datetime | None = None) -> Role:
    now = both.world.clock.now()
    one = Role(new_id("l"), person.id, "customer", since or now)
    both.world.store.write(lambda conn: roles.add(conn, one))
    return one


def due(both: Both) -> list[str]:
    now = both.world.clock.now()
    return [one.person.name for one in cadences.longest_waiting(both.world.store, now, now)]


def test_a_customer_is_due_a_word_when_the_days_are_over(both: Both) -> None:
    every(both, 30, role="customer")
    maria = both.world.person("Maria Delgado")
    customer(both, maria)
    both.world.later(MONTH - timedelta(hours=1))
    assert due(both) == []
    both.world.later(timedelta(hours=1))
    assert due(both) == ["Maria Delgado"]


def test_their_own_words_begin_the_days_anew(both: Both) -> None:
    maria = both.world.person("Maria Delgado")
    every(both, 30, maria)
    both.world.later(timedelta(days=20))
    both.house.writes(maria, "The maps are lovely.")
    both.world.later(timedelta(days=20))
    assert due(both) == []
    both.world.later(timedelta(days=10))
    assert due(both) == ["Maria Delgado"]


def sent(both: Both, maria: Person, *, automated: bool, purpose: Purpose) -> None:
    planned = both.world.plan(maria, purpose=purpose, automated=automated)
    now = both.world.clock.now()
    left = {"state": AttemptState.ACCEPTED, "sending_since": now}
    both.world.store.write(lambda conn: attempts.set_many(conn, [{"id": planned, **left}]))


def test_an_answer_of_ours_does_too_and_an_automated_letter_does_not(both: Both) -> None:
    maria, scott = both.world.person("Maria Delgado"), both.world.person("Scott Reyes")
    every(both, 30, maria)
    every(both, 30, scott)
    both.world.later(timedelta(days=20))
    sent(both, maria, automated=False, purpose=Purpose.ANSWER)
    sent(both, scott, automated=True, purpose=Purpose.MARKETING)
    both.world.later(timedelta(days=20))
    assert due(both) == ["Scott Reyes"]


@pytest.mark.parametrize(
    ("what", "left"), [(CameOf.CONNECTED, []), (CameOf.NO_ANSWER, ["Maria Delgado"])]
)
def test_a_call_counts_where_somebody_answered(both: Both, what: CameOf, left: list[str]) -> None:
    both.house.member("Ana Ruiz")
    maria = both.world.person("Maria Delgado")
    every(both, 30, maria)
    both.world.later(timedelta(days=20))
    call = both.world.plan(maria, Channel.PHONE, state=AttemptState.ACCEPTED, automated=False)
    now = both.world.clock.now()
    both.world.store.write(
        lambda conn: attempts.set_many(conn, [{"id": call, "sending_since": now}])
    )
    call_ended(both.house.ears, Ended(call, what, "Ana Ruiz"))
    both.world.later(timedelta(days=20))
    assert due(both) == left


def test_a_meeting_that_was_held_counts(both: Both) -> None:
    maria = both.world.person("Maria Delgado")
    every(both, 30, maria)
    both.world.later(timedelta(days=20))
    now = both.world.clock.now()
    held = Commitment(
        *(new_id("m"), maria.id, CommitmentKind.MEETING, "at their stand", now, now),
        state=CommitmentState.KEPT,
        closed_at=now,
    )
    both.world.store.write(lambda conn: commitments.add(conn, held))
    both.world.later(timedelta(days=20))
    assert due(both) == []


def test_what_is_said_of_a_person_goes_before_their_role(both: Both) -> None:
    every(both, 30, role="customer")
    maria, scott = both.world.person("Maria Delgado"), both.world.person("Scott Reyes")
    customer(both, maria)
    customer(both, scott)
    every(both, None, maria)
    every(both, 10, scott)
    both.world.later(timedelta(days=10))
    assert due(both) == ["Scott Reyes"]
    both.world.later(timedelta(days=40))
    assert due(both) == ["Scott Reyes"]


def test_of_two_roles_the_shorter_rhythm_counts(both: Both) -> None:
    every(both, 60, role="customer")
    every(both, 20, role="partner")
    maria = both.world.person("Maria Delgado")
    customer(both, maria)
    now = both.world.clock.now()
    both.world.store.write(
        lambda conn: roles.add(conn, Role(new_id("l"), maria.id, "partner", now))
    )
    both.world.later(timedelta(days=20))
    assert due(both) == ["Maria Delgado"]


def test_a_role_that_ended_puts_nobody_on_the_list(both: Both) -> None:
    every(both, 30, role="customer")
    maria = both.world.person("Maria Delgado")
    role = customer(both, maria)
    both.world.later(timedelta(days=20))
    now = both.world.clock.now()
    both.world.store.write(lambda conn: roles.finish(conn, role.id, "cancelled", now))
    both.world.later(timedelta(days=20))
    assert due(both) == []


def test_the_longest_waiting_come_first_and_the_first_page_is_not_all(both: Both) -> None:
    for number, name in enumerate(("Ada", "Bea", "Cleo", "Dora")):
        every(both, 10 + number, both.world.person(name))
    both.world.later(MONTH)
    now, store = both.world.clock.now(), both.world.store
    first = cadences.longest_waiting(store, now, now, limit=2)
    assert [one.person.name for one in first] == ["Ada", "Bea"]


def test_settling_puts_right_what_contact_has_outdated_and_nothing_else(both: Both) -> None:
    maria, scott = both.world.person("Maria Delgado"), both.world.person("Scott Reyes")
    every(both, 10, maria)
    every(both, 10, scott)
    both.world.later(timedelta(days=9))
    both.house.writes(maria, "The maps are lovely.")
    both.world.later(timedelta(days=2))
    now = both.world.clock.now()
    assert cadences.settle(both.world.store, now) == 1
    assert cadences.settle(both.world.store, now) == 0
    assert due(both) == ["Scott Reyes"]
