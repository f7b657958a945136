"""A house is made once, understood when it is wrong, and shown as it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from outreach.cli import build, main
from outreach.config import read_settings
from outreach.store.unit import Store
from tests.outreach.cli.conftest import Said, Shell


def init(shell: Shell, *more: str) -> Said:
    told = ("--name", "Kestrel Mapping", "--address", "12 Harbour Road", "--mailbox", "a@k.example")
    return shell("init", str(shell.folder), *told, *more, house=False)


def test_a_house_has_all_it_needs(house: Shell) -> None:
    made = {path.name for path in house.folder.iterdir()}
    assert {"outreach.toml", "outreach.db", "words", "sequences", "mail"} <= made
    assert read_settings(house.folder).house.assume_country == "US"
    assert (house.folder / "words" / "email" / "intro" / "body.txt").is_file()
    assert {path.name for path in (house.folder / "mail").iterdir()} == {"new", "cur", "tmp"}


@pytest.mark.parametrize("name", ["outreach.toml", "secret.key", "outreach.db"])
def test_what_is_secret_is_for_its_owner_alone(house: Shell, name: str) -> None:
    assert stat.S_IMODE((house.folder / name).stat().st_mode) == 0o600


def test_a_second_time_changes_nothing(house: Shell) -> None:
    settings = house.folder / "outreach.toml"
    settings.write_text(settings.read_text() + "# ours\n")
    (house.folder / "words" / "email" / "intro" / "body.txt").write_text("Ours.")
    again = house("init", str(house.folder), "--rehearsal", house=False)
    assert (again.code, "nothing was changed" in again.out) == (0, True)
    assert settings.read_text().endswith("# ours\n")
    assert (house.folder / "words" / "email" / "intro" / "body.txt").read_text() == "Ours."


def test_what_was_lost_is_made_again(house: Shell) -> None:
    (house.folder / "sequences" / "first-hello.toml").unlink()
    again = house("init", str(house.folder), "--rehearsal", "--json", house=False)
    assert again.json["made"] == ["sequences/"]


def test_a_rehearsal_never_becomes_live(house: Shell) -> None:
    refused = house("init", str(house.folder), "--live", house=False)
    assert (refused.code, "born for rehearsal" in refused.err) == (1, True)


def test_a_house_is_born_one_or_the_other(shell: Shell) -> None:
    refused = init(shell)
    assert (refused.code, "--rehearsal or --live" in refused.err) == (2, True)
    assert not shell.folder.exists()


def test_nothing_is_made_of_wrong_settings(shell: Shell) -> None:
    refused = init(shell, "--live", "--country", "Nowhere")
    assert (refused.code, "--country: `Nowhere` is no country code" in refused.err) == (2, True)
    assert not shell.folder.exists()


def test_quotes_and_brackets_in_a_name_are_only_a_name(shell: Shell) -> None:
    odd = 'Reyes "R" \\ [Sons] = "x"'
    assert (
        shell(
            *("init", str(shell.folder), "--rehearsal", "--name", odd, "--address", "[a]"),
            house=False,
        ).code
        == 0
    )
    assert read_settings(shell.folder).house.name == odd


def test_a_folder_without_a_house_is_told_how(shell: Shell) -> None:
    said = shell("team", "list")
    assert (said.code, said.out) == (1, "")
    assert "make a house with `outreach init`" in said.err
    assert said.err.count("\n") == 1


def test_the_team(house: Shell) -> None:
    assert house("team", "add", "Cora Lindt", "--duty", "compliance").code == 0
    assert [one["name"] for one in house("team", "list", "--json").json] == [
        *("Ana Ruiz", "Cora Lindt")
    ]
    twice = house("team", "add", "cora lindt")
    assert (twice.code, "`cora lindt` already" in twice.err) == (2, True)


def test_with_two_members_somebody_must_act(house: Shell) -> None:
    house("team", "add", "Cora Lindt")
    asked = house("preview", "intro")
    assert (asked.code, "say who acts with --by: `Ana Ruiz`, `Cora Lindt`" in asked.err) == (
        2,
        True,
    )
    assert house("preview", "intro", "--by", "cora lindt").code == 0


def test_an_error_nobody_foresaw_is_one_sentence_without_personal_data(
    house: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(self: Store, work: object) -> None:
        raise RuntimeError("scott@reyes.example")

    monkeypatch.setattr(Store, "read", fall)
    said = house("team", "list")
    assert said.code == 1
    assert "(RuntimeError)" in said.err
    assert "scott" not in said.err
    assert "Traceback" not in said.err


def test_a_full_disk_is_said(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: object, flags: int, mode: int = 0) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    said = init(shell, "--rehearsal")
    assert (said.code, "no space left on device" in said.err) == (1, True)


def test_an_unknown_command_is_code_two(shell: Shell) -> None:
    assert shell("frobnicate", house=False).code == 2


def names() -> list[tuple[str, ...]]:
    from typer.main import get_command

    found: list[tuple[str, ...]] = []

    def walk(command: object, path: tuple[str, ...]) -> None:
        inside = getattr(command, "commands", None)
        if inside is None:
            found.append(path)
        for name, each in (inside or {}).items():
            walk(each, (*path, name))

    walk(get_command(build()), ())
    return found


@pytest.mark.parametrize("path", names(), ids=" ".join)
def test_every_command_shows_examples(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*path, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"outreach {path[0]}" in shown.split("Examples:")[1]


def test_a_foreign_channels_package_is_refused(
    house: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    import channels

    monkeypatch.setattr(channels, "HOUSE", "django")
    said = house("team", "list")
    assert said.code == 1
    assert "`channels`" in said.err
    assert "virtual environment of its own" in said.err


def test_a_house_is_found_by_the_environment(house: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_HOUSE", str(house.folder))
    assert house("team", "list", house=False).code == 0


def test_a_tilted_settings_file_is_one_sentence(house: Shell, tmp_path: Path) -> None:
    with (house.folder / "outreach.toml").open("a") as file:
        file.write("\n[smtp2]\nhost = 1\n")
    said = house("team", "list")
    assert (said.code, "`smtp2` is no setting; did you mean" in said.err) == (1, True)


def test_a_member_has_an_address_and_a_number_that_exist(house: Shell) -> None:
    for wrong in (("--email", "rubbish"), ("--phone", "12")):
        refused = house("team", "add", "Ben Okri", *wrong)
        assert (refused.code, wrong[1] in refused.err) == (2, True)
    good = house("team", "add", "Ben Okri", "--email", "Ben@kestrel.example", "--json").json
    assert good["email"] == "ben@kestrel.example"


def test_it_says_which_version_it_is(shell: Shell) -> None:
    assert shell("--version", house=False).out.startswith("outreach 0.")
