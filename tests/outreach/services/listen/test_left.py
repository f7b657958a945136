"""Somebody left their job: the point dies, the role ends, and a human of ours has a matter."""

from __future__ import annotations

import pytest

from outreach.domain.matters import Matter, MatterKind
from outreach.domain.people import Person
from outreach.domain.roles import Role
from outreach.ids import new_id
from outreach.services.listen import hear
from outreach.store import matters, people, points, roles
from outreach.store.inbound import InboundKind
from policies.facts import PointState
from tests.outreach.services.houses import House

GONE = (
    "Scott Reyes is no longer with the company. Please contact Mira Stone at mira@kestrel.example."
)
WORK, MIRA = "scott@kestrel.example", "mira@kestrel.example"


@pytest.fixture
def scott(house: House) -> Person:
    """Somebody at an organisation, with a colleague who is on file too."""
    house.member("Ana Ruiz")
    house.person("Cleo Hart", "cleo@kestrel.example", organisation="Kestrel Mapping")
    return house.person("Scott Reyes", WORK, organisation="Kestrel Mapping")


def open_matters(house: House, person: Person) -> list[Matter]:
    return house.store.read(lambda conn: matters.open_of(conn, person.id))


def machine(house: House, words: str = GONE) -> None:
    taken = house.hears(house.letter(WORK, words, Auto_Submitted="auto-replied"))
    assert taken is not None
    assert taken.kind is InboundKind.AUTO_REPLY


def test_the_organisation_is_a_matter_with_the_words_and_whom_they_name(
    house: House, scott: Person
) -> None:
    """CASES 40."""
    machine(house)
    (one,) = open_matters(house, scott)
    assert (one.kind, one.organisation_id) == (MatterKind.HAS_LEFT, scott.organisation_id)
    assert (one.named_name, one.named_address) == ("Mira Stone", MIRA)
    assert one.words == GONE


def test_the_address_is_dead_and_the_role_has_ended(house: House, scott: Person) -> None:
    """CASES 40."""
    now = house.clock.now()
    buyer = Role(new_id("l"), scott.id, "buyer", now, scott.organisation_id)
    house.store.write(lambda conn: roles.add(conn, buyer))
    machine(house)
    (point,) = house.store.read(lambda conn: points.of(conn, scott.id))
    assert point.state is PointState.WRONG_PERSON
    (role,) = house.store.read(lambda conn: roles.of(conn, scott.id))
    assert (role.until, role.ended_because) == (now, "no longer works there")


def test_whoever_is_named_instead_is_nobody_we_know_and_colleagues_hear_nothing(
    house: House, scott: Person
) -> None:
    """CASES 40: alternates are not contacted, nor put on file, by a machine."""
    machine(house)
    assert house.points_at(MIRA) == []
    everybody = house.store.read(people.everybody)
    assert {one.name for one in everybody} == {"Scott Reyes", "Cleo Hart"}
    cleo = next(one for one in everybody if one.name == "Cleo Hart")
    assert house.promises(cleo) == []
    assert open_matters(house, cleo) == []


def test_a_colleagues_answer_says_the_same(house: House, scott: Person) -> None:
    letter = house.attempt(scott)
    house.hears(house.letter("cleo@kestrel.example", GONE, to_attempt=letter))
    found = [one for one in (scott, *_others(house, scott)) if open_matters(house, one)]
    assert len(found) == 1


def _others(house: House, scott: Person) -> list[Person]:
    everybody = house.store.read(people.everybody)
    return [one for one in everybody if one.id != scott.id]


def test_what_one_of_us_was_told_counts_too(house: House, scott: Person) -> None:
    hear(house.ears, scott.id, "He no longer works here.", "Ana Ruiz")
    (one,) = open_matters(house, scott)
    assert one.owner is not None


def test_a_matter_stands_once_however_often_the_machine_answers(
    house: House, scott: Person
) -> None:
    machine(house)
    machine(house)
    assert len(open_matters(house, scott)) == 1


def test_an_absence_is_no_leaving(house: House, scott: Person) -> None:
    machine(house, "I am out of the office until 4 December.")
    assert open_matters(house, scott) == []
    assert house.store.read(lambda conn: roles.of(conn, scott.id)) == []
