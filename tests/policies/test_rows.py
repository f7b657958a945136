"""What rules read at one moment."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from policies.channel import Channel, Purpose
from policies.decide import decide
from policies.rows import NaiveMomentError, Rows
from policies.rulebook import Rulebook
from policies.statement import Callback, WallTime
from policies.verdict import Clearer, Hold
from tests.policies.somebody import NOON, attempt, facts, literally, said

NOBODYS_NOON = NOON.replace(tzinfo=None)


def test_a_moment_without_a_zone_is_refused_and_named(shipped: Rulebook) -> None:
    with pytest.raises(NaiveMomentError, match=r"`2026-11-24T20:00:00` names no zone"):
        Rows(facts(), NOBODYS_NOON, shipped)


def test_a_moment_without_a_zone_holds_for_the_operator(shipped: Rulebook) -> None:
    decision = decide(facts(), datetime(2026, 11, 24, 20), shipped)  # noqa: DTZ001
    assert decision.verdict == Hold(Clearer.OPERATOR)
    assert "NaiveMomentError" in decision.findings[0].because


def test_a_promised_hour_is_a_moment_at_which_things_change(shipped: Rulebook) -> None:
    """Until then it is a promise to keep; it opens what was said before it from that hour on."""
    ring = said("ring me at two", Callback(WallTime(date(2026, 11, 24), 14 * 60), Channel.PHONE))
    known = facts(attempt(Channel.PHONE, Purpose.PROMISED), [ring])
    at_two = datetime(2026, 11, 24, 22, tzinfo=UTC)
    book = literally(shipped)
    assert Rows(known, NOON, book).next_change() == at_two
    assert Rows(known, at_two, book).next_change() != at_two
