"""A file is read in one sitting, and found by its name."""

from pathlib import Path

from tests.architecture.source import ROOMS, ROOT, modules

ALARM = 300
ONCE_WRITTEN = Path("outreach/store/migrations/versions")  # and never edited again
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "base"}


def test_no_file_is_longer_than_the_alarm() -> None:
    written = [path for path in modules(*ROOMS) if path.parent != ONCE_WRITTEN]
    lengths = {str(path): len((ROOT / path).read_text().splitlines()) for path in written}
    assert {path: lines for path, lines in lengths.items() if lines > ALARM} == {}


def test_every_file_is_named_for_what_it_holds() -> None:
    assert [path for path in modules(*ROOMS) if {*path.parts[:-1], path.stem} & VAGUE] == []
