"""A recorded decision judged again: by the same rulebook to the same end, by another to see."""

from __future__ import annotations

from dataclasses import replace

from outreach.errors import InputError
from outreach.gate.judging import OWN_OBJECTIONS
from outreach.store import grounds
from outreach.store.recorded import Recorded
from policies.decide import Decision, combine, decide
from policies.facts_json import from_json
from policies.rulebook import Rulebook
from policies.verdict import Defer, Hold, Reroute, name_of


def judged_again(one: Recorded, rulebook: Rulebook) -> Decision:
    """Return the decision that this rulebook makes on the recorded facts, at that moment.

    What the gate itself objected (words that could not be written, no door) is no rule's and stands
    again. Raises `InputError` where the facts are no longer kept, or cannot be read.
    """
    if one.facts is None:
        msg = f"decision `{one.id}` has no facts any more"
        raise InputError(msg)
    try:
        facts = from_json(one.facts)
    except (KeyError, TypeError, ValueError) as error:
        msg = f"the facts of decision `{one.id}` cannot be read"
        raise InputError(msg) from error
    decision = decide(facts, one.at, rulebook)
    own = tuple(OWN_OBJECTIONS[rule] for rule in one.rules if rule in OWN_OBJECTIONS)
    if not own:
        return decision
    findings = (*decision.findings, *own)
    return replace(decision, findings=findings, verdict=combine(findings, facts))


def told_then(one: Recorded) -> str:
    """Return the recorded verdict with what it names, and the rules behind it."""
    verdict = grounds.told(one.verdict, one.until, one.to_channel, one.clearer)
    return _told(verdict, set(one.rules))


def told_now(decision: Decision) -> str:
    """Return a verdict with what it names, and the rules behind it, as `told_then` does."""
    verdict = decision.verdict
    until = verdict.until if isinstance(verdict, Defer) else None
    to_channel = verdict.to if isinstance(verdict, Reroute) else None
    clearer = verdict.by if isinstance(verdict, Hold) else None
    said = grounds.told(name_of(verdict), until, to_channel, clearer)
    return _told(said, {each.rule for each in decision.findings})


def _told(verdict: str, rules: set[str]) -> str:
    return f"{verdict} [{', '.join(sorted(rules))}]" if rules else verdict
