"""A short soak of either kind; `make soak` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import BOTH
from tests.soak.soak import Wanted, soak


@pytest.mark.long
@pytest.mark.timeout(200)
@pytest.mark.parametrize("kind", BOTH)
def test_everything_fits_together_after_everything_went_wrong(kind: str, tmp_path: Path) -> None:
    """CASES 1, CASES 2, CASES 5, CASES 31"""
    short = Wanted(seconds=10, strikes=4, disasters=5, server=kind == "postgresql")
    found = soak(tmp_path, short)
    assert found.violations == []
    assert found.said > 5
    assert found.made["killed with -9"] + found.made["ended politely"] > 0
