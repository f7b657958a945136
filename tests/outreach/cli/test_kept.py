"""Whoever asks what is kept for how long is told, with the entry that says so."""

from __future__ import annotations

from tests.outreach.cli.conftest import Shell


def test_each_record_is_shown_with_its_term_and_the_entry_that_sets_it(house: Shell) -> None:
    house("hear", "Scott Reyes", "please don't ring before ten")
    said = house("kept")
    assert said.code == 0
    assert said.out.count("24 months") == 3
    assert "house-keeps-records" in said.out
    assert "Without an end: what somebody said" in said.out


def test_programs_are_told_until_when_the_next_thing_to_go_was_made(house: Shell) -> None:
    told = {one["record"]: one for one in house("kept", "--json").json}
    assert set(told) == {"facts", "words", "mail"}
    assert told["facts"]["terms"] == {"house-keeps-records": "24 months"}
    assert told["facts"]["let_go_before"]


def test_a_house_that_does_without_the_entry_keeps_everything(house: Shell) -> None:
    own = house.folder / "policies" / "house.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text('code = "house"\ntitle = "Ours"\nwithout = ["house-keeps-records"]\n')
    told = house("kept", "--json").json
    assert [(one["terms"], one["let_go_before"]) for one in told] == [({}, None)] * 3
