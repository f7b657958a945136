"""What did not go out, and why, as it is typed and shown."""

from __future__ import annotations

import csv

import pytest

from tests.outreach.cli.conftest import Shell

WORDS = "Please don't call me, email is fine."


def refused_press(house: Shell) -> str:
    """Let a call be refused; return the id of the decision."""
    house("hear", "Scott Reyes", WORDS)
    house("calls", "press", "--person", "Scott Reyes")
    (one,) = house("blocked", "--person", "Scott Reyes", "--json").json
    return str(one["decision"])


def test_a_refused_press_shows_their_words_and_no_number(house: Shell) -> None:
    """CASES 10."""
    house("hear", "Scott Reyes", WORDS)
    said = house("calls", "press", "--person", "Scott Reyes")
    assert said.code == 1
    assert "no number is shown." in said.out
    assert WORDS in said.out
    assert "7025550142" not in said.out


def test_a_refused_press_is_among_what_was_refused_and_why_explains_it(house: Shell) -> None:
    house("stop", "Scott Reyes", "--because", "asked at the fair")
    house("calls", "press", "--person", "Scott Reyes")
    (one,) = house("blocked", "--rule", "do-not-contact", "--json").json
    told = house("why", one["attempt"])
    assert "do-not-contact asks block" in told.out
    assert "asked too, and had nothing to say" in told.out
    assert "never, as things stand" in told.out
    assert house("why", one["decision"]).out == told.out


def test_the_list_is_a_csv_too(house: Shell) -> None:
    house("stop", "Scott Reyes", "--because", "asked at the fair")
    house("calls", "press", "--person", "Scott Reyes")
    page = house.folder / "blocked.csv"
    assert house("blocked", "--csv", str(page)).code == 0
    with page.open(newline="") as rows:
        (row,) = csv.DictReader(rows)
    assert (row["person"], row["verdict"]) == ("Scott Reyes", "block")


def test_a_review_needs_its_reason_and_happens_once(house: Shell) -> None:
    house("stop", "Scott Reyes", "--because", "asked at the fair")
    house("calls", "press", "--person", "Scott Reyes")
    (one,) = house("blocked", "--json").json
    assert house("review", one["decision"], "uphold", "--because", "he meant it").code == 0
    again = house("review", one["decision"], "uphold", "--because", "once more")
    assert "was reviewed already by Ana Ruiz" in again.err


def test_correcting_takes_one_fact_with_proof(house: Shell) -> None:
    house("stop", "Scott Reyes", "--because", "asked at the fair")
    house("calls", "press", "--person", "Scott Reyes")
    (one,) = house("blocked", "--json").json
    nothing = house("review", one["decision"], "correct", "--because", "so")
    assert "one thing at a time" in nothing.err
    alone = house("review", one["decision"], "correct", "--identity", "--because", "so")
    assert "give the proof with --proof" in alone.err
    nowhere = house("review", one["decision"], "correct", "--zone", "Mars/Base", "--because", "so")
    assert "`Mars/Base` is no time zone" in nowhere.err


def test_the_ledger_is_verified_and_a_change_is_named(house: Shell) -> None:
    house("hear", "Scott Reyes", WORDS)
    house.seal()
    assert "is as it was written" in house("ledger", "verify").out
    house.alter_ledger()
    said = house("ledger", "verify")
    assert said.code == 1
    assert "was altered after it was written" in said.out


def test_a_mark_set_by_hand_does_not_promise_that_their_word_lifts_it(house: Shell) -> None:
    house("stop", "Scott Reyes", "--because", "asked at the fair")
    said = house("may", "Scott Reyes", "phone").out
    assert "asked at the fair" in said
    assert "own word takes it back" not in said
    assert "lifts this mark" in said


def test_what_is_done_by_hand_is_chained_at_once(house: Shell) -> None:
    house("stop", "Scott Reyes", "--because", "asked at the fair")
    found = house("ledger", "verify", "--json").json["found"]
    assert found["entries"] > 0
    assert found["unsealed"] == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("update decision set verdict = 'allow'", "is not on file as its entry tells it"),
        ("update decision set rules = '[]'", "is not on file as its entry tells it"),
        ("update decision set digest = 'another'", "is not on file as its entry tells it"),
        ("delete from decision", "is gone"),
    ],
)
def test_a_decision_that_was_altered_behind_the_ledger_is_named(
    house: Shell, change: str, told: str
) -> None:
    house("stop", "Scott Reyes", "--because", "asked at the fair")
    house("calls", "press", "--person", "Scott Reyes")
    assert house("ledger", "verify").code == 0
    house.alter(change)
    said = house("ledger", "verify")
    assert said.code == 1
    assert told in said.out


@pytest.mark.parametrize("at", ["yesterday", "2026-11-24T06:30:00"])
def test_a_moment_needs_its_offset(house: Shell, at: str) -> None:
    said = house("may", "Scott Reyes", "phone", "--at", at)
    assert said.code != 0
    assert "2026-11-24T06:30:00" in said.err


def test_half_past_six_in_las_vegas(house: Shell) -> None:
    judged = house("may", "Scott Reyes", "phone", "--at", "2026-11-24T06:30:00-08:00", "--json")
    assert judged.json["verdict"] == "defer"
    assert "contact-hours" in judged.json["rules"]
