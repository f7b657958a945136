"""A weekday on which nobody is contacted is closed to its last minute, where they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from outreach.bootstrap.languages import language
from policies.channel import Channel
from policies.decide import decide, findings_at
from policies.explain import explain
from policies.facts import Facts
from policies.rulebook import EntryKind, Rulebook
from policies.tongue import Tongue
from policies.verdict import Allow, Defer
from tests.policies.entries import entry, only
from tests.policies.somebody import NOON, attempt, facts

THURSDAY = datetime(2026, 11, 26, 8, tzinfo=UTC)
"""Midnight in Las Vegas, after the Wednesday."""
WEDNESDAY = NOON + timedelta(days=1)


def never_on_wednesdays(shipped: Rulebook) -> Rulebook:
    return only(shipped, entry(EntryKind.FORBIDDEN_DAYS, closed_days=(2,)))


def known() -> Facts:
    return facts(attempt(Channel.EMAIL))


def test_it_waits_until_that_day_is_over(shipped: Rulebook) -> None:
    book = never_on_wednesdays(shipped)
    decision = decide(known(), WEDNESDAY, book)
    assert decision.verdict == Defer(THURSDAY)
    assert "Not by email before Thu 26 Nov 2026 00:00 their time: it is Wednesday where" in (
        explain(decision, known()).sentence
    )
    assert [cite.entry for each in decision.findings for cite in each.cites] == ["one"]


def test_the_days_around_it_are_open(shipped: Rulebook) -> None:
    book = never_on_wednesdays(shipped)
    assert decide(known(), NOON, book).verdict == Allow()
    assert decide(known(), THURSDAY - timedelta(minutes=1), book).verdict == Defer(THURSDAY)
    assert decide(known(), THURSDAY, book).verdict == Allow()


def test_it_is_said_in_another_language(shipped: Rulebook) -> None:
    (found,) = findings_at(known(), WEDNESDAY, never_on_wednesdays(shipped))
    assert language(Tongue.GERMAN).because(found, "") == "dort ist Mittwoch"
