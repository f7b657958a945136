"""What rules read at one moment."""

from __future__ import annotations

from datetime import datetime

import pytest

from policies.decide import decide
from policies.rows import NaiveMomentError, Rows
from policies.rulebook import Rulebook
from policies.verdict import Clearer, Hold
from tests.policies.somebody import NOON, facts

NOBODYS_NOON = NOON.replace(tzinfo=None)


def test_a_moment_without_a_zone_is_refused_and_named(shipped: Rulebook) -> None:
    with pytest.raises(NaiveMomentError, match=r"`2026-11-24T20:00:00` names no zone"):
        Rows(facts(), NOBODYS_NOON, shipped)


def test_a_moment_without_a_zone_holds_for_the_operator(shipped: Rulebook) -> None:
    decision = decide(facts(), datetime(2026, 11, 24, 20), shipped)  # noqa: DTZ001
    assert decision.verdict == Hold(Clearer.OPERATOR)
    assert "NaiveMomentError" in decision.findings[0].because
