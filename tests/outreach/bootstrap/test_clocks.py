"""A rehearsal may live in other days; a house that is live is not opened by such a clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from outreach.bootstrap.house import open_house
from outreach.cli import main
from outreach.clock import SystemClock

AHEAD = "\n[rehearsal]\nhours_ahead = {}\n"


def founded(folder: Path, mode: str, hours: float) -> Path:
    told = ("--name", "Kestrel Mapping", "--address", "12 Harbour Road, Bristol")
    more = ("--mailbox", "hello@kestrel.example", "--country", "US", "--assume-country", "US")
    assert main(["init", str(folder), mode, *told, *more, "--member", "Ana Ruiz"]) == 0
    settings = folder / "outreach.toml"
    settings.write_text(settings.read_text("utf-8") + AHEAD.format(hours), "utf-8")
    return folder


@pytest.mark.parametrize("hours", [1_000.5, -1_000.5])
def test_a_rehearsal_lives_in_the_days_it_was_told(tmp_path: Path, hours: float) -> None:
    house = open_house(founded(tmp_path / "kestrel", "--rehearsal", hours))
    off = house.clock.now() - SystemClock().now() - timedelta(hours=hours)
    house.store.close()
    assert abs(off) < timedelta(minutes=1)


def test_a_live_house_is_not_opened_by_a_clock_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = founded(tmp_path / "kestrel", "--live", 1.0)
    assert main(["status", "--house", str(folder)]) != 0
    assert "`rehearsal.hours_ahead`" in capsys.readouterr().err
    main(["doctor", "--house", str(folder)])
    told = capsys.readouterr()
    assert "rehearsal.hours_ahead" in told.out + told.err
