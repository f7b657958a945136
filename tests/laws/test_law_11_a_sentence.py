"""Law 11: no verdict without a sentence of at most 40 words, beside the person's own words."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.rulebook import load_rulebook
from policies.decide import decide
from policies.explain import explain
from policies.facts import Facts
from policies.finding import Bears, Finding, Force
from policies.rows import Rows
from policies.rule import Rule
from policies.rulebook import Rulebook
from policies.verdict import Allow, Block
from tests.laws.given import facts
from tests.laws.moments import moments
from tests.laws.packs import any_rulebook


@given(st.data(), moments(), any_rulebook)
def test_every_verdict_has_a_sentence_of_at_most_forty_words(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    explanation = explain(decide(given_facts, at, rulebook), given_facts)
    assert 1 < len(explanation.sentence.split()) <= 40
    assert explanation.sentence.endswith((".", "…"))


@given(st.data(), moments(), any_rulebook)
def test_every_objection_is_told_and_every_quote_is_beside_it(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    decision = decide(given_facts, at, rulebook)
    told = explain(decision, given_facts).text
    for finding in decision.findings:
        assert finding.because
        for quote in finding.quotes:
            words = quote.statement.words
            assert (words if len(words) <= 300 else words[:100]) in told


@given(st.data(), moments(), any_rulebook)
def test_a_refusal_to_send_says_when_their_words_were_heard(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    decision = decide(given_facts, at, rulebook)
    explanation = explain(decision, given_facts)
    if not isinstance(decision.verdict, Allow) and decision.determining[0].quotes:
        assert " 2026)" in explanation.sentence or " 2025)" in explanation.sentence


@given(st.data(), moments())
def test_courtesy_is_never_cited_as_law(data: st.DataObject, at: datetime) -> None:
    given_facts = data.draw(facts(at))
    rulebook = load_rulebook(("house",))
    decision = decide(given_facts, at, rulebook)
    told = explain(decision, given_facts).text
    cited = [cite for finding in decision.findings for cite in finding.cites]
    assert {cite.force for cite in cited} <= {Force.COURTESY, Force.CARRIER}
    assert "law, checked" not in told
    assert "law, unchecked" not in told


@given(st.data(), moments(), st.integers(1, 200), st.integers(0, 200))
def test_a_long_reason_is_cut_to_a_sentence_that_still_says_the_verdict(
    data: st.DataObject, at: datetime, reason: int, change: int
) -> None:
    given_facts = data.draw(facts(at))
    because, would_change = " ".join(["word"] * reason), " ".join(["if"] * change)

    def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
        return Finding("long", Block(), Bears.PERSON, because, change=would_change)

    decision = decide(given_facts, at, load_rulebook(()), (Rule("long", check, (), ""),))
    sentence = explain(decision, given_facts).sentence
    assert len(sentence.split()) <= 40
    assert sentence.startswith("Not ")
