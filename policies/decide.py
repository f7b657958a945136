"""The engine: ask every rule, keep every answer, let the strictest win.

Combining, in this order. A finding on the person or the words that asks Block, else Hold, decides,
but such a Hold yields to a channel's Block where nothing reroutes. Else a Reroute decides, and what
bears on channel and moment is left to the new channel, where the attempt is judged in full. Else
the strictest of Defer (latest until) < Hold < Block. Order never matters, and a rule that fails is
an objection, never silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import get_args

from policies.channel import Purpose
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.places import NOWHERE, Whereabouts
from policies.quick import quick
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import Evidence, Rule
from policies.rulebook import Rulebook
from policies.rules import RULES
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Reroute, Verdict
from policies.windows import HORIZON

_CLEARERS = (Clearer.REP, Clearer.OPERATOR, Clearer.COMPLIANCE)
_MOST_VISITS = 2_000


@quick
@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, every objection and rule asked, when (aware), under what rulebook, and where."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    asked: tuple[str, ...]
    at: datetime
    fingerprint: str
    where: Whereabouts

    @property
    def determining(self) -> tuple[Finding, ...]:
        """Return the findings that made the verdict, the strictest first."""
        mine = [each for each in self.findings if _made(each, self.verdict)]
        return tuple(mine) or self.findings


def decide(
    facts: Facts, at: datetime, rulebook: Rulebook, rules: Sequence[Rule] = RULES
) -> Decision:
    """Judge one attempt at `at` (aware)."""
    asked = _EVERY_RULE if rules is RULES else tuple(rule.name for rule in rules)
    rows = _rows(facts, at, rulebook)
    if isinstance(rows, Finding):
        return Decision(rows.asks, (rows,), asked, at, rulebook.fingerprint, NOWHERE)
    findings = _ask(rules, rows)
    verdict = combine(findings, facts) if findings else _ALLOW
    return Decision(verdict, findings, asked, at, rulebook.fingerprint, rows.where)


_ALLOW = Allow()
_EVERY_RULE = tuple(rule.name for rule in RULES)


def findings_at(
    facts: Facts, at: datetime, rulebook: Rulebook, rules: Sequence[Rule] = RULES
) -> tuple[Finding, ...]:
    """Return what every rule objects at `at`."""
    rows = _rows(facts, at, rulebook)
    return (rows,) if isinstance(rows, Finding) else _ask(rules, rows)


def _rows(facts: Facts, at: datetime, rulebook: Rulebook) -> Rows | Finding:
    """Return the view to judge by; facts that cannot be read are an objection."""
    try:
        return Rows(facts, at, rulebook)
    except Exception as error:
        return _failed("facts", error)


def _ask(rules: Sequence[Rule], rows: Rows) -> tuple[Finding, ...]:
    """Return every rule's objection; a rule that fails objects."""
    facts, at = rows.facts, rows.at
    found: list[Finding] = []
    for rule in _speaking(rules, rows):
        try:
            finding = rule.check(facts, at, rows)
        except Exception as error:
            finding = _failed(rule.name, error)
        if finding is not None:
            found.append(finding)
    return tuple(found)


def _speaking(rules: Sequence[Rule], rows: Rows) -> Sequence[Rule]:
    """Return the rules that have anything to speak of; the others are silent by declaration."""
    if rules is not RULES:
        return rules
    facts = rows.facts
    return _SPEAKING[
        bool(facts.statements),
        bool(facts.contacts),
        bool(facts.replies),
        bool(facts.bars),
        facts.trouble,
        rows.permissions,
        bool(facts.colleagues or facts.elsewhere),
        facts.attempt.purpose is Purpose.ACKNOWLEDGE,
    ]


_EVIDENCE: tuple[Evidence, ...] = get_args(Evidence)


def _may_speak(rule: Rule, there: Iterable[bool]) -> bool:
    present = {name for name, is_there in zip(_EVIDENCE, there, strict=True) if is_there}
    return not rule.silent_without or not present.isdisjoint(rule.silent_without)


_SPEAKING = {
    there: tuple(rule for rule in RULES if _may_speak(rule, there))
    for there in product((False, True), repeat=len(_EVIDENCE))
}


def _failed(name: str, error: Exception) -> Finding:
    fault = type(error).__name__
    return Finding(
        name,
        Hold(Clearer.OPERATOR),
        Bears.PERSON,
        f"the rule `{name}` failed ({fault}), so nothing goes out",
        clause=clause(Reason.FAILED, rule=name, fault=fault),
        remedy=Remedy.REPAIR,
    )


def combine(findings: Iterable[Finding], facts: Facts) -> Verdict:
    """Return the verdict of these findings; `Allow` when there are none."""
    found = tuple(findings)
    decisive = [each for each in found if each.bears in (Bears.PERSON, Bears.WORDS)]
    if any(isinstance(each.asks, Block) for each in decisive):
        return Block()
    reroutes = {each.asks.to for each in found if isinstance(each.asks, Reroute)}
    holds = [each.asks for each in decisive if isinstance(each.asks, Hold)]
    if holds:
        blocked = not reroutes and any(isinstance(each.asks, Block) for each in found)
        return Block() if blocked else strictest(holds)
    if reroutes:
        tried = {facts.attempt.channel, *facts.attempt.tried}
        return Hold(Clearer.REP) if len(reroutes) > 1 or reroutes & tried else Reroute(*reroutes)
    return strictest(each.asks for each in found)


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the strictest of Allow < Defer (latest until) < Hold < Block."""
    return max(verdicts, key=_rank, default=_ALLOW)


def _rank(verdict: Verdict) -> tuple[int, float]:
    step = _STRICTER.index(type(verdict))
    match verdict:
        case Defer(until):
            return step, until.timestamp()
        case Hold(by):
            return step, float(_CLEARERS.index(by))
        case Allow() | Reroute() | Block():
            return step, 0.0


_STRICTER = (Allow, Defer, Reroute, Hold, Block)


def _made(finding: Finding, verdict: Verdict) -> bool:
    """Whether a finding asked for what was decided (of deferrals, the latest)."""
    if isinstance(verdict, Hold) and isinstance(finding.asks, Reroute):
        return True
    return finding.asks == verdict


def earliest(
    facts: Facts, at: datetime, rulebook: Rulebook, rules: Sequence[Rule] = RULES
) -> datetime | None:
    """Return the first moment from `at` on at which this same attempt is allowed; None: never."""
    found = opening(facts, at, rulebook, rules)
    return found.at if isinstance(found, Opens) else None


@dataclass(frozen=True, slots=True)
class Opens:
    """The first moment (aware) at which nothing objects."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Shut:
    """No waiting opens it within 366 days. `because` are the objections that no time ends."""

    because: tuple[Finding, ...] = ()


def opening(
    facts: Facts, at: datetime, rulebook: Rulebook, rules: Sequence[Rule] = RULES
) -> Opens | Shut:
    """Return when this same attempt is allowed, from `at` on, or what keeps it shut.

    Jumps to the greatest end among the findings and judges again; looks 366 days ahead.
    """
    moment, horizon = at, at + HORIZON
    for _ in range(_MOST_VISITS):
        findings = findings_at(facts, moment, rulebook, rules)
        if not findings:
            return Opens(moment)
        lasting = tuple(finding for finding in findings if finding.ends is None)
        if lasting:
            return Shut(lasting)
        moment = max(finding.ends for finding in findings if finding.ends is not None)
        if moment > horizon:
            return Shut()
    return Shut()
