"""Engines in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[[Path], subprocess.Popen[str]]


@pytest.fixture
def run() -> Iterator[Run]:
    """Start `outreach run` for a house; whatever still runs when the test ends is killed."""
    started = []

    def start(folder: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "outreach", "run", "--house", str(folder), "--port", "0"]
        engine = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        started.append(engine)
        return engine

    yield start
    for engine in started:
        engine.kill()
        engine.communicate()
