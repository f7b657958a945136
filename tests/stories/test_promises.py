"""Promises that somebody keeps: the rep who falls ill, the customer after the first payment.

Story 3 of those this product exists for: "call me in four weeks and I will order"; and what if the
salesperson is suddenly off ill? After the first payment the customer is forgotten; their contact
leaves, a competitor calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from outreach.domain.calls import CameOf
from outreach.domain.people import Duty
from outreach.domain.roles import Role
from outreach.ids import new_id
from outreach.services.agenda import Group
from outreach.services.oversee import overview
from outreach.store import people, roles
from tests.stories.a_house import Tale, a_house

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York."""
FOUR_WEEKS_ON = datetime(2026, 12, 21, 16, 0, tzinfo=UTC)
MARIA, MIRA = "maria@northlight.example", "mira@northlight.example"
ORDER = "Call me in four weeks and I will order."


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Kestrel Mapping: Ana and Ben sell, Cora manages. Ana met Maria at an exhibition."""
    with a_house(tmp_path / "kestrel", MONDAY) as told:
        told.joins("Ben Okri")
        told.joins("Cora Lindt", Duty.MANAGER)
        told.meets(
            *("Ana Ruiz", "Maria Delgado", MARIA, "+12125550142"),
            at="Northlight School",
            country="US",
            region="US-NY",
        )
        yield told


def test_call_me_in_four_weeks_and_the_rep_falls_ill(tale: Tale) -> None:
    """CASES 41, CASES 62: the promise is kept by a colleague, and the order follows."""
    tale.is_told("Ana Ruiz", "Maria Delgado", ORDER)
    assert "Maria Delgado" not in tale.sees("Ana Ruiz")

    tale.until(datetime(2026, 12, 18, 15, 0, tzinfo=UTC))
    tale.is_away("Ana Ruiz", FOUR_WEEKS_ON + timedelta(days=14), cover="Ben Okri")
    tale.until(FOUR_WEEKS_ON)
    page = tale.sees("Ben Okri")
    assert "PROMISED" in page
    assert f"one of us noted: {ORDER}" in page
    assert "for Ana Ruiz" in page
    assert "555" not in page
    assert "Maria Delgado" not in tale.sees("Ana Ruiz")

    call = tale.presses_promised("Ben Okri", "Maria Delgado")
    assert call.granted, call.explanation
    tale.hangs_up("Ben Okri", call, CameOf.CONNECTED, "Two wall maps, please.")
    assert "Maria Delgado" not in tale.sees("Ben Okri")
    story = "\n".join(tale.story("Maria Delgado"))
    assert story.index(ORDER) < story.index("Two wall maps, please.")
    assert "we kept our promise: a call (Ben Okri)" in story

    tale.is_back("Ana Ruiz")
    kept = overview(tale.house.store, tale.clock.now()).each[0]
    assert kept.member is not None
    assert (kept.member.name, kept.due, kept.in_time, kept.owed) == ("Ana Ruiz", 1, 1, 0)


def test_nobody_rings_before_the_four_weeks_are_over(tale: Tale) -> None:
    tale.is_told("Ana Ruiz", "Maria Delgado", ORDER)
    tale.until(datetime(2026, 12, 7, 16, 0, tzinfo=UTC))
    call = tale.presses("Ben Okri", "Maria Delgado")
    assert not call.granted
    assert "Call me in four weeks" in call.explanation


def test_a_rep_is_ill_without_a_word_and_nobody_covers(tale: Tale) -> None:
    """The director asked: what if the salesperson is suddenly off ill? The manager has it."""
    tale.is_told("Ana Ruiz", "Maria Delgado", ORDER)
    tale.until(datetime(2026, 12, 20, 15, 0, tzinfo=UTC))
    tale.is_away("Ana Ruiz", FOUR_WEEKS_ON + timedelta(days=14))
    tale.until(FOUR_WEEKS_ON)
    assert "Maria Delgado" in tale.sees("Cora Lindt")
    assert "Maria Delgado" not in tale.sees("Ben Okri")


def test_a_promise_that_was_forgotten_is_offered_to_everybody(tale: Tale) -> None:
    tale.is_told("Ana Ruiz", "Maria Delgado", ORDER)
    tale.until(FOUR_WEEKS_ON + timedelta(days=1, hours=3))
    page = tale.sees("Ben Okri")
    assert "1 day late" in page
    assert "offered to all, was Ana Ruiz" in page
    work = overview(tale.house.store, tale.clock.now()).each[0]
    assert (work.owed, work.overdue, work.in_time) == (1, 1, 0)


def becomes_a_customer(tale: Tale, name: str) -> None:
    one = Role(new_id("r"), tale.person(name).id, "customer", tale.clock.now())
    tale.house.store.write(lambda conn: roles.add(conn, one))


def test_a_customer_is_not_forgotten_after_the_first_payment(tale: Tale) -> None:
    """How long should a customer wait between words from us? Sixty days, we said."""
    tale.has_rhythm("customer", 60, by="Cora Lindt")
    becomes_a_customer(tale, "Maria Delgado")
    tale.until(MONDAY + timedelta(days=59))
    assert "KEEP IN TOUCH" not in tale.sees("Ana Ruiz")

    tale.until(MONDAY + timedelta(days=60, hours=1))
    page = tale.sees("Ana Ruiz")
    assert "KEEP IN TOUCH" in page
    assert "a customer we mean to be in touch with every 60 days" in page
    assert "by phone now" in page

    call = tale.presses("Ana Ruiz", "Maria Delgado")
    assert call.granted, call.explanation
    tale.hangs_up("Ana Ruiz", call, CameOf.CONNECTED, "All is well, thank you.")
    assert "KEEP IN TOUCH" not in tale.sees("Ana Ruiz")
    tale.passes(timedelta(days=59))
    assert "KEEP IN TOUCH" not in tale.sees("Ana Ruiz")


def test_a_call_that_nobody_answered_is_no_word(tale: Tale) -> None:
    tale.has_rhythm("customer", 60, by="Cora Lindt")
    becomes_a_customer(tale, "Maria Delgado")
    tale.until(MONDAY + timedelta(days=60, hours=1))
    call = tale.presses("Ana Ruiz", "Maria Delgado")
    tale.hangs_up("Ana Ruiz", call, CameOf.NO_ANSWER)
    assert "Maria Delgado" in tale.sees("Ana Ruiz")


def test_their_contact_leaves_and_somebody_of_us_thinks_about_it(tale: Tale) -> None:
    """CASES 40: no colleague of theirs gets a letter, and whoever is named is nobody we know."""
    tale.meets("Ben Okri", "Cleo Hart", "cleo@northlight.example", at="Northlight School")
    becomes_a_customer(tale, "Maria Delgado")
    tale.writes(
        MARIA,
        f"Maria Delgado no longer works at Northlight. Please contact Mira Stone, {MIRA}.",
        machine=True,
    )
    page = tale.sees("Ana Ruiz")
    assert "AT ORGANISATIONS" in page
    assert "no longer works at Northlight School: who looks after it now?" in page
    assert "They name Mira Stone, whom only you may ask" in page
    everybody = tale.house.store.read(people.everybody)
    assert {one.name for one in everybody} == {"Maria Delgado", "Cleo Hart"}
    assert "Northlight" not in tale.sees("Ben Okri")


def test_a_rep_leaves_us_and_their_people_are_looked_after(tale: Tale) -> None:
    tale.is_told("Ana Ruiz", "Maria Delgado", ORDER)
    tale.writes(MARIA, "One more thing: do your maps show footpaths?")
    tale.leaves("Ana Ruiz", to="Ben Okri")
    assert tale.person("Maria Delgado").owner_id == tale.member("Ben Okri").id
    waiting = tale.agenda("Ben Okri").of(Group.UNANSWERED)
    assert [one.name for one in waiting] == ["Maria Delgado"]
    promised = tale.agenda("Ben Okri", date(2026, 12, 21)).of(Group.PROMISED)
    assert [(one.name, one.covers) for one in promised] == [("Maria Delgado", "")]
