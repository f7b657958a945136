"""Hours that count on a clock which the law names, beside theirs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from policies.channel import Channel, Purpose
from policies.decide import decide, earliest
from policies.explain import explain
from policies.facts import Someone
from policies.rulebook import EntryKind, Opening, Rulebook
from policies.statement import EVERY_DAY
from policies.verdict import Allow, Defer
from tests.policies.entries import entry, only
from tests.policies.somebody import attempt, facts

NINE_TO_FIVE = (Opening(EVERY_DAY, 9 * 60, 17 * 60),)
AT_HOME = Someone("Scott Reyes", country="US", zone="America/Los_Angeles")
MAIL = facts(attempt(Channel.EMAIL, Purpose.SERVICE), person=AT_HOME)


def november(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


def hours(shipped: Rulebook, clock: str) -> Rulebook:
    return only(shipped, entry(EntryKind.CONTACT_HOURS, openings=NINE_TO_FIVE, clock=clock))


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (november(17), None),
        (november(21, 59), None),
        (november(16, 59), november(17)),
        (november(22), datetime(2026, 11, 25, 17, tzinfo=UTC)),
    ],
)
def test_both_clocks_must_be_open(at: datetime, until: datetime | None, shipped: Rulebook) -> None:
    verdict = decide(MAIL, at, hours(shipped, "America/New_York")).verdict
    assert verdict == (Allow() if until is None else Defer(until))
    assert earliest(MAIL, at, hours(shipped, "America/New_York")) == (until or at)


def test_the_sentence_names_the_clock_that_is_closed(shipped: Rulebook) -> None:
    decision = decide(MAIL, november(22), hours(shipped, "America/New_York"))
    told = explain(decision, MAIL).sentence
    assert "17:00 on Tuesday (Eastern time), outside contact hours" in told


def test_a_clock_that_there_is_not_opens_and_closes_nothing(shipped: Rulebook) -> None:
    """Packs that name one are refused when they are read; theirs still counts."""
    nowhere = hours(shipped, "Mars/Olympus")
    assert decide(MAIL, november(22), nowhere).verdict == Allow()
    assert decide(MAIL, november(16), nowhere).verdict == Defer(november(17))


def test_the_named_day_is_that_of_its_own_clock(shipped: Rulebook) -> None:
    """Monday morning in Tokyo is Sunday afternoon at home."""
    mondays = (Opening((0,), 9 * 60, 17 * 60), Opening((6,), 0, 24 * 60))
    book = only(shipped, entry(EntryKind.CONTACT_HOURS, openings=mondays, clock="Asia/Tokyo"))
    sunday_evening = datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert decide(MAIL, sunday_evening, book).verdict == Allow()
