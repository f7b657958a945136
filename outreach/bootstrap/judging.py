"""Judges a scenario: the shipped rulebook, the real engine, and what the scenario expects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from outreach.bootstrap.rulebook import load_rulebook, shipped
from outreach.bootstrap.zones import zone
from outreach.domain.expectations import NEVER, Expect
from outreach.domain.meanings import Interpreted, Said
from outreach.domain.scenarios import Scenario, read_scenarios
from outreach.errors import InputError, unreadable
from policies.changing import what_would_change
from policies.decide import Decision, decide, earliest
from policies.english import ENGLISH
from policies.explain import explain
from policies.facts import Facts
from policies.language import Language
from policies.verdict import Allow, Defer, Reroute, name_of
from policies.ways import Ways, tries, ways


@dataclass(frozen=True, slots=True)
class Judged:
    """What came out of a scenario; `earliest` None is never, `failures` empty is as expected."""

    scenario: Scenario
    verdict: str
    until: datetime | None
    to: str | None
    rules: tuple[str, ...]
    explanation: str
    earliest: datetime | None
    failures: tuple[str, ...]


def read(path: Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a file; an `InputError` names file, line and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(unreadable(path, error)) from error
    return read_scenarios(str(path), text, interpret, shipped())


def interpret(said: Said) -> Interpreted:
    """Return what the reader understands of words; it is loaded with the first."""
    from outreach.bootstrap.phrases import shipped_reader
    from outreach.listening.reading import Heard, ReaderContext

    where = zone(said.zone) if said.zone else None
    heard = Heard(text=said.words, received_at=said.at, via=said.via)
    reading = shipped_reader()(heard, ReaderContext(zone=where))
    return Interpreted(reading.understood, reading.bare_stop)


def judge(scenario: Scenario, language: Language = ENGLISH) -> Judged:
    """Judge a scenario at its moment and compare the outcome with what it expects.

    It is explained in `language`; what it is expected to say is looked for in English.
    """
    rulebook = load_rulebook(scenario.packs)
    facts, at = scenario.facts, scenario.at
    decision = decide(facts, at, rulebook)
    first = earliest(facts, at, rulebook)
    until = decision.verdict.until if isinstance(decision.verdict, Defer) else None
    to = decision.verdict.to.value if isinstance(decision.verdict, Reroute) else None
    verdict, rules = name_of(decision.verdict), tuple(each.rule for each in decision.findings)
    change = ways(tries(facts), at, rulebook)
    text = _told(decision, facts, change, ENGLISH)
    outcome = Judged(
        scenario, verdict, _as_given(until, at), to, rules, text, _as_given(first, at), ()
    )
    failures = tuple(_failures(outcome, scenario.expect))
    shown = _told(decision, facts, change, language)
    return replace(outcome, failures=failures, explanation=shown)


def _told(decision: Decision, facts: Facts, found: Ways, language: Language) -> str:
    """Return why, and for a refusal what would change it, one thing a line."""
    text = explain(decision, facts, language).text
    if isinstance(decision.verdict, Allow):
        return text
    return f"{text}\n{what_would_change(found, language)}"


def _as_given(moment: datetime | None, at: datetime) -> datetime | None:
    """Return a moment in the offset in which the scenario is written."""
    return moment.astimezone(at.tzinfo) if moment else None


def _failures(outcome: Judged, expect: Expect) -> list[str]:
    """Return one clause for each expectation that was not met."""
    to = expect.to.value if expect.to else None
    first = NEVER if outcome.earliest is None else outcome.earliest
    compared = (
        ("verdict", expect.verdict, outcome.verdict, _verdict(outcome)),
        ("to", to, outcome.to, outcome.to or "nowhere"),
        ("until", expect.until, outcome.until, _shown(outcome.until or "no moment")),
        ("earliest", expect.earliest, first, _shown(outcome.earliest)),
    )
    asked = ", ".join(outcome.rules) or "none"
    return [
        *(
            f"expected {key} {_shown(wanted)}, got {shown}"
            for key, wanted, got, shown in compared
            if wanted is not None and wanted != got
        ),
        *(
            f"expected rule {rule}, got {asked}"
            for rule in expect.rules
            if rule not in outcome.rules
        ),
        *(f"expected no rule {rule}" for rule in expect.not_rules if rule in outcome.rules),
        *(
            f"expected it to say `{said}`, got `{outcome.explanation}`"
            for said in expect.says
            if said not in outcome.explanation
        ),
    ]


def _verdict(outcome: Judged) -> str:
    detail = outcome.to or (outcome.until and outcome.until.isoformat())
    named = f"{outcome.verdict} ({detail})" if detail else outcome.verdict
    return f"{named} by {', '.join(outcome.rules)}" if outcome.rules else named


def _shown(value: datetime | str | None) -> str:
    if isinstance(value, str):
        return value
    return value.isoformat() if value else NEVER
