"""What calls itself the confirmation of a stop and is none goes nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.channel import Channel, Purpose
from policies.decide import decide
from policies.explain import explain
from policies.rulebook import Rulebook
from policies.statement import Refuse, Statement, Via
from policies.verdict import Allow, Block
from tests.policies.somebody import NOON, attempt, facts, literally, said

JUST_NOW = NOON - timedelta(minutes=2)
STOP = said("No more email.", Refuse(Channel.EMAIL), at=JUST_NOW)


def test_a_stop_is_confirmed_where_it_came_from(shipped: Rulebook) -> None:
    known = facts(attempt(Channel.EMAIL, Purpose.ACKNOWLEDGE, automated=True), [STOP])
    assert decide(known, NOON, literally(shipped)).verdict == Allow()


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param([], id="nobody said stop"),
        pytest.param([STOP], id="she said it by email"),
        pytest.param(
            [said("No texts.", Refuse(Channel.SMS), at=JUST_NOW, via=Via.REP)], id="a note"
        ),
    ],
)
def test_no_confirmation_goes_where_nobody_said_stop(
    shipped: Rulebook, statements: list[Statement]
) -> None:
    known = facts(attempt(Channel.SMS, Purpose.ACKNOWLEDGE, automated=True), statements)
    decision = decide(known, NOON, literally(shipped))
    assert decision.verdict == Block()
    assert [each.rule for each in decision.findings] == ["refused-channel"]
    assert explain(decision, known).sentence


def test_the_law_that_allows_one_confirmation_is_cited_where_it_is_none(
    shipped: Rulebook,
) -> None:
    known = facts(attempt(Channel.SMS, Purpose.ACKNOWLEDGE, automated=True))
    found = decide(known, NOON, literally(shipped, "us")).findings
    finding = next(each for each in found if each.rule == "refused-channel")
    assert {cite.entry for cite in finding.cites} == {"us-tcpa-optout-confirmation"}
