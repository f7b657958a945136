"""Sequences are paused, gone on with, tried out and told, as one would type it."""

from __future__ import annotations

from tests.outreach.cli.conftest import Shell

LETTERS = """
name = "{name}"
version = 1
purpose = "marketing"
ends_on = ["reply", "colleague's reply"]
exclusive = true

[[step]]
channel = "email"
words = {{ email = "intro" }}
only_if = ["email"]
"""


def _added(house: Shell, name: str = "letters", *, says: str = LETTERS) -> None:
    file = house.folder / f"{name}.toml"
    file.write_text(says.format(name=name), encoding="utf-8")
    done = house("sequence", "add", str(file))
    assert done.code == 0, done.err


def test_a_sequence_tells_what_ends_it_and_what_a_step_asks(house: Shell) -> None:
    _added(house)
    shown = house("sequence", "show", "letters").out
    assert "1. by email: intro, only if: email" in shown
    assert "ends for whoever: reply, colleague's reply" in shown
    assert "whoever is in it is in no other" in shown


def test_an_unknown_way_out_is_refused_by_file_line_and_what_is_known(house: Shell) -> None:
    file = house.folder / "odd.toml"
    file.write_text(LETTERS.format(name="odd").replace('"reply", ', '"silence", '))
    said = house("sequence", "add", str(file))
    assert said.code == 2
    assert "odd.toml, line 5" in said.err
    assert "is `silence`; it must be one of `reply`" in said.err


def test_a_dry_run_puts_nobody_in(house: Shell) -> None:
    _added(house)
    said = house("enroll", "letters", "--all", "--dry-run")
    assert said.out.startswith("2 people would be in `letters` version 1")
    assert house("sequence", "list", "--json").json[0]["enrolled"] == 0


def test_it_is_paused_for_one_and_for_all_and_goes_on_as_it_was(house: Shell) -> None:
    _added(house)
    house("enroll", "letters", "--all")
    one = ("pause", "letters", "--person", "Scott Reyes", "--because", "moving house")
    assert house("sequence", *one).out == "1 person now waits in `letters`\n"
    everybody = ("pause", "letters", "--because", "the prices are wrong")
    assert house("sequence", *everybody).out == "1 person now waits in `letters`\n"
    assert "paused since" in house("sequence", "show", "letters").out
    assert house("sequence", "resume", "letters").out == "1 person now goes on in `letters`\n"
    named = house("sequence", "resume", "letters", "--person", "Scott Reyes")
    assert named.out == "1 person now goes on in `letters`\n"


def test_who_is_in_an_exclusive_one_is_named_with_where_they_are(house: Shell) -> None:
    _added(house)
    _added(house, "news", says=LETTERS.replace("exclusive = true", ""))
    house("enroll", "letters", "Scott Reyes")
    said = house("enroll", "news", "--all").out
    assert "Ingrid Lund is now in `news` version 1" in said
    assert "not Scott Reyes: they are in `letters`" in said


def test_preflight_leaves_out_a_step_that_they_cannot_be_reached_for(house: Shell) -> None:
    _added(house, says=LETTERS.replace('only_if = ["email"]', 'only_if = ["mobile"]'))
    foreseen = house("preflight", "letters", "--all", "--json").json
    assert [one["person"] for one in foreseen["steps"]] == ["Scott Reyes"]


def test_an_import_whose_person_was_merged_since_can_still_be_taken_back(house: Shell) -> None:
    (house.folder / "more.csv").write_text("name,email\nScott Reyes,s@other.example\n")
    house("people", "import", str(house.folder / "more.csv"), "--source", "Cards", "--yes")
    [pair] = house("people", "may-be-one", "--json").json
    ids = [pair["one"]["id"], pair["other"]["id"]]
    assert house("people", "merge", *ids, "--because", "he told me so", "--yes").code == 0
    last = house("people", "imports", "--json").json[0]["id"]
    done = house("people", "undo", last)
    assert done.code == 0, done.err
    card = house("people", "show", "Scott Reyes").out
    assert "scott@reyes.example" in card
    assert house("ledger", "verify").code == 0
