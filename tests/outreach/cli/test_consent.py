"""What people agreed to, as it is typed, listed, taken back and proven."""

from __future__ import annotations

from pathlib import Path

from tests.outreach.cli.conftest import Shell

WORDS = "Yes, Kestrel Mapping may text offers to my number.\n"
BY_TEXT = ("consent", "add", "Scott Reyes", "--channel", "sms")


def test_an_outright_yes_is_not_enough_for_texts_there_and_the_list_says_so(house: Shell) -> None:
    assert house(*BY_TEXT, "--proof", "call note").code == 0
    (one,) = house("consent", "list", "Scott Reyes", "--json").json
    assert one["consent"]["kind"] == "express"
    assert one["now"] == "not enough for us-tcpa-autodialled-texts"
    judged = house("may", "Scott Reyes", "sms", "--json").json
    assert judged["verdict"] == "block"
    assert "outright, not in writing" in judged["sentence"]


def test_a_written_one_stands_and_keeps_the_words_they_were_shown(
    house: Shell, tmp_path: Path
) -> None:
    card = tmp_path / "card.txt"
    card.write_text(WORDS)
    house(*BY_TEXT, "--proof", "card, signed", "--kind", "written", "--wording", str(card))
    assert "stands" in house("consent", "list", "Scott Reyes").out
    shown = house("consent", "proof", "Scott Reyes")
    assert WORDS.strip() in shown.out
    assert "card, signed" in shown.out


def test_their_words_take_it_back_and_stand_in_list_and_proof(house: Shell) -> None:
    house(*BY_TEXT, "--proof", "card, signed", "--kind", "written")
    said = house(
        "consent", "withdraw", "Scott Reyes", "--channel", "sms", "--words", "no more texts"
    )
    assert "not contacted by sms any more" in said.out
    (one,) = house("consent", "list", "Scott Reyes", "--json").json
    assert "withdrawn" in one["now"]
    assert "no more texts" in one["now"]
    (proven,) = house("consent", "proof", "Scott Reyes", "--json").json["consents"]
    assert proven["withdrawals"][0]["said"]["words"] == "no more texts"
    judged = house("may", "Scott Reyes", "sms", "--json").json
    assert judged["noted"] == ["noted by a rep: no more texts"]


def test_one_that_was_recorded_wrongly_is_ended_by_its_id(house: Shell) -> None:
    made = house(*BY_TEXT, "--proof", "card", "--kind", "written", "--json").json
    house("consent", "end", made["id"], "--because", "another Scott")
    (one,) = house("consent", "list", "Scott Reyes", "--json").json
    assert one["now"] == "ended: another Scott"


def test_an_end_of_its_own_is_typed_on_our_clock(house: Shell) -> None:
    said = house(*BY_TEXT, "--proof", "card", "--expires-at", "2020-01-01T09:00:00")
    assert said.code == 2
    assert "it would end before it was given" in said.err


def test_a_file_of_words_that_is_not_there_is_named(house: Shell) -> None:
    said = house(*BY_TEXT, "--proof", "card", "--wording", "nowhere.txt")
    assert (said.code, "`nowhere.txt` cannot be read" in said.err) == (2, True)


def test_whoever_agreed_to_nothing_has_nothing_to_prove(house: Shell) -> None:
    assert "agreed to nothing" in house("consent", "list", "Scott Reyes").out
    assert house("consent", "proof", "Scott Reyes", "--json").json["consents"] == []
