"""What is kept past its term is a fault, and what is kept for ever is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from outreach.bootstrap.rulebook import load_rulebook
from outreach.services.doctor import Group, Line, State
from outreach.services.doctor.law import terms
from outreach.store import inbound
from outreach.store.inbound import InboundState
from policies.rulebook import Rulebook
from tests.outreach.services.doctor.worlds import NOW, Patient, World


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Patient]:
    one = Patient(tmp_path)
    yield one
    one.store.close()


def told(patient: Patient, rulebook: Rulebook) -> Line:
    subject = replace(patient.subject(World()), rulebook=rulebook)
    (line,) = terms(subject)
    assert (line.group, line.about) == (Group.LAW, "terms")
    return line


def lies(patient: Patient, since: datetime) -> None:
    """Keep a letter of somebody whom nobody knows."""

    def work(conn: Connection) -> None:
        found = inbound.put(conn, "k1", "maildir", b"hello", since)
        assert found is not None
        inbound.change(conn, found, {"state": InboundState.UNMATCHED})

    patient.store.write(work)


def test_a_letter_past_its_term_is_a_fault_once_the_engine_should_have_looked(
    patient: Patient,
) -> None:
    lies(patient, NOW.replace(year=NOW.year - 2) - timedelta(days=4))
    line = told(patient, load_rulebook(["house"]))
    assert line.state is State.WRONG
    assert line.said == "kept past its term: 1 of mail"


def test_a_letter_that_the_engine_has_still_to_come_to_is_none(patient: Patient) -> None:
    lies(patient, NOW.replace(year=NOW.year - 2) - timedelta(days=1))
    assert told(patient, load_rulebook(["house"])).state is State.OK


def test_a_house_without_a_term_is_told_that_it_keeps_everything(patient: Patient) -> None:
    line = told(patient, load_rulebook(["us"]))
    assert line.state is State.MISSING
    assert "kept for ever" in line.said
