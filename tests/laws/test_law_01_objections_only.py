"""Law 1: a rule may object; it can never approve. One more rule or another order opens nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.rulebook import load_rulebook
from policies.channel import Channel
from policies.decide import combine, decide
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.rows import Rows
from policies.rule import Rule
from policies.rulebook import Rulebook
from policies.rules import RULES
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Objection, Reroute
from tests.laws.given import facts
from tests.laws.moments import START, moments
from tests.laws.packs import any_rulebook, entries, rulebooks

asks: st.SearchStrategy[Objection] = st.one_of(
    st.builds(Defer, moments()),
    st.builds(Reroute, st.sampled_from(Channel)),
    st.builds(Hold, st.sampled_from(Clearer)),
    st.just(Block()),
)
findings = st.builds(
    Finding,
    st.sampled_from("abcdef"),
    asks,
    st.sampled_from(Bears),
    st.just("because"),
    st.none() | moments(),
)


@given(st.data(), moments(), any_rulebook)
def test_one_more_rule_never_opens_a_closed_door(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    fewer = data.draw(st.lists(st.sampled_from(RULES), unique_by=lambda rule: rule.name))
    more = [*fewer, *data.draw(st.lists(st.sampled_from(RULES), max_size=3))]
    if not isinstance(decide(given_facts, at, rulebook, fewer).verdict, Allow):
        assert not isinstance(decide(given_facts, at, rulebook, more).verdict, Allow)


@given(st.data(), moments(), findings)
def test_a_rule_of_any_kind_only_ever_closes(
    data: st.DataObject, at: datetime, finding: Finding
) -> None:
    def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
        return finding

    given_facts = data.draw(facts(at))
    rules = (*RULES, Rule("added", check, (), ""))
    verdict = decide(given_facts, at, load_rulebook(()), rules).verdict
    assert not isinstance(verdict, Allow)


@given(st.data(), moments(), any_rulebook)
def test_the_order_of_rules_changes_no_verdict(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    shuffled = data.draw(st.permutations(RULES))
    decided, again = (decide(given_facts, at, rulebook, rules) for rules in (RULES, shuffled))
    assert decided.verdict == again.verdict
    assert set(decided.findings) == set(again.findings)


@given(st.data(), moments(), rulebooks())
def test_one_more_entry_of_any_pack_opens_nothing(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    code = data.draw(st.sampled_from(sorted(rulebook.packs)))
    pack = rulebook.packs[code]
    more = replace(pack, entries=(*pack.entries, data.draw(entries(code, "more"))))
    tighter = replace(rulebook, packs={**rulebook.packs, code: more})
    if not isinstance(decide(given_facts, at, rulebook).verdict, Allow):
        assert not isinstance(decide(given_facts, at, tighter).verdict, Allow)


@given(st.data(), moments(), rulebooks())
def test_the_order_of_entries_changes_no_verdict(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    turned = {
        code: replace(pack, entries=tuple(reversed(pack.entries)))
        for code, pack in rulebook.packs.items()
    }
    again = decide(given_facts, at, replace(rulebook, packs=turned))
    assert decide(given_facts, at, rulebook).verdict == again.verdict


@given(st.data(), st.lists(findings, min_size=2, max_size=4))
def test_the_order_of_findings_changes_no_verdict(
    data: st.DataObject, found: list[Finding]
) -> None:
    given_facts = data.draw(facts(START + timedelta(days=60)))
    verdict = combine(found, given_facts)
    assert all(combine(turned, given_facts) == verdict for turned in permutations(found))


@given(st.data(), st.lists(findings, min_size=1, max_size=5))
def test_whatever_is_found_nothing_found_is_the_only_allow(
    data: st.DataObject, found: list[Finding]
) -> None:
    given_facts = data.draw(facts(START + timedelta(days=60)))
    assert not isinstance(combine(found, given_facts), Allow)
    assert combine((), given_facts) == Allow()


@given(st.data(), moments(), any_rulebook)
def test_a_rule_that_was_not_asked_had_nothing_to_say(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    every_one = list(RULES)
    assert (
        decide(given_facts, at, rulebook).findings
        == decide(given_facts, at, rulebook, every_one).findings
    )
