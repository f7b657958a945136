"""`outreach evidence` writes a new file and never over another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.cli import main


def test_a_file_that_is_there_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "outreach.toml"
    there.write_text("kept")
    assert main(["evidence", "Scott Reyes", "-o", str(there), "--house", str(tmp_path)]) == 2
    assert "is there already: name a new file" in capsys.readouterr().err
    assert there.read_text() == "kept"
