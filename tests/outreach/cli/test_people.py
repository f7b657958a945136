"""What one of us knows of a person: typed as a sales manager would type it."""

from __future__ import annotations

import io

import pytest

from tests.outreach.cli.conftest import Shell


def test_a_person_has_many_roles_and_relations_and_the_card_says_them(house: Shell) -> None:
    assert house("people", "role", "add", "Scott Reyes", "Customer").code == 0
    said = house("people", "role", "add", "Scott Reyes", "chair", "--at", "The Choir")
    assert said.out == "Scott Reyes: chair at The Choir\n"
    assert house("people", "relate", "Scott Reyes", "introduced by", "Ingrid Lund").code == 0
    assert house("people", "relate", "Scott Reyes", "looked after by", "Ana Ruiz").code == 0
    card = house("people", "show", "Scott Reyes").out
    for line in (
        "works at Reyes Construction",
        "customer since",
        "chair at The Choir since",
        "introduced by Ingrid Lund",
        "looked after by Ana Ruiz (of us)",
    ):
        assert line in card
    assert "introduced Scott Reyes" in house("people", "show", "Ingrid Lund").out


def test_their_own_words_stand_first_and_their_names_find_them(house: Shell) -> None:
    words = ("--themselves", "a cartographer who hates phones", "--called", "Scotty")
    house("people", "portray", "Scott Reyes", *words, "--also", "S. J. Reyes", "--speaks", "es")
    card = house("people", "show", "s. j. reyes").out
    assert card.startswith("Scott Reyes (call them Scotty)\n  “a cartographer who hates phones”\n")
    assert "also writes: S. J. Reyes" in card
    assert "speaks es" in card


def test_whoever_writes_a_note_is_told_that_the_person_may_read_it(house: Shell) -> None:
    said = house("people", "note", "Scott Reyes", "Liked the atlas", "--kind", "meeting")
    assert "Scott Reyes may read this" in said.out
    assert "Ana Ruiz met them" in house("people", "show", "Scott Reyes").out


def test_time_and_money_are_summed_on_the_card(house: Shell) -> None:
    for minutes, spent in (("90", "42.50 EUR"), ("100", "7,5 eur")):
        took = ("--minutes", minutes, "--spent", spent)
        assert (
            house("people", "note", "Scott Reyes", "Drove out", "--kind", "visit", *took).code == 0
        )
    assert "spent so far: 3 h 10 min, 50.00 EUR" in house("people", "show", "Scott Reyes").out
    wrong = house("people", "note", "Scott Reyes", "Drove out", "--spent", "a lot")
    assert (wrong.code, "as in `120.50 EUR`" in wrong.err) == (2, True)


def test_a_note_that_tells_of_a_refusal_binds_at_once(house: Shell) -> None:
    said = house("people", "note", "Scott Reyes", "Please don't call me.", "--kind", "call")
    assert "understood, and it binds: no calls" in said.out
    may = house("may", "Scott Reyes", "phone", "--at", "2026-12-01T12:00-08:00")
    assert "asked not to be reached by phone" in may.out


def test_readiness_is_kept_in_their_terms_and_a_pause_in_it_binds(house: Shell) -> None:
    words = "Really interested, but please nothing before September."
    assert house("people", "ready", "Scott Reyes", words).code == 0
    card = house("people", "show", "Scott Reyes").out
    assert f"how ready: “{words}”" in card
    house("people", "ready", "Ingrid Lund", "no idea who decides")
    assert "“no idea who decides”" in house("people", "show", "Ingrid Lund").out


def test_a_milestone_of_an_organisation_stands_in_the_story_of_everybody_there(
    house: Shell,
) -> None:
    house("people", "role", "add", "Ingrid Lund", "adviser", "--at", "Reyes Construction")
    done = ("milestone", "Scott Reyes", "quote sent", "--with", "Reyes Construction")
    assert house("people", *done).code == 0
    for name in ("Scott Reyes", "Ingrid Lund"):
        story = house("people", "show", name).out
        assert "together we reached" in story
        assert "quote sent" in story


def test_an_organisation_may_stand_there_before_anybody_in_it(house: Shell) -> None:
    source = ("--source", "article in the Gazette", "--kind", "household")
    assert house("organisations", "add", "The Lunds, 12 Mill Lane", *source).code == 0
    shown = house("organisations", "show", "the lunds, 12 mill lane").out
    assert shown.startswith("The Lunds, 12 Mill Lane (household)")
    assert "0 people" in shown
    house("people", "role", "add", "Ingrid Lund", "mother", "--at", "The Lunds, 12 Mill Lane")
    assert "Ingrid Lund: mother" in house("organisations", "show", "The Lunds, 12 Mill Lane").out


def test_nobody_at_our_choir_holds_after_a_role_unless_two_of_us_have_proof(
    house: Shell,
) -> None:
    house("team", "add", "Cora Lindt")
    by = ("--by", "Ana Ruiz")
    house("people", "role", "add", "Scott Reyes", "tenor", "--at", "The Choir", *by)
    house("stop", "The Choir", "--because", "their chair asked", *by)
    may = house("may", "Scott Reyes", "email", *by)
    assert "their chair asked" in may.out
    over = ("role", "end", "Scott Reyes", "tenor", "--because", "he left", *by)
    refused = house("people", *over)
    assert (refused.code, "they asked for nobody there" in refused.err) == (2, True)
    proven = ("--proof", "his letter of 3 May", "--second", "Cora Lindt")
    assert house("people", *over, *proven).code == 0
    assert "their chair asked" not in house("may", "Scott Reyes", "email", *by).out


def test_two_records_of_one_person_are_found_and_merged_for_good(house: Shell) -> None:
    (house.folder / "more.csv").write_text("name,email\nScott Reyes,s@other.example\n")
    house("people", "import", str(house.folder / "more.csv"), "--source", "Cards", "--yes")
    pairs = house("people", "may-be-one", "--json").json
    assert len(pairs) == 1, pairs
    ids = [pairs[0]["one"]["id"], pairs[0]["other"]["id"]]
    done = house("people", "merge", *ids, "--because", "he told me so", "--yes")
    assert "is one person now" in done.out
    assert house("people", "may-be-one").out.startswith("nobody:")
    assert house("ledger", "verify").code == 0


def test_a_note_about_tomorrow_is_a_promise_and_no_note(house: Shell) -> None:
    said = house("people", "note", "Scott Reyes", "We met", "--at", "2999-01-01")
    assert (said.code, "what is still to come is no note" in said.err) == (2, True)


def test_what_one_of_us_noted_is_shown_as_theirs_who_noted_it(house: Shell) -> None:
    noted = "he asked me not to ring him, and his wife hates calls"
    house("people", "note", "Scott Reyes", noted, "--by", "Ana Ruiz")
    page = house("people", "show", "Scott Reyes").out
    first, second, *_ = page.splitlines()
    assert first.startswith("Ana Ruiz noted, ")
    assert first.endswith(", of Scott Reyes:")
    assert second == f"  {noted}"
    assert f"“{noted}" not in page
    assert "Ana Ruiz noted what they said (understood: no calls)" in page


def test_whoever_is_erased_stands_nowhere_in_the_database_any_more(
    house: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    house("hear", "Scott Reyes", "I travel all the time and can't do phone")
    assert _bytes_with(house, b"can't do phone")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    refused = house("people", "erase", "Scott Reyes")
    assert (refused.code, "nobody was erased" in refused.err) == (2, True)
    said = house("people", "erase", "Scott Reyes", "--yes")
    assert "nobody here contacts their addresses and numbers again" in said.out, said.err
    for theirs in (b"Scott Reyes", b"scott reyes", b"scott@reyes", b"can't do phone"):
        assert _bytes_with(house, theirs) == []
    assert house("people", "show", "Scott Reyes").code != 0


def _bytes_with(house: Shell, wanted: bytes) -> list[str]:
    """Return which of the database's files hold these bytes, deleted or not."""
    return [one.name for one in house.folder.glob("outreach.db*") if wanted in one.read_bytes()]
