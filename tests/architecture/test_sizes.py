"""A file is read in one sitting."""

from pathlib import Path

import pytest

from tests.architecture.source import ROOMS, ROOT, modules

ALARM = 300
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "base"}


@pytest.mark.parametrize("module", modules(*ROOMS), ids=str)
def test_no_file_is_longer_than_the_alarm(module: Path) -> None:
    assert len((ROOT / module).read_text().splitlines()) <= ALARM


@pytest.mark.parametrize("module", modules(*ROOMS), ids=str)
def test_every_file_is_named_for_what_it_holds(module: Path) -> None:
    assert not {*module.parts[:-1], module.stem} & VAGUE
