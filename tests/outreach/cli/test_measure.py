"""`outreach measure`, as a manager types it."""

from __future__ import annotations

from pathlib import Path

from tests.outreach.cli.conftest import Shell


def test_a_manager_reads_what_the_month_came_to(house: Shell, tmp_path: Path) -> None:
    house("hear", "Scott Reyes", "Please don't call me.")
    picture = tmp_path / "lost.svg"
    page = house("measure", "--by", "rep", "--svg", str(picture)).out
    assert "obeyed: 1 of 1 that bind us (few)" in page
    assert "PEOPLE LOST within 14 days of a contact, by rep" in page
    assert picture.read_text().startswith("<svg")
    assert house("measure", "--json").json["words"]["heard"] == 1


def test_a_period_that_is_none_is_refused(house: Shell) -> None:
    said = house("measure", "--since", "2026-01-02", "--until", "2026-01-01")
    assert (said.code, "ends after it begins" in said.err) == (2, True)
