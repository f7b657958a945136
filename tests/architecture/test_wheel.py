"""What ships: the three rooms with their data, the words, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.architecture.source import ROOMS, ROOT

SHIPPED = (*ROOMS, "templates")


def test_the_wheel_holds_the_rooms_and_the_words(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {
        str(path.relative_to(ROOT))
        for folder in SHIPPED
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == ours
