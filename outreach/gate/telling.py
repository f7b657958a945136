"""What one of us is told of a refusal, in their own language, and what would change it.

Asked for where a human looks; nothing here is on the way out. Own objections of the gate (words
that could not be written, no door) are told like a rule's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from outreach.gate.gate import Gate
from outreach.gate.judging import OWN_OBJECTIONS, Case
from outreach.gate.sending_as import paused_for
from outreach.store import senders
from policies.changing import what_would_change
from policies.facts import Facts
from policies.language import Language
from policies.remedy import Remedy
from policies.verdict import Allow
from policies.ways import OnlyIf, Way, Ways, tries, ways


def change_of(gate: Gate, case: Case, at: datetime, language: Language) -> str:
    """Return the line that says what would change a verdict; nothing where it is an Allow."""
    if isinstance(case.verdict, Allow):
        return ""
    return what_would_change(ways_of(gate, case, at), language)


def ways_of(gate: Gate, case: Case, at: datetime) -> Ways:
    """Return every way to the person: this attempt, and itself by every other door there is."""
    found = ways(list(_tries(gate, case.facts)), at, gate.judges.rulebook)
    own = tuple(
        one.remedy for one in case.decision.findings if one.rule in OWN_OBJECTIONS and one.remedy
    )
    if not own:
        return found
    mine = case.facts.attempt.channel
    others = [one for one in found.each if one.channel is not mine]
    this = next(one for one in found.each if one.channel is mine)
    return replace(found, each=(*others, _needing(own, this)))


def _needing(own: tuple[Remedy, ...], one: Way) -> OnlyIf:
    """Return a way with what the gate itself needs beside what the rules do."""
    rules = one.needs if isinstance(one, OnlyIf) else ()
    return OnlyIf(one.channel, (*rules, *own))


def _tries(gate: Gate, facts: Facts) -> Iterator[Facts]:
    """Yield the attempt, and itself elsewhere; a sender of ours that rests there counts there."""
    mine, *others = tries(facts)
    yield mine
    resting = gate.store.read(senders.paused) if others else []
    for one in others:
        channel = one.attempt.channel
        if channel in gate.judges.doors:
            paused = paused_for(channel, None, resting)
            yield replace(one, house=replace(one.house, paused=paused))
