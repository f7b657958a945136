"""Not sure who this is: what no scenario file can state."""

from __future__ import annotations

from dataclasses import replace

from policies.channel import Channel, Purpose
from policies.decide import decide, earliest
from policies.explain import explain
from policies.facts import House
from policies.rulebook import Rulebook
from policies.statement import Refuse, Source
from policies.verdict import Allow, Clearer, Hold
from tests.policies.somebody import NOON, attempt, facts, said

UNSURE = House(identity_unclear_because="two records share one number")


def test_compliance_looks_before_anybody_is_contacted(shipped: Rulebook) -> None:
    known = replace(facts(), house=UNSURE)
    decision = decide(known, NOON, shipped)
    assert decision.verdict == Hold(Clearer.COMPLIANCE)
    told = explain(decision, known).sentence
    assert "until compliance has looked" in told
    assert "two records share one number" in told
    assert earliest(known, NOON, shipped) is None


def test_a_stop_is_confirmed_all_the_same(shipped: Rulebook) -> None:
    stop = said("unsubscribe", Refuse(Channel.EMAIL), at=NOON, source=Source.KEYWORD)
    confirmation = attempt(Channel.EMAIL, Purpose.ACKNOWLEDGE, automated=True)
    known = replace(facts(confirmation, [stop]), house=UNSURE)
    assert decide(known, NOON, shipped).verdict == Allow()
