"""Engines in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.loaded import Program, start

Run = Callable[[Path], Program]


@pytest.fixture
def run() -> Iterator[Run]:
    """Start `outreach run` for a house; whatever still runs when the test ends is killed."""
    started: list[Program] = []

    def engine(folder: Path) -> Program:
        started.append(start("outreach", "run", "--house", str(folder), "--port", "0"))
        return started[-1]

    yield engine
    for one in started:
        one.kill()
        one.communicate()
