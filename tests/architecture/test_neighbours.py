"""Another project's package in the place of one of our rooms is noticed before anything runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("room", ["channels", "policies"])
def test_a_room_of_another_project_is_refused_in_one_sentence(tmp_path: Path, room: str) -> None:
    (tmp_path / room).mkdir()
    (tmp_path / room / "__init__.py").write_text('__version__ = "4.3"\n')
    started = subprocess.run(
        [sys.executable, "-m", "outreach", "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert f"outreach: `{room}` in" in started.stderr
    assert "environment of its own" in started.stderr
    assert "Traceback" not in started.stderr
