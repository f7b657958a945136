"""Every guard that `make mutants` takes out is where it says: otherwise it would try nothing."""

from __future__ import annotations

import pytest

from tests.architecture.source import ROOT
from tests.mutants import MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_guard_stands_there_once(mutant: Mutant) -> None:
    assert (ROOT / mutant.path).read_text(encoding="utf-8").count(mutant.guard) == 1
