"""A channel that law closes is closed for every purpose, and only for the numbers it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from policies.channel import Purpose
from policies.decide import decide, earliest
from policies.explain import explain
from policies.facts import NumberKind, Someone
from policies.rulebook import Rulebook
from policies.verdict import Allow, Block
from tests.policies.somebody import MOBILE, NOON, attempt, facts, literally

DI = Someone("Di", country="US", region="US-AZ", zone="America/Phoenix")
NUMBER = replace(MOBILE, address="+16025550142")


@pytest.mark.parametrize("purpose", [Purpose.MARKETING, Purpose.SERVICE, Purpose.ANSWER])
def test_no_purpose_opens_a_forbidden_channel(shipped: Rulebook, purpose: Purpose) -> None:
    known = facts(attempt(purpose=purpose), person=DI, points=(NUMBER,))
    decision = decide(known, NOON, literally(shipped, "us-az"))
    assert decision.verdict == Block()
    assert "A.R.S. 44-1278(B)(3)" in explain(decision, known).sentence


def test_a_law_about_mobiles_lets_a_landline_be(shipped: Rulebook) -> None:
    landline = replace(NUMBER, kind=NumberKind.LANDLINE)
    decision = decide(facts(person=DI, points=(landline,)), NOON, literally(shipped, "us-az"))
    assert decision.verdict == Allow()


def test_the_landline_of_the_same_person_does_not_open_her_mobile(shipped: Rulebook) -> None:
    landline = replace(MOBILE, address="+16025550143", kind=NumberKind.LANDLINE)
    decision = decide(
        facts(person=DI, points=(NUMBER, landline)), NOON, literally(shipped, "us-az")
    )
    assert decision.verdict == Block()


def test_a_ban_with_a_last_day_ends_with_it(shipped: Rulebook) -> None:
    book = literally(shipped, "us-az")
    ban = replace(book.packs["us-az"].entries[0], in_force_until=date(2026, 12, 1))
    packs = {"us-az": replace(book.packs["us-az"], entries=(ban,))}
    first = earliest(facts(person=DI, points=(NUMBER,)), NOON, replace(book, packs=packs))
    assert first == datetime(2026, 12, 1, 7, tzinfo=UTC)


def test_a_law_that_names_no_kind_of_number_means_every_number(shipped: Rulebook) -> None:
    book = literally(shipped, "us-az")
    ban = replace(book.packs["us-az"].entries[0], numbers=())
    packs = {"us-az": replace(book.packs["us-az"], entries=(ban,))}
    landline = replace(NUMBER, kind=NumberKind.LANDLINE)
    decision = decide(facts(person=DI, points=(landline,)), NOON, replace(book, packs=packs))
    assert decision.verdict == Block()


def test_her_mobile_does_not_bar_a_call_to_her_landline(shipped: Rulebook) -> None:
    landline = replace(MOBILE, address="+16025550143", kind=NumberKind.LANDLINE)
    known = facts(person=DI, points=(landline, NUMBER))
    assert decide(known, NOON, literally(shipped, "us-az")).verdict == Allow()
