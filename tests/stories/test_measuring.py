"""A sales manager asks what the month came to, and is told about people, not about letters sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from outreach.cli.measured.page import lines
from outreach.services.measuring import measure, period
from tests.stories.a_house import Tale, a_house

TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def month(tale: Tale) -> str:
    """Return what `outreach measure` prints."""
    now, home = tale.clock.now(), tale.house
    return "\n".join(lines(measure(home.store, period(now), home.zones, now)))


def test_the_manager_reads_who_was_helped_and_who_left(tmp_path: Path) -> None:
    with a_house(tmp_path / "kestrel", TUESDAY) as tale:
        tale.meets("Ana Ruiz", "Scott Reyes", "scott@reyes.example")
        tale.meets("Ana Ruiz", "Lucy Chen", "lucy@chen.example")
        tale.writes("scott@reyes.example", "Could you email me the pricing?")
        tale.writes("lucy@chen.example", "Never contact me again.")
        tale.passes(timedelta(days=3))
        told = month(tale)
    assert "0 of 1 people (few) to whom something was due" in told, "nobody answered Scott"
    assert "broken: 1 of 1 (few)" in told
    assert "obeyed: 2 of 2 that bind us (few)" in told, "he by email alone, she not at all"
    assert "1 left without having heard from us shortly before" in told
    assert "sent:" not in told
