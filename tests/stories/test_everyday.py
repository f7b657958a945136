"""What happens in an ordinary year: wrong numbers, households, holidays abroad, people who move on.

Each story says where it is set, what is done, and what must be seen; a sales manager may read them
from top to bottom. The house is Kestrel Mapping in New York: Ana and Ben sell, Cora manages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.domain.calls import CameOf
from outreach.domain.people import Duty
from outreach.services import knowing, listen
from outreach.services.knowing import NewRole
from policies.channel import Channel
from tests.stories.a_house import Tale, a_house

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York."""
NEW_YORK = {"country": "US", "region": "US-NY"}
SCOTT, MIRA, NOOR = "scott@reyes.example", "mira@northlight.example", "noor@northlight.example"
LETTERS = """
name = "spring-letters"
version = 1
purpose = "marketing"

[[step]]
channel = "email"
words = { email = "intro" }
topic = "maps"

[[step]]
after = "3 business days"
channel = "email"
words = { email = "follow-up" }
topic = "maps"
"""


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    with a_house(tmp_path / "kestrel", MONDAY) as told:
        told.joins("Ben Okri")
        told.joins("Cora Lindt", Duty.MANAGER)
        yield told


def test_two_reps_know_one_person_and_what_he_told_one_binds_the_other(tale: Tale) -> None:
    """Ana and Ben both met Scott. He tells Ben that he wants no calls; Ana has not heard of it."""
    tale.meets("Ana Ruiz", "Scott Reyes", SCOTT, "+12125550142", **NEW_YORK)
    assert tale.presses("Ana Ruiz", "Scott Reyes").granted
    tale.passes(timedelta(days=2))
    tale.is_told("Ben Okri", "Scott Reyes", "Please stop calling me, I hate the telephone.")
    call = tale.presses("Ana Ruiz", "Scott Reyes")
    assert not call.granted
    assert "Please stop calling me" in call.explanation
    assert any("Ben Okri noted what they said" in one for one in tale.story("Scott Reyes"))


def test_three_letters_of_two_reps_are_too_many_for_one_person(tale: Tale) -> None:
    """CASES 61: what Ana sent counts when Ben would like to write. Nobody is asked to remember."""
    tale.meets("Ana Ruiz", "Scott Reyes", SCOTT, **NEW_YORK)
    tale.begins(LETTERS, "Scott Reyes")
    assert tale.letters_to("Scott Reyes") == 1
    assert tale.may("Scott Reyes", Channel.EMAIL, by="Ben Okri").startswith("defer")


def test_one_of_a_household_wants_nothing_and_the_other_still_gets_the_maps(tale: Tale) -> None:
    """CASES 13: Rosa and Hal share a house, known as one, and have a mailbox each."""
    tale.meets("Ana Ruiz", "Rosa Diaz", "rosa@diaz.example", at="Diaz household", **NEW_YORK)
    tale.meets("Ana Ruiz", "Hal Diaz", "hal@diaz.example", at="Diaz household", **NEW_YORK)
    tale.writes("rosa@diaz.example", "Please stop writing to me. My husband may want the maps.")
    assert tale.may("Rosa Diaz", Channel.EMAIL).startswith("block")
    assert tale.may("Hal Diaz", Channel.EMAIL).startswith("allow")


def test_a_household_that_asks_for_quiet_together_gets_it(tale: Tale) -> None:
    """Rosa speaks for both. Hal is not written to either, and reads why."""
    tale.meets("Ana Ruiz", "Rosa Diaz", "rosa@diaz.example", at="Diaz household", **NEW_YORK)
    tale.meets("Ana Ruiz", "Hal Diaz", "hal@diaz.example", at="Diaz household", **NEW_YORK)
    tale.writes("rosa@diaz.example", "Please do not contact anybody in our household any more.")
    for name in ("Rosa Diaz", "Hal Diaz"):
        assert tale.may(name, Channel.EMAIL).startswith("block"), name


def test_a_shared_telephone_that_said_stop_rings_for_nobody(tale: Tale) -> None:
    """CASES 13: the wish came from the number that both have; a stop binds whoever answers it."""
    for name, mail in (("Rosa Diaz", "rosa@diaz.example"), ("Hal Diaz", "hal@diaz.example")):
        tale.meets("Ana Ruiz", name, mail, "+12125550142", **NEW_YORK)
    call = tale.presses("Ana Ruiz", "Rosa Diaz")
    tale.hangs_up("Ana Ruiz", call, CameOf.DO_NOT_CONTACT, "Never ring this number again.")
    tale.passes(timedelta(days=8))
    refused = tale.presses("Ana Ruiz", "Hal Diaz")
    assert not refused.granted
    assert "somebody who shares" in refused.explanation


def test_a_wrong_number_is_not_rung_again_and_nobody_is_lost_for_it(tale: Tale) -> None:
    """Ben rings and gets a bakery. The number is dead for Scott; his mailbox is as it was."""
    tale.meets("Ben Okri", "Scott Reyes", SCOTT, "+12125550142", **NEW_YORK)
    call = tale.presses("Ben Okri", "Scott Reyes")
    tale.hangs_up("Ben Okri", call, CameOf.WRONG_NUMBER)
    tale.passes(timedelta(days=10))
    assert not tale.presses("Ana Ruiz", "Scott Reyes").granted
    assert tale.may("Scott Reyes", Channel.EMAIL).startswith("allow")


def test_an_address_that_is_dead_leaves_the_other_one_alone(tale: Tale) -> None:
    """Her mail at work comes back. Nothing goes there again; her own address is still good."""
    tale.meets("Ana Ruiz", "Mira Sol", MIRA, "mira@home.example", **NEW_YORK)
    tale.begins(LETTERS, "Mira Sol")
    tale.mail_comes_back("Mira Sol")
    card = tale.card("Mira Sol")
    assert f"{MIRA}, bounced" in card
    assert "mira@home.example, from" in card
    tale.until(MONDAY + timedelta(days=7))
    assert [one for one in tale.mails() if MIRA in one] == [f"Mira Sol <{MIRA}>"]


def test_who_has_moved_to_another_job_takes_the_refusal_along(tale: Tale) -> None:
    """Mira wanted no calls at the school. She is at the museum now, with a new number."""
    tale.meets("Ana Ruiz", "Mira Sol", MIRA, "+12125550142", at="Northlight School", **NEW_YORK)
    tale.is_told("Ana Ruiz", "Mira Sol", "No phone calls, please.")
    tale.gives("Mira Sol", "+12125550199")
    knowing.add_role(
        tale.house.store,
        tale.clock,
        NewRole(tale.person("Mira Sol").id, "curator", "Ana Ruiz", "City Museum"),
    )
    assert "curator at City Museum" in tale.card("Mira Sol")
    call = tale.presses("Ben Okri", "Mira Sol")
    assert not call.granted
    assert "No phone calls, please." in call.explanation


def test_out_of_office_abroad_waits_for_her_return_and_is_no_answer(tale: Tale) -> None:
    """CASES 39: a machine writes that she is in Lisbon until 7 December. It pauses, no more."""
    tale.meets("Ana Ruiz", "Mira Sol", MIRA, **NEW_YORK)
    tale.begins(LETTERS, "Mira Sol")
    away = "I am out of the office, travelling in Portugal, and will be back on 7 December 2026."
    tale.writes(MIRA, away, machine=True)
    tale.until(datetime(2026, 12, 4, 16, 0, tzinfo=UTC))
    assert tale.letters_to("Mira Sol") == 1
    assert tale.may("Mira Sol", Channel.EMAIL).startswith("defer")
    tale.until(datetime(2026, 12, 7, 16, 0, tzinfo=UTC))
    assert tale.letters_to("Mira Sol") == 2
    assert "UNANSWERED" not in tale.sees("Ana Ruiz")


def test_who_would_rather_have_a_text_is_not_rung_and_not_written_to(tale: Tale) -> None:
    """He prefers texts and never agreed to any by signature, so a human decides, not a machine."""
    tale.meets("Ana Ruiz", "Scott Reyes", SCOTT, "+12125550142", **NEW_YORK)
    tale.writes(SCOTT, "I'd rather you text me, I never look at my mail and can't take calls.")
    for channel in (Channel.EMAIL, Channel.PHONE):
        assert not tale.may("Scott Reyes", channel).startswith("allow"), channel
    assert not tale.presses("Ben Okri", "Scott Reyes").granted


def test_a_stop_that_accounts_heard_stops_sales_too(tale: Tale) -> None:
    """Cora rings about an invoice. He pays, and wants to hear of nothing else, from nobody."""
    tale.meets("Ana Ruiz", "Scott Reyes", SCOTT, "+12125550142", **NEW_YORK)
    tale.begins(LETTERS, "Scott Reyes")
    who = tale.person("Scott Reyes").id
    listen.hear(tale.house.ears, who, "The bill is paid. Stop contacting me.", "Cora Lindt")
    tale.until(MONDAY + timedelta(days=10))
    assert tale.letters_to("Scott Reyes") == 1
    assert "Stop contacting me" in tale.may("Scott Reyes", Channel.EMAIL)
    assert "Cora Lindt noted what they said" in "\n".join(tale.story("Scott Reyes"))


def test_the_school_wants_nothing_and_a_teacher_who_writes_back_is_heard(tale: Tale) -> None:
    """The office refuses for the whole school. Noor writes by herself: a human reads it, and no
    machine takes her letter for a permission that the school did not give.
    """
    for name, mail in (("Mira Sol", MIRA), ("Noor Haddad", NOOR)):
        tale.meets("Ana Ruiz", name, mail, at="Northlight School", **NEW_YORK)
    tale.begins(LETTERS, "Noor Haddad")
    tale.writes(MIRA, "Please do not contact anybody at our school any more.")
    tale.until(MONDAY + timedelta(days=7))
    assert tale.letters_to("Noor Haddad") == 1
    tale.writes(NOOR, "Hello, what do your wall maps cost?")
    assert "Hello, what do your wall maps cost?" in tale.sees("Ana Ruiz")
    assert tale.may("Noor Haddad", Channel.EMAIL).startswith("block")


def test_a_rep_is_ill_and_the_letter_of_a_customer_is_answered_by_who_covers(tale: Tale) -> None:
    """Ana is ill on Tuesday. What Scott wrote on Monday night is Ben's until she is back."""
    tale.meets("Ana Ruiz", "Scott Reyes", SCOTT, **NEW_YORK)
    tale.writes(SCOTT, "Which of your maps show footpaths?")
    tale.is_away("Ana Ruiz", MONDAY + timedelta(days=5), cover="Ben Okri")
    assert "Which of your maps show footpaths?" in tale.sees("Ben Okri")
    assert "Scott Reyes" not in tale.sees("Ana Ruiz")
    tale.is_back("Ana Ruiz")
    assert "Which of your maps show footpaths?" in tale.sees("Ana Ruiz")
    assert "Scott Reyes" not in tale.sees("Ben Okri")
