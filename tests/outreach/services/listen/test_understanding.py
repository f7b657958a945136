"""What we understood is told back once, by the way it came, and only where somebody wants more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.domain.attempts import Attempt
from outreach.domain.people import Person
from outreach.store import attempts, people
from policies.channel import Channel, Purpose
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import House

TRAVELLER = "I travel all the time and can't do phone; could you email me the pricing?"


@pytest.fixture
def kind(house: House) -> House:
    """A house that tells people what it understood."""
    house.ears = replace(house.ears, receipts=True)
    return house


@pytest.fixture
def scott(kind: House) -> Person:
    return kind.person("Scott Reyes", "scott@reyes.example", "+17025550142")


def written(house: House, person: Person) -> list[Attempt]:
    """Return what the house wrote by itself, the oldest first."""
    rows = house.store.read(lambda conn: attempts.of(conn, person.id))
    return [house.attempt_of(row["id"]) for row in rows if row["purpose"] == Purpose.ANSWER]


def test_whoever_cannot_talk_gets_the_kind_sentence(kind: House, scott: Person) -> None:
    """CASES 34"""
    kind.writes(scott, TRAVELLER)
    (told,) = written(kind, scott)
    assert (told.message, told.channel) == ("acknowledge-cannot-phone", Channel.EMAIL)
    assert told.answers == kind.said(scott)[-1].id
    assert told.automated


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Je voyage tout le temps, impossible par téléphone.", "acknowledge-cannot-phone-fr"),
        ("Ich bin immer unterwegs und kann nicht telefonieren.", "acknowledge-cannot-phone-de"),
        ("Nunca por favor después de las 18.", "what-we-understood-es"),
    ],
)
def test_it_is_told_in_the_language_they_wrote_in(
    kind: House, scott: Person, words: str, message: str
) -> None:
    kind.writes(scott, words)
    (told,) = written(kind, scott)
    assert (told.message, told.words_for) == (message, {"email": message})


def test_what_we_know_that_they_speak_counts_before_what_they_wrote_in(kind: House) -> None:
    jan = kind.person("Jan Bos", "jan@bos.example")
    kind.store.write(lambda conn: people.change(conn, jan.id, {"language": "nl"}))
    kind.writes(jan, TRAVELLER)
    (told,) = written(kind, jan)
    assert told.message == "acknowledge-cannot-phone-nl"


def test_a_stop_is_confirmed_in_their_language(kind: House, scott: Person) -> None:
    kind.writes(scott, "Bitte schreiben Sie mir nicht mehr.")
    rows = kind.store.read(lambda conn: attempts.of(conn, scott.id))
    (told,) = [row["message"] for row in rows if row["purpose"] == Purpose.ACKNOWLEDGE]
    assert told == "acknowledge-stop-de"


def test_whoever_names_hours_reads_how_we_noted_them(kind: House, scott: Person) -> None:
    kind.writes(scott, "Please never write to me after 6pm.")
    (told,) = written(kind, scott)
    assert told.message == "what-we-understood"


@pytest.mark.parametrize(
    "words",
    [
        "Stop emailing me. I prefer texts.",
        "Leave me alone until March, and then by email please, I can't do phone.",
        "At most once a month please, and by email.",
        "Thanks, that is very interesting.",
        "Step",
    ],
)
def test_whoever_wants_less_of_us_gets_no_mail_about_it(
    kind: House, scott: Person, words: str
) -> None:
    kind.writes(scott, words)
    assert written(kind, scott) == []


def test_there_is_one_in_seven_days(kind: House, scott: Person) -> None:
    kind.writes(scott, TRAVELLER)
    kind.clock.advance(timedelta(days=3))
    kind.writes(scott, "As I said, I can't do phone.")
    assert len(written(kind, scott)) == 1
    kind.clock.advance(timedelta(days=5))
    kind.writes(scott, "Once more: I can't do phone.")
    assert len(written(kind, scott)) == 2


def test_a_machine_is_told_nothing(kind: House, scott: Person) -> None:
    raw = kind.letter("scott@reyes.example", TRAVELLER, Auto_Submitted="auto-replied")
    kind.hears(raw)
    assert written(kind, scott) == []


def test_nobody_else_is_told_what_somebody_wants(kind: House, scott: Person) -> None:
    """The answer to his mail comes from an assistant's address, which is on nobody's file."""
    sent = kind.attempt(scott)
    kind.hears(kind.letter("office@reyes.example", TRAVELLER, to_attempt=sent))
    assert kind.said(scott)
    assert written(kind, scott) == []


def test_a_house_that_does_not_want_it_says_nothing(house: House, scott: Person) -> None:
    house.ears = replace(house.ears, receipts=False)
    house.writes(scott, TRAVELLER)
    assert written(house, scott) == []


def test_it_does_not_wait_for_the_human_whom_that_letter_waits_for(both: Both) -> None:
    both.house.ears = replace(both.house.ears, receipts=True)
    scott = both.world.person("Scott Reyes")
    taken = both.house.writes(scott, "Please never write to me after 6pm.")
    (told,) = [one.confirmation for one in taken.done.recorded]
    assert told is not None
    asyncio.run(both.world.gate.pass_batch([told]))
    assert both.world.sent() == [told]
    assert both.house.row(taken).answered_at is None, "a machine wrote it"


def test_it_waits_where_another_letter_of_theirs_is_unanswered(both: Both) -> None:
    both.house.ears = replace(both.house.ears, receipts=True)
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, "Does it run on Linux?")
    taken = both.house.writes(scott, "And please never write to me after 6pm.")
    (told,) = [one.confirmation for one in taken.done.recorded]
    assert told is not None
    asyncio.run(both.world.gate.pass_batch([told]))
    (decided,) = both.world.decisions(told)
    assert decided["rules"] == ["conversation-open"]
    assert "no human has answered" in decided["sentence"]
