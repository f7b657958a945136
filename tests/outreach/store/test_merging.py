"""Two records become one person: the strictest of both stands, and nothing is said twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from outreach.domain.attempts import AttemptState
from outreach.domain.enrollments import Enrollment
from outreach.domain.notes import Note
from outreach.domain.people import Person
from outreach.domain.roles import Role
from outreach.errors import InputError
from outreach.gate.stopped import Stopped
from outreach.ids import new_id
from outreach.services.merging import may_be_one, merge
from outreach.store import (
    attempts,
    bars,
    enrollments,
    history,
    importing,
    ledger,
    merging,
    notes,
    people,
    points,
    roles,
    sequences,
    statements,
    tables,
)
from outreach.store.bars import Mark
from outreach.store.unit import Store
from policies.channel import Channel, Kind, Purpose
from policies.facts import Barred, PointState
from policies.statement import Refuse
from tests.outreach.gate.world import World


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def _merged(world: World, kept: Person, other: Person) -> Person:
    because = "he told me so"
    return merge(world.store, world.clock, Stopped(), kept.id, other.id, because, "Ana").kept


def test_a_refusal_on_either_record_binds_the_one_that_stays(world: World) -> None:
    """CASES 57: also for what was cleared before, under the versions of then."""
    kept, other = world.person(), world.person()
    world.word(other, Refuse(Channel.EMAIL), words="No emails, please.")
    planned = world.plan(kept)
    _merged(world, kept, other)
    asyncio.run(world.gate.pass_batch([planned]))
    assert world.state(planned) is AttemptState.BLOCKED
    decided = world.decisions(planned)[-1]
    assert decided["rules"] == ["refused-channel"]
    assert "asked not to be reached by email" in decided["sentence"]


def test_both_versions_are_left_behind_so_that_nothing_cleared_before_can_leave(
    world: World,
) -> None:
    """CASES 57."""
    kept, other = world.person(), world.person()
    for _ in range(3):
        world.word(other, Refuse(Channel.SMS))
    before = world.store.read(lambda conn: people.get_many(conn, [kept.id, other.id]))
    now = _merged(world, kept, other)
    assert now.version > max(one.version for one in before.values())


def test_an_address_that_both_have_is_kept_once_and_is_dead_if_one_of_them_was(
    world: World,
) -> None:
    """CASES 57."""
    kept = world.person(addresses=("scott@reyes.example",))
    other = world.person(addresses=("scott@reyes.example", "s@reyes.example"))
    [first, _] = world.store.read(lambda conn: points.of(conn, other.id))
    world.store.write(lambda conn: points.mark(conn, first.id, PointState.BOUNCED))
    _merged(world, kept, other)
    found = world.store.read(lambda conn: points.of(conn, kept.id))
    assert [(one.address, one.state) for one in found] == [
        ("scott@reyes.example", PointState.BOUNCED),
        ("s@reyes.example", PointState.OK),
    ]


def test_what_they_say_differently_of_where_and_who_they_are_counts_as_unknown(
    world: World,
) -> None:
    """CASES 57."""
    kept = world.person(region="US-NV", zone="America/Los_Angeles")
    other = world.person(region="US-FL", kind=Kind.CONSUMER)
    now = _merged(world, kept, other)
    assert (now.country, now.region, now.kind) == ("US", None, Kind.CONSUMER)


def test_words_marks_roles_notes_and_plans_go_over_and_are_one_story(world: World) -> None:
    kept, other = world.person(), world.person(name="S. Reyes")
    now = world.clock.now()
    world.word(other, Refuse(Channel.PHONE), words="Never ring me.")
    planned = world.plan(other, Channel.PHONE)
    asyncio.run(world.gate.pass_batch([planned]))

    def noted(conn: object) -> None:
        roles.add(conn, Role(new_id("r"), other.id, "buyer", now))  # type: ignore[arg-type]
        notes.add(conn, Note(new_id("n"), other.id, now, "Ana", "Met at the fair"))  # type: ignore[arg-type]
        mark = Mark(Barred.PERSON, "their lawyer wrote", now, "Ana", person_id=other.id)
        bars.add(conn, mark)  # type: ignore[arg-type]

    world.store.write(noted)
    _merged(world, kept, other)
    told = world.store.read(lambda conn: history.story(conn, kept.id))
    words = " / ".join(f"{one.told} {one.words}" for one in told)
    for each in ("Never ring me.", "not sent", "buyer", "Met at the fair", "their lawyer wrote"):
        assert each in words
    assert world.store.read(lambda conn: bars.of(conn, kept.id))


def test_the_record_that_goes_is_nobody_and_its_id_leads_to_the_one_that_stays(
    world: World,
) -> None:
    kept, other = world.person(), world.person(name="Esteban Reyes")
    third = world.person(name="E. Reyes")
    _merged(world, other, third)
    _merged(world, kept, other)
    read = world.store.read
    for given in (other.id, third.id, "Esteban Reyes", "E. Reyes"):
        assert [one.id for one in read(partial(people.named, given=given))] == [kept.id]
    assert read(people.how_many) == 1
    assert [one.id for one in read(people.everybody)] == [kept.id]


def test_whoever_speaks_under_the_old_record_is_heard_under_the_new_one(world: World) -> None:
    """A letter that was being read while the two became one is not lost."""
    kept, other = world.person(), world.person()
    _merged(world, kept, other)
    world.word(other, words="Stop it.")
    said = world.store.read(lambda conn: statements.of(conn, kept.id))
    assert [one.words for one in said] == ["Stop it."]


def test_nothing_is_merged_while_something_is_leaving(world: World) -> None:
    kept, other = world.person(), world.person()
    leaving = world.plan(other, state=AttemptState.SENDING)
    with pytest.raises(InputError, match="just on its way to them"):
        _merged(world, kept, other)
    assert world.row(leaving)["person_id"] == other.id


def test_what_was_cleared_for_both_is_judged_afresh_and_goes_out_once(world: World) -> None:
    """CASES 8, CASES 57: under two records with one address there is one message."""
    kept = world.person(addresses=("scott@reyes.example",))
    other = world.person(addresses=("scott@reyes.example",))
    ids = [world.plan(one, message="the same words") for one in (kept, other)]
    _merged(world, kept, other)
    for _ in range(2):
        asyncio.run(world.gate.pass_batch(ids))
        world.later(timedelta(days=8))
    assert len(world.sent()) == 1


def test_decisions_made_before_still_prove_what_they_proved(world: World) -> None:
    kept, other = world.person(), world.person()
    world.word(other, Refuse(Channel.EMAIL))
    asyncio.run(world.gate.pass_batch([world.plan(other)]))
    _merged(world, kept, other)
    while world.store.write(lambda conn: ledger.seal(conn, world.clock.now())):
        pass
    assert isinstance(world.store.read(ledger.verify), ledger.Whole)


def test_every_table_about_people_is_thought_of() -> None:
    about = {
        table.name
        for table in tables.metadata.tables.values()
        if any(key.column.table.name == "person" for key in table.foreign_keys)
    }
    assert about == {table.name for table in merging.MOVED} | merging.STAYS


def test_people_who_share_a_number_or_a_name_may_be_one(world: World) -> None:
    one = world.person(name="Scott Reyes", addresses=("scott@reyes.example", "+17025550142"))
    two = world.person(name="scott  reyes", addresses=("s@reyes.example", "+17025550142"))
    world.person(name="Ingrid Lund")
    [pair] = may_be_one(world.store)
    assert {pair.one.id, pair.other.id} == {one.id, two.id}
    assert pair.because == "they share an address or number and one name"


@pytest.mark.parametrize(
    ("name", "firm", "agree"),
    [
        ("S. Reyes", "Reyes Construction Inc", True),
        ("REYES, Scott", "Reyes Construction", True),
        ("S Reyes", "Reyes Construction Inc.", True),
        ("Rosa Reyes", "Reyes Construction Inc", False),
        ("S. Reyes", "Reyes Painting Inc", False),
    ],
)
def test_whose_names_agree_at_one_firm_may_be_one(
    world: World, name: str, firm: str, agree: bool
) -> None:
    firms = world.store.write(
        lambda conn: importing.organisations_named(conn, ["Reyes Construction", firm])
    )
    one = world.person(name="Scott Reyes", organisation_id=firms["reyes construction"])
    two = world.person(name=name, organisation_id=firms[firm.lower()])
    found = may_be_one(world.store)
    assert [{pair.one.id, pair.other.id} for pair in found] == ([{one.id, two.id}] if agree else [])
    assert all(pair.because == "their names agree at one firm" for pair in found)


def test_the_ledger_tells_who_merged_whom(world: World) -> None:
    kept, other = world.person(), world.person()
    world.plan(other)
    _merged(world, kept, other)
    query = select(tables.ledger.c.body).where(tables.ledger.c.kind == "merged")
    body = world.store.read(lambda conn: conn.execute(query).scalar_one())
    assert (body["other"], body["by"], body["moved"]["attempt"]) == (other.id, "Ana", 1)
    assert world.store.read(lambda conn: attempts.open_of(conn, [kept.id]))


def test_a_letter_that_was_held_twice_waits_once_for_somebody_to_look(world: World) -> None:
    """Whoever reviews finds nothing of the record that went, whose letter nobody would send."""
    kept = world.person(identity_unclear_because="two people share this address")
    other = world.person(identity_unclear_because="two people share this address")
    now = world.clock.now()
    spring = world.store.write(
        lambda conn: sequences.add(conn, "spring", 1, Purpose.MARKETING, [], now)
    )
    held = []
    for one in (kept, other):
        mine = Enrollment(new_id("e"), one.id, spring.id, "Ana Ruiz", now)
        world.store.write(partial(enrollments.add_many, several=[mine]))
        held.append(world.plan(one, enrollment_id=mine.id))
    asyncio.run(world.gate.pass_batch(held))
    assert [world.decisions(one)[-1]["open"] for one in held] == [True, True]
    _merged(world, kept, other)
    assert world.state(held[1]) is AttemptState.WITHDRAWN
    assert [world.decisions(one)[-1]["open"] for one in held] == [True, False]
