"""No stop lies unread past the time that the law of a place allows, without somebody saying so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from outreach.domain.people import Person
from outreach.services.doctor import Group, Line, State
from outreach.store import inbound, people
from outreach.store.inbound import InboundState
from tests.outreach.services.doctor.worlds import NOW, Patient, World


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Patient]:
    one = Patient(tmp_path)
    yield one
    one.store.close()


def lies(
    patient: Patient,
    since: datetime,
    *,
    country: str | None = None,
    door: str = "maildir",
    state: InboundState = InboundState.NEW,
    answered: bool = False,
) -> None:
    """Let a message lie there since then, from somebody in that country."""

    def work(conn: Connection) -> None:
        found = inbound.put(conn, "k1", door, b"stop", since)
        assert found is not None
        values: dict[str, object] = {"state": state, "answered_at": NOW if answered else None}
        if country:
            people.add(conn, Person("p_1", "Ana", "Expo", NOW, NOW, country=country))
            values["person_id"] = "p_1"
        inbound.change(conn, found, values)

    patient.store.write(work)


def told(patient: Patient, world: World | None = None) -> Line:
    return patient.line(world or World(), Group.LAW, "deadlines")


def test_with_nothing_unread_no_deadline_can_pass(patient: Patient) -> None:
    assert told(patient).state is State.OK


@pytest.mark.parametrize(
    ("country", "days", "state"),
    [
        ("US", 13, State.OK),  # ten business days of Wednesday 11 November end on the 25th
        ("US", 15, State.WRONG),
        ("AU", 6, State.OK),
        ("AU", 8, State.WRONG),
        ("DE", 1, State.WRONG),  # the Union gives no time at all
    ],
)
def test_each_place_has_its_own_deadline(
    patient: Patient, country: str, days: int, state: State
) -> None:
    lies(patient, NOW - timedelta(days=days), country=country)
    assert told(patient).state is state


def test_it_says_since_when_how_many_and_by_which_law(patient: Patient) -> None:
    lies(patient, NOW - timedelta(days=15), country="US", state=InboundState.FAILED)
    line = told(patient)
    assert "1 that may be stops wait past their time" in line.said
    assert "09 Nov 2026" in line.said
    assert "is unreadable" in line.said
    assert "15 USC 7704(a)(4)(A)" in line.said
    assert "outreach inbound list" in line.do


def test_whoever_may_be_anywhere_has_the_shortest_of_all(patient: Patient) -> None:
    lies(patient, NOW - timedelta(minutes=6))
    assert "GDPR art. 21" in told(patient).said


def test_at_once_still_leaves_five_minutes_to_read(patient: Patient) -> None:
    lies(patient, NOW - timedelta(minutes=5))
    assert told(patient).state is State.OK


def test_what_a_human_dealt_with_waits_for_nobody(patient: Patient) -> None:
    lies(patient, NOW - timedelta(days=15), state=InboundState.FAILED, answered=True)
    assert told(patient).state is State.OK


def test_a_word_that_a_pack_calls_a_stop_and_we_would_not_read_is_a_fault(patient: Patient) -> None:
    line = patient.line(replace(World(), misread=("revoke",)), Group.LAW, "stops")
    assert line.state is State.WRONG
    assert "`revoke` is a stop by us-tcpa-revocation-means" in line.said


def test_every_word_is_read_as_it_should_be(patient: Patient) -> None:
    assert patient.line(World(), Group.LAW, "stops").state is State.OK
