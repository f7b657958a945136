"""What every finding carries: what the design says it asks and bears on, and its reason in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.judging import read
from outreach.bootstrap.languages import language
from outreach.bootstrap.rulebook import load_rulebook
from policies.decide import decide, findings_at
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Reason
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import Rule
from policies.rulebook import Rulebook
from policies.rules import RULES
from policies.statement import Pause
from policies.tongue import Tongue
from policies.verdict import Block, Clearer, Defer, Hold, Reroute
from tests.laws.given import facts
from tests.laws.moments import moments
from tests.laws.packs import any_rulebook
from tests.policies.somebody import NOON, literally, said
from tests.policies.somebody import facts as of_scott

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
DAY = timedelta(days=1)

OPERATOR, REP, COMPLIANCE = Hold(Clearer.OPERATOR), Hold(Clearer.REP), Hold(Clearer.COMPLIANCE)
PERSON, CHANNEL, MOMENT, WORDS = {Bears.PERSON}, {Bears.CHANNEL}, {Bears.MOMENT}, {Bears.WORDS}
DESIGN: Mapping[str, tuple[set[Bears], set[object]]] = {
    "do-not-contact": (PERSON, {Block()}),
    "identity-unclear": (PERSON, {COMPLIANCE}),
    "not-listening": (PERSON, {OPERATOR}),
    "conversation-open": (PERSON, {REP}),
    "at-rest": (PERSON, {Defer}),
    "refused-channel": (CHANNEL, {Block(), Reroute}),
    "preferred-channel": (CHANNEL, {REP, Reroute}),
    "only-through": (CHANNEL, {REP, Reroute}),
    "point-dead": (CHANNEL, {Block()}),
    "consent-required": (CHANNEL, {Block()}),
    "national-registry": (CHANNEL, {Block(), OPERATOR}),
    "channel-forbidden": (CHANNEL, {Block()}),
    "paused": (MOMENT, {Defer, Block()}),
    "quiet-hours": (MOMENT, {Defer, Block()}),
    "contact-hours": (MOMENT, {Defer, Block()}),
    "forbidden-days": (MOMENT, {Defer, Block()}),
    "place-unknown": (MOMENT, {REP, OPERATOR}),
    "frequency-cap": (MOMENT, {Defer}),
    "already-said": (WORDS, {Block()}),
    "sender-identity": (WORDS | CHANNEL, {OPERATOR}),
    "opt-out-offered": (WORDS, {OPERATOR}),
}
"""What each rule bears on and asks; a Block of a rule on the moment never opens within a year."""


def as_designed(found: Finding) -> bool:
    bears, asks = DESIGN[found.rule]
    failed = found.clause is not None and found.clause.reason is Reason.FAILED
    if failed:
        return found.bears is Bears.PERSON and found.asks == OPERATOR
    return found.bears in bears and (found.asks in asks or type(found.asks) in asks)


def test_the_design_knows_every_rule() -> None:
    assert set(DESIGN) == {rule.name for rule in RULES}


REMEDIES: Mapping[str, set[Remedy | None]] = {
    "do-not-contact": {Remedy.THEIR_WORD, Remedy.THE_MARK, None},
    "identity-unclear": {Remedy.IDENTITY},
    "not-listening": {Remedy.GO_ON, Remedy.LISTENING},
    "conversation-open": {Remedy.AN_ANSWER},
    "refused-channel": {Remedy.THEIR_WORD, None},
    "preferred-channel": {Remedy.THEIR_WORD},
    "point-dead": {Remedy.THEIR_ADDRESS, Remedy.A_REVIEW},
    "consent-required": {Remedy.THEIR_CONSENT},
    "paused": {Remedy.THEIR_WORD},
    "quiet-hours": {Remedy.THEIR_WORD},
    "place-unknown": {Remedy.RULES_THERE, Remedy.THEIR_PLACE},
    "already-said": {Remedy.OTHER_WORDS},
    "sender-identity": {Remedy.COMPLETE_WORDS, Remedy.SENDER},
    "opt-out-offered": {Remedy.COMPLETE_WORDS},
}
"""What takes an objection away, for the rules of which one can say it."""
NOTHING_HELPS = (Reason.MARKED, Reason.NO_CONFIRMATION)


def told_in_full(found: Finding) -> bool:
    """Whether it says why, in words and as a reason of its rule, and what takes it away."""
    told = found.clause
    if told is None or not found.because or any(each in (None, "") for _, each in told.given):
        return False
    if told.reason is Reason.FAILED:
        return found.remedy is Remedy.REPAIR
    if found.remedy is None and found.rule in REMEDIES and told.reason not in NOTHING_HELPS:
        return False
    return told.reason.startswith(found.rule) and found.remedy in REMEDIES.get(
        found.rule, {found.remedy}
    )


@given(st.data(), any_rulebook)
def test_every_finding_is_as_designed_and_told_in_full(
    data: st.DataObject, rulebook: Rulebook
) -> None:
    at = data.draw(moments())
    found = decide(data.draw(facts(at)), at, rulebook).findings
    assert [each for each in found if not as_designed(each)] == []
    assert [each for each in found if not told_in_full(each)] == []
    waits = [each for each in found if isinstance(each.asks, Defer)]
    assert [each.ends for each in waits] == [
        each.asks.until for each in waits if isinstance(each.asks, Defer)
    ]


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_finding_of_every_scenario_is_as_designed_and_told_in_full(file: Path) -> None:
    found = [
        each
        for one in read(file)
        for each in decide(one.facts, one.at, load_rulebook(one.packs)).findings
    ]
    assert [each for each in found if not as_designed(each)] == []
    assert [each for each in found if not told_in_full(each)] == []


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_finding_of_every_scenario_can_be_said_in_every_language(file: Path) -> None:
    spoken = [language(tongue) for tongue in Tongue]
    for one in read(file):
        for found in decide(one.facts, one.at, load_rulebook(one.packs)).findings:
            said_so = [each.because(found, one.facts.person.name) for each in spoken]
            assert [told for told in said_so if not told or "{" in told or "None" in told] == []


def test_of_two_pauses_the_later_end_is_waited_for(shipped: Rulebook) -> None:
    long, short = (said(f"{n} days", Pause(NOON + n * DAY), proven=False) for n in (9, 2))
    (found,) = findings_at(of_scott(statements=[long, short]), NOON, literally(shipped))
    assert (found.asks, found.ends) == (Defer(NOON + 9 * DAY), NOON + 9 * DAY)
    assert found.because == "they asked for nothing until then"


@pytest.mark.parametrize("fault", [KeyError("x"), RecursionError()], ids=["key", "depth"])
def test_a_rule_that_fails_says_which_and_how(fault: Exception, shipped: Rulebook) -> None:
    def check(facts: Facts, at: object, rows: Rows) -> Finding | None:
        raise fault

    (found,) = findings_at(of_scott(), NOON, shipped, [Rule("broken", check, (), "")])
    name = type(fault).__name__
    assert (found.rule, found.asks, found.bears) == ("broken", OPERATOR, Bears.PERSON)
    assert found.because == f"the rule `broken` failed ({name}), so nothing goes out"
    assert found.clause is not None
    assert found.clause.reason is Reason.FAILED
    assert dict(found.clause.given) == {"rule": "broken", "fault": name}
    assert (found.remedy, found.ends) == (Remedy.REPAIR, None)
