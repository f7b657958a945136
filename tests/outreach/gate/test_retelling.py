"""A recorded refusal told again: as it was recorded, or as another language would have put it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.languages import language
from outreach.domain.attempts import Attempt
from outreach.gate.consequences import decision_of
from outreach.gate.habits import Habits
from outreach.gate.judging import Case
from outreach.gate.retelling import recalled
from outreach.store.decisions import OUTSIDE, DecisionRow
from policies.clearance import Versions
from policies.decide import Decision, decide
from policies.english import ENGLISH
from policies.explain import explain
from policies.facts import Facts
from policies.rulebook import Rulebook
from policies.statement import Statement
from policies.tongue import Tongue
from policies.verdict import Allow
from tests.laws.given import facts
from tests.laws.moments import moments
from tests.laws.packs import any_rulebook


def recorded(known: Facts, decision: Decision) -> DecisionRow:
    """Return the row as it comes back from the database."""
    attempt = Attempt(
        "a_1",
        "p_1",
        known.attempt.channel,
        known.attempt.purpose,
        known.attempt.by,
        decision.at,
        decision.at,
    )
    case = Case(
        attempt=attempt,
        person="p_1",
        organisation_id=None,
        point=None,
        versions=Versions(1, 1, 1, 1),
        facts=known,
        decision=decision,
        explanation=explain(decision, known),
        outbound=None,
        words_digest="",
        secret=b"",
        stops_seen=0,
    )
    row = decision_of(case, decision.at, Habits())
    kept = json.loads(json.dumps(row.explanation))
    return replace(row, explanation=kept, facts=json.loads(str(row.facts)))


def said(known: Facts) -> dict[str, Statement]:
    return {one.id: one for one in known.statements}


@given(st.data(), moments(), any_rulebook)
def test_told_again_it_reads_as_it_did_when_it_was_decided(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    known = data.draw(facts(at))
    decision = decide(known, at, rulebook)
    again = recalled(recorded(known, decision), said(known), rulebook)
    assert (again is None) == isinstance(decision.verdict, Allow)
    if again is not None:
        assert again.told(ENGLISH).sentence == explain(decision, known).sentence
        for tongue in Tongue:
            spoken = language(tongue)
            assert again.told(spoken).sentence == explain(decision, known, spoken).sentence
            assert set(again.told(spoken).others) == set(explain(decision, known, spoken).others)


@given(st.data(), moments(), any_rulebook)
def test_without_its_facts_or_clauses_the_recorded_sentence_stands(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    known = data.draw(facts(at))
    row = recorded(known, decide(known, at, rulebook))
    old = [{**one, "clause": None} for one in row.explanation["findings"]]
    assert recalled(replace(row, facts=None), said(known), rulebook) is None
    assert recalled(replace(row, explanation={"findings": old}), said(known), rulebook) is None
    assert recalled(replace(row, facts={"person": 1}), said(known), rulebook) is None
    assert recalled(replace(row, kind=OUTSIDE), said(known), rulebook) is None
