"""What one of us is told of a refusal, in their own language, and what would change it.

Asked for where a human looks; nothing here is on the way out. Own objections of the gate (words
that could not be written, no door) are told like a rule's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from outreach.domain.attempts import AttemptState
from outreach.domain.hidden import without_numbers
from outreach.gate.gate import Gate
from outreach.gate.judging import OWN_OBJECTIONS, Case
from outreach.gate.preflight import if_heard
from outreach.gate.pressing import Press, numbers_of
from outreach.gate.sending_as import paused_for
from outreach.store import attempts, senders
from policies.changing import what_would_change
from policies.explain import Explanation, explain
from policies.facts import Facts
from policies.language import Language
from policies.remedy import Remedy
from policies.verdict import Allow
from policies.ways import OnlyIf, Way, Ways, dated, tries, ways

_PRESENT = timedelta(minutes=1)
_LEFT = frozenset({AttemptState.SENDING, AttemptState.ACCEPTED, AttemptState.UNKNOWN})


def refusal_of(gate: Gate, pressed: Press, language: Language) -> str:
    """Return why a call was not put through, and what would change it, one thing a line."""
    case = pressed.case
    if isinstance(case.verdict, Allow):
        return pressed.explanation
    lines = (why_of(case, language).text, change_of(gate, case, case.decision.at, language))
    return without_numbers("\n".join(lines), numbers_of(case))


def why_of(case: Case, language: Language) -> Explanation:
    """Return why an attempt was judged as it was, in this language."""
    return explain(case.decision, case.facts, language)


def change_of(gate: Gate, case: Case, at: datetime, language: Language) -> str:
    """Return the line that says what would change a verdict; nothing where it is an Allow.

    Where `at` is not the present, nothing is said to be open now, but from then on.
    """
    if isinstance(case.verdict, Allow):
        return ""
    found = ways_of(gate, case, at)
    present = abs(gate.clock.now() - at) < _PRESENT
    return what_would_change(found if present else dated(found), language)


def changes_of(gate: Gate, ids: Sequence[str], language: Language) -> dict[str, str]:
    """Return what would change the verdict of kept attempts as they stand now, by their id."""
    now = gate.clock.now()
    kept = gate.store.read(lambda conn: attempts.get_many(conn, ids))
    waiting = [one for one in kept if one.state not in _LEFT]
    return {
        case.attempt.id: change_of(gate, case, now, language)
        for case in if_heard(gate, waiting, now)
    }


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
