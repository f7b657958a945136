"""Judging afterwards what went around the gate: what would have been said, had we been asked.

It is judged with what was known at its own moment. What a person said later does not condemn it,
and neither does our own state (deaf, halted, a mailbox that is paused): that binds the gate, not
whoever wrote without asking it. Nothing here can clear anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from outreach.domain.attempts import Attempt
from outreach.gate.consequences import decision_of, entry_of
from outreach.gate.judging import Case, Judge
from outreach.store.bars import Bound
from outreach.store.decisions import OUTSIDE, DecisionRow
from outreach.store.intake import IntakeRow
from outreach.store.ledger import Entry
from outreach.store.snapshot import Snapshot
from policies.decide import combine
from policies.explain import MOST_WORDS, explain
from policies.facts import Bar
from policies.finding import Finding

_MARK = "do-not-contact"
"""A mark set by hand stands for a word that somebody has heard."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What is kept of it; `against`: it went against a word, and a human must look."""

    decision: DecisionRow
    entry: Entry | None
    against: bool


def judged_afterwards(
    judge: Judge, attempt: Attempt, snapshot: Snapshot, now: datetime, told: str
) -> Afterwards:
    """Judge a contact that was made at `attempt.due_at`; `told` begins the sentence about it."""
    moment = attempt.due_at
    case = judge.without_words(attempt, as_of(snapshot, moment), moment)
    against = tuple(one for one in case.decision.findings if one.quotes or one.rule == _MARK)
    decision = replace(
        decision_of(case, moment, judge.habits, OUTSIDE),
        sentence=_sentence(case, against, told),
        open=bool(against),
    )
    return Afterwards(decision, entry_of(case, decision, now), bool(against))


def _sentence(case: Case, against: Sequence[Finding], told: str) -> str:
    """Say what happened and what they had said; else that nothing they said stood against it."""
    if not against:
        return f"{told}; nothing they had said stood against it."
    verdict = combine(against, case.facts)
    theirs = replace(case.decision, findings=tuple(against), verdict=verdict)
    words = f"{told}: {explain(theirs, case.facts).sentence}".split()
    return " ".join(words[:MOST_WORDS])


def as_of(snapshot: Snapshot, moment: datetime) -> Snapshot:
    """Return what was known at that moment, in a house that listens and sends."""
    return replace(
        snapshot,
        house=replace(snapshot.house, halted_because=None),
        intakes=[IntakeRow("then", moment)],
        oldest_unread=None,
        paused=[],
        statements=_each(snapshot.statements, lambda said: said.said_at <= moment),
        shared=_each(snapshot.shared, lambda by: by[1].said_at <= moment),
        consents=_each(snapshot.consents, lambda basis: basis.given_at <= moment),
        contacts=_each(snapshot.contacts, lambda row: row["sending_since"] <= moment),
        replies=_each(snapshot.replies, lambda row: row["received_at"] <= moment),
        bars=_bars(snapshot.bars, moment),
    )


def _each(known: Mapping[str, list[T]], by_then: Callable[[T], bool]) -> dict[str, list[T]]:
    return {whose: [one for one in several if by_then(one)] for whose, several in known.items()}


def _bars(known: Bound, moment: datetime) -> Bound:
    def by_then(mark: Bar) -> bool:
        return mark.since <= moment

    return Bound(
        _each(known.people, by_then),
        _each(known.organisations, by_then),
        _each(known.points, by_then),
        _each(known.hashes, by_then),
    )
