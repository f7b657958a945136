"""The doctor tells by group what is in order and what is not, and ends with 1 where it must."""

from __future__ import annotations

from pathlib import Path

from tests.outreach.cli.conftest import Shell
from tests.outreach.cli.test_packs import NEVADA


def test_a_rehearsal_that_was_just_made_has_nothing_wrong(house: Shell) -> None:
    said = house("doctor")
    assert said.code == 0, said.out
    lines = said.out.splitlines()
    assert lines[0] == "the house"
    assert "  missing  engine" in said.out
    assert lines[lines.index("answers in") - 1] == "", "groups are apart"
    assert lines[-1].endswith(" missing")


def test_what_is_wrong_ends_with_one_and_says_what_to_do(house: Shell) -> None:
    house("halt", "--because", "a [fire]")
    said = house("doctor")
    assert (said.code, "nothing goes out: a [fire]" in said.out) == (1, True)
    assert "outreach resume" in said.out


def test_programs_get_the_same(house: Shell) -> None:
    found = house("doctor", "--json").json
    assert {"group", "about", "state", "said", "do"} == set(found[0])
    assert {one["state"] for one in found} <= {"ok", "wrong", "missing"}
    assert {one["group"] for one in found} >= {"the house", "the database", "clocks", "the law"}


def test_secrets_that_others_can_read_are_told_with_what_to_run(house: Shell) -> None:
    (house.folder / "secrets.toml").chmod(0o644)
    said = house("doctor")
    assert (said.code, f"chmod 600 {house.folder}/secrets.toml" in said.out) == (1, True)


def test_a_folder_without_a_house_says_how_to_make_one(house: Shell) -> None:
    (house.folder / "outreach.toml").unlink()
    said = house("doctor")
    assert (said.code, "outreach init" in said.out) == (1, True)


def test_an_adopted_value_whose_file_is_gone_is_told(house: Shell, tmp_path: Path) -> None:
    file = tmp_path / "us-nv-hours.toml"
    file.write_text(NEVADA, encoding="utf-8")
    assert house("team", "add", "Cora Lindt").code == 0
    two = ("--by", "Ana Ruiz", "--and", "Cora Lindt")
    assert house("packs", "adopt", str(file), "--source", "the statute", *two).code == 0
    assert "adopted" not in {one["about"] for one in house("doctor", "--json").json}
    (house.folder / "policies/adopted/us-nv-hours.toml").unlink()
    [told] = [one for one in house("doctor", "--json").json if one["about"] == "adopted"]
    assert told["state"] == "missing"
    assert "`us-nv-hours` was adopted on" in told["said"]
    assert told["said"].endswith("us-nv-hours.toml` is gone: our value judges")


def test_a_pack_of_the_houses_own_that_cannot_be_used_is_told_and_the_rest_looked_at(
    house: Shell,
) -> None:
    lost = house.folder / "policies/more/us-nv.toml"
    lost.parent.mkdir(parents=True)
    lost.write_text(NEVADA, encoding="utf-8")
    said = house("doctor", "--json")
    [told] = [one for one in said.json if one["about"] == "own packs"]
    assert (said.code, told["state"]) == (1, "wrong")
    assert f"`{lost}` is read by nothing" in told["said"]
    assert "registries" in {one["about"] for one in said.json}
