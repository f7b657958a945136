"""Marks set by hand, and kept after erasure: what no scenario file can state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from outreach.bootstrap.languages import language
from policies.channel import Channel, Purpose
from policies.decide import decide, findings_at
from policies.explain import explain
from policies.facts import Bar, Barred, Facts
from policies.finding import Bears
from policies.remedy import Remedy
from policies.rulebook import Rulebook
from policies.tongue import Tongue
from policies.verdict import Allow, Block
from tests.policies.somebody import NOON, attempt, facts, literally

ADDRESS, OTHER = "scott@kestrel.example", "old@kestrel.example"


def marked(
    covers: Barred,
    subject: str | None = None,
    purpose: Purpose = Purpose.SERVICE,
    topic: str | None = None,
) -> Facts:
    bar = Bar(covers, "asked at the fair", datetime(2026, 11, 1, tzinfo=UTC), "Al", subject)
    proposed = replace(attempt(Channel.EMAIL, purpose), topic=topic)
    return replace(facts(proposed), bars=(bar,))


@pytest.mark.parametrize(
    ("known", "blocked"),
    [
        (marked(Barred.PERSON), True),
        (marked(Barred.ORGANISATION), True),
        (marked(Barred.POINT, ADDRESS), True),
        (marked(Barred.POINT, OTHER), False),
        (marked(Barred.POINT), True),
        (marked(Barred.SUPPRESSED, ADDRESS), True),
        (marked(Barred.SUPPRESSED, OTHER), False),
        (marked(Barred.TOPIC, "maps", topic="maps"), True),
        (marked(Barred.TOPIC, "maps", topic="atlases"), False),
        (marked(Barred.TOPIC, "maps"), False),
        (marked(Barred.TOPIC, "maps", Purpose.MARKETING), True),
        (marked(Barred.TOPIC), True),
    ],
)
def test_a_mark_covers_what_it_says_and_no_more(
    known: Facts, blocked: bool, shipped: Rulebook
) -> None:
    decision = decide(known, NOON, literally(shipped))
    assert isinstance(decision.verdict, Block) is blocked
    told = explain(decision, known).sentence
    assert ("marked do-not-contact by Al: asked at the fair" in told) is blocked


@pytest.mark.parametrize("purpose", [Purpose.MARKETING, Purpose.PROMISED, Purpose.ANSWER])
def test_nothing_they_are_owed_passes_a_mark(purpose: Purpose, shipped: Rulebook) -> None:
    known = marked(Barred.PERSON, purpose=purpose)
    decision = decide(known, NOON, literally(shipped))
    assert decision.verdict == Block()
    assert "Nothing they say later lifts this mark." in explain(decision, known).sentence


@pytest.mark.parametrize("covers", Barred)
def test_a_mark_is_taken_off_by_us_and_an_erasure_by_nobody(
    covers: Barred, shipped: Rulebook
) -> None:
    subject = ADDRESS if covers is not Barred.TOPIC else None
    (found,) = findings_at(marked(covers, subject), NOON, literally(shipped))
    erased = covers is Barred.SUPPRESSED
    assert found.remedy is (None if erased else Remedy.THE_MARK)
    assert found.bears is Bears.PERSON


def test_without_a_mark_or_a_word_they_may_be_written_to(shipped: Rulebook) -> None:
    known = replace(marked(Barred.PERSON), bars=())
    assert decide(known, NOON, literally(shipped)).verdict == Allow()


def test_a_mark_is_told_in_another_language_with_who_set_it_and_why(shipped: Rulebook) -> None:
    (found,) = findings_at(marked(Barred.PERSON), NOON, literally(shipped))
    told = language(Tongue.GERMAN).because(found, "Scott Reyes")
    assert told == "Kontaktsperre, gesetzt von Al: asked at the fair"
