"""A stop needs no answer: nobody may give one, so none is owed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.services import waiting
from outreach.store.inbound import InboundState
from tests.outreach.services.houses import House

MOTHER = ("Lucy Chen", "lucy@chen.example")


def waits(house: House) -> list[str]:
    found = waiting.unanswered(house.store, house.clock.now(), house.ears.business_days_after)
    return [one.letter.words or "" for one in found]


@pytest.mark.parametrize("words", ["Stop contacting me.", "Unsubscribe", "Bitte keine E-Mails."])
def test_whoever_stops_us_waits_for_no_answer(house: House, words: str) -> None:
    lucy = house.person(*MOTHER)
    taken = house.writes(lucy, words)
    assert waits(house) == []
    assert house.row(taken).answered_by == "their own word"


def test_what_they_wrote_before_waits_no_longer_either(house: House) -> None:
    lucy = house.person(*MOTHER)
    house.writes(lucy, "Thanks, I will look at it.")
    assert waits(house) == ["Thanks, I will look at it."]
    house.writes(lucy, "Never contact me again.")
    assert waits(house) == []


def test_nobody_answers_at_an_address_that_is_not_theirs(house: House) -> None:
    house.writes(house.person(*MOTHER), "You have the wrong person.")
    assert waits(house) == []


def test_a_stop_is_never_promised_an_answer_by_the_manager(house: House) -> None:
    lucy = house.person(*MOTHER)
    house.writes(lucy, "Never contact me again.")
    house.clock.advance(timedelta(days=7))
    after = house.ears.business_days_after
    assert waiting.hand_over_late(house.store, house.clock.now(), after) == []
    assert house.promises(lucy) == []


@pytest.mark.parametrize(
    "words",
    [
        "Stop emailing me. Where did you get my address?",
        "No more emails, but please send me the pricing first.",
        "Not interested, thank you.",
        "Please don't call me.",
    ],
)
def test_a_question_or_a_lesser_word_still_waits_for_a_human(house: House, words: str) -> None:
    house.writes(house.person(*MOTHER), words)
    assert waits(house) == [words]


def test_a_doubt_waits_until_somebody_has_looked(house: House) -> None:
    taken = house.writes(house.person(*MOTHER), "Step")
    assert taken.state is InboundState.UNCLEAR
    assert house.row(taken).answered_at is None
