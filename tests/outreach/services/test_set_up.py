"""A house is made whole, once, and never over something that is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.clock import SimulatedClock
from outreach.config import read_settings
from outreach.domain.sequences import read_sequence
from outreach.errors import InputError, SetupError
from outreach.gate.templates import Templates
from outreach.services.set_up import Plans, set_up
from outreach.store import house, team
from outreach.store.unit import Mode, Store
from policies.channel import Channel

CLOCK = SimulatedClock(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))


@pytest.fixture
def plans(tmp_path: Path) -> Plans:
    told = ("Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    return Plans(tmp_path / "house", Mode.LIVE, *told, member="Ana Ruiz")


def test_the_database_is_born_as_it_was_asked(plans: Plans) -> None:
    set_up(plans, CLOCK)
    store = Store(f"sqlite:///{plans.folder}/outreach.db")
    assert store.read(house.get).mode == Mode.LIVE
    assert [one.name for one in store.read(team.everybody)] == ["Ana Ruiz"]
    store.close()


def test_the_example_sequence_has_words_for_every_step(plans: Plans) -> None:
    set_up(plans, CLOCK)
    path = plans.folder / "sequences" / "first-hello.toml"
    templates = Templates(plans.folder / "words")
    for step in read_sequence(path.read_text(), str(path)).steps:
        for channel, message in step.words.items():
            assert templates.has(channel, message)
            assert (plans.folder / "words" / channel / message).is_dir()


def test_every_word_that_was_copied_can_be_edited(plans: Plans) -> None:
    set_up(plans, CLOCK)
    body = plans.folder / "words" / "email" / "intro" / "body.txt"
    body.write_text("Ours.")
    filled = Templates(plans.folder / "words").fill(
        Channel.EMAIL, "intro", Templates().example(Channel.EMAIL, "intro")
    )
    assert filled.text == "Ours."


@pytest.mark.parametrize(
    ("mode", "pages"), [(Mode.REHEARSAL, "http://127.0.0.1:8180"), (Mode.LIVE, "")]
)
def test_the_links_of_a_rehearsal_lead_to_this_machine(
    plans: Plans, mode: Mode, pages: str
) -> None:
    set_up(replace(plans, mode=mode), CLOCK)
    settings = read_settings(plans.folder)
    assert settings.web.public_url == pages
    assert f":{settings.web.port}" in "http://127.0.0.1:8180"


def test_two_houses_have_two_keys(plans: Plans, tmp_path: Path) -> None:
    set_up(plans, CLOCK)
    set_up(replace(plans, folder=tmp_path / "other"), CLOCK)
    keys = {(folder / "secret.key").read_text() for folder in (plans.folder, tmp_path / "other")}
    assert len(keys) == 2


def test_again_makes_nothing(plans: Plans) -> None:
    set_up(plans, CLOCK)
    before = {path: path.read_bytes() for path in plans.folder.rglob("*.t*") if path.is_file()}
    assert set_up(plans, CLOCK).made == ()
    assert {path: path.read_bytes() for path in before} == before


def test_a_house_must_say_who_it_is(plans: Plans) -> None:
    with pytest.raises(InputError, match="needs its name"):
        set_up(replace(plans, name="  "), CLOCK)
    with pytest.raises(InputError, match="needs its postal address"):
        set_up(replace(plans, address=""), CLOCK)
    assert not plans.folder.exists()


def test_a_database_without_its_settings_is_left_alone(plans: Plans) -> None:
    set_up(plans, CLOCK)
    (plans.folder / "outreach.toml").unlink()
    with pytest.raises(SetupError, match="bring that back first"):
        set_up(plans, CLOCK)


def test_a_folder_that_cannot_be_made_is_one_sentence(plans: Plans) -> None:
    plans.folder.parent.joinpath("file").write_text("")
    with pytest.raises(SetupError, match="cannot be made: not a directory"):
        set_up(replace(plans, folder=plans.folder.parent / "file" / "house"), CLOCK)
