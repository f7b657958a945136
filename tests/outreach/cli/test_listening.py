"""What people said, and what we owe them, as it is typed and shown."""

from __future__ import annotations

from tests.outreach.cli.conftest import Shell

TRAVELLER = "I can't do phone this month, please email me instead."


def test_what_a_rep_was_told_is_understood_aloud_and_binds(house: Shell) -> None:
    """CASES 34."""
    said = house("hear", "Scott Reyes", TRAVELLER)
    assert said.code == 0
    assert "not by phone, if it can be helped" in said.out
    judged = house("may", "Scott Reyes", "phone", "--json").json
    assert judged["verdict"] == "reroute"
    assert judged["noted"] == [f"noted by a rep: {TRAVELLER}"]


def test_blank_words_are_not_recorded_as_theirs(house: Shell) -> None:
    said = house("hear", "Scott Reyes", " ")
    assert (said.code, "there are no words" in said.err) == (2, True)
    assert house("people", "show", "Scott Reyes", "--json").json["said"] == []


def test_only_the_team_may_speak_for_us(house: Shell) -> None:
    said = house("hear", "Scott Reyes", "You may text me.", "--by", "Mallory")
    assert (said.code, said.out) == (2, "") or "Mallory" in said.err
    assert "no member of the team `Mallory`" in said.err


def test_a_stop_by_hand_says_so_and_binds_every_channel(house: Shell) -> None:
    said = house("stop", "Scott Reyes", "--because", "asked at the fair")
    assert "not contacted any more" in said.out
    for channel in ("email", "sms", "phone"):
        judged = house("may", "Scott Reyes", channel, "--json").json
        assert (judged["verdict"], judged["earliest"]) == ("block", None)


def test_a_stop_without_a_reason_is_none(house: Shell) -> None:
    said = house("stop", "Scott Reyes", "--because", " ")
    assert said.code != 0
    assert "a stop needs its reason" in said.err


def test_a_consent_is_kept_with_its_proof(house: Shell) -> None:
    said = house(
        *("consent", "add", "Scott Reyes", "--channel", "sms", "--proof", "card, signed", "--json")
    )
    assert (said.json["channel"], said.json["proof"]) == ("sms", "card, signed")


def test_a_callback_that_was_noted_is_a_promise_until_it_is_released(house: Shell) -> None:
    house("hear", "Scott Reyes", "Call me in four weeks and I will order.")
    (one,) = house("promises", "list", "--json").json
    assert one["person"]["name"] == "Scott Reyes"
    promise = one["promise"]["id"]
    assert house("promises", "take", promise).code == 0
    assert house("promises", "release", promise, "--because", "ordered").code == 0
    assert "we owe nobody anything" in house("promises", "list").out


def test_a_letter_in_the_mailbox_is_read_before_anybody_speaks(house: Shell) -> None:
    """CASES 10: a human's answer passes the gate, which has read what lies in the mailbox."""
    house.letter("scott@reyes.example", "Never contact me again.")
    said = house("answer", "Scott Reyes", "--text", "The prices are below.")
    assert said.code == 1
    assert "Never contact me again" in said.out or "asked" in said.out


def test_an_answer_to_nobody_says_so(house: Shell) -> None:
    said = house("answer", "Scott Reyes", "--text", "Hello")
    assert said.code != 0
    assert "nothing that Scott Reyes wrote waits for an answer" in said.err


def test_what_is_unclear_is_listed_until_it_is_settled(house: Shell) -> None:
    house.letter("scott@reyes.example", "Step")
    house("calls", "press", "--person", "Ingrid Lund")  # reads the mailbox first
    (one,) = house("inbound", "list", "--json").json
    assert one["question"] == "one letter from stop"
    assert house("inbound", "settle", one["message"], "--because", "it was a stop").code == 0
    assert "every message is understood" in house("inbound", "list").out


def test_whoever_wrote_is_listed_until_somebody_answers(house: Shell) -> None:
    house.letter("scott@reyes.example", "Thanks, tell me more about the maps.")
    house("calls", "press", "--person", "Ingrid Lund")  # reads the mailbox first
    (one,) = house("inbound", "unanswered", "--json").json
    assert (one["person"]["name"], one["late"]) == ("Scott Reyes", False)
    assert "tell me more about the maps" in house("inbound", "unanswered").out


def test_a_call_noted_for_a_closed_hour_says_when_calls_open(house: Shell) -> None:
    said = house("hear", "Scott Reyes", "Call me on 2 January 2028 at 3:00", "--via", "phone")
    assert "closed then: calls open there only Mon 03 Jan 10:00" in said.out
