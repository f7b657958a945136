"""What follows from a verdict: the attempt's move, the decision to record, what it sets in motion.

Pure. A decision that says the same as the last recorded one is not recorded again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, assert_never

from outreach.domain.attempts import Attempt, AttemptState
from outreach.gate.habits import Habits
from outreach.gate.judging import Case
from outreach.ids import new_id
from outreach.store import grounds
from outreach.store.decisions import DecisionRow
from outreach.store.engines import Dumped
from outreach.store.ledger import Entry, keyed
from policies.channel import Channel
from policies.clearance import Clearance
from policies.facts_json import to_text
from policies.finding import Bears, Finding
from policies.quick import quick
from policies.reason import Clause
from policies.verdict import Allow, Block, Defer, Hold, Reroute, name_of


class StepEnd(StrEnum):
    """What an attempt's end means to the enrolment it belongs to."""

    NOT_YET = "not-yet"
    DONE = "done"
    """The next step may be planned."""
    ENROLMENT_ENDED = "enrolment-ended"
    """Nothing more of it will ever be allowed."""


@quick
@dataclass(frozen=True, slots=True)
class Consequence:
    """What is written for one judged attempt. `decision` None: the same was recorded before."""

    case: Case
    state: AttemptState
    columns: Mapping[str, Any]
    decision: DecisionRow | None
    entry: Entry | None
    step: StepEnd = StepEnd.NOT_YET
    instead: Attempt | None = None
    clearance: Clearance | None = None

    @property
    def attempt_id(self) -> str:
        """Return the attempt's id."""
        return self.case.attempt.id


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known of a batch. `twins`: channels on which another step is due soon."""

    crowded: frozenset[datetime] = frozenset()
    twins: Mapping[str, frozenset[Channel]] = field(default_factory=dict)


def crowded(cases: Iterable[Case], habits: Habits) -> frozenset[datetime]:
    """Return the moments to which too many of these attempts are deferred."""
    waiting: dict[datetime, int] = {}
    for case in cases:
        if isinstance(case.verdict, Defer):
            waiting[case.verdict.until] = waiting.get(case.verdict.until, 0) + 1
    return frozenset(until for until, many in waiting.items() if many > habits.crowd)


def consequence(
    case: Case,
    now: datetime,
    habits: Habits,
    around: Surroundings,
    clearance: Clearance | None = None,
) -> Consequence:
    """Return what follows; `clearance` is there exactly where an Allow may be handed over."""
    said = _digest(case)
    unchanged = said == case.attempt.decision_digest and not isinstance(case.verdict, Allow)
    decision = None if unchanged else decision_of(case, now, habits)
    columns, entry = _judged(case, now, said, decision), entry_of(case, decision, now)
    if isinstance(case.verdict, Allow):
        state = _allowed(columns, clearance)
        return Consequence(case, state, columns, decision, entry, clearance=clearance)
    made = Consequence(case, AttemptState.PLANNED, columns, decision, entry)
    match case.verdict:
        case Defer(until):
            return _with(made, AttemptState.PLANNED, due_at=_due(until, case, habits, around))
        case Reroute(to):
            return _rerouted(made, to, now, around)
        case Hold():
            since = case.attempt.held_since or now
            return _with(made, AttemptState.HELD, held_since=since)
        case Block():
            return _blocked(made, now)
        case _:
            assert_never(case.verdict)


def _allowed(columns: dict[str, Any], clearance: Clearance | None) -> AttemptState:
    """Write an Allow into the columns; without a clearance it waits in the call book."""
    state = AttemptState.QUEUED
    if clearance is not None:
        state = AttemptState.CLEARED
        columns["nonce"] = clearance.nonce
        columns["clearance_expires"] = clearance.expires
        columns["content_digest"] = clearance.content_digest
    columns["state"] = state.value
    return state


def _due(until: datetime, case: Case, habits: Habits, around: Surroundings) -> datetime:
    """Spread what is deferred to one moment: each attempt always by the same share of the time."""
    if until not in around.crowded:
        return until
    share = int(hashlib.sha256(case.attempt.id.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
    return until + timedelta(seconds=int(share * habits.spread.total_seconds()))


def _rerouted(made: Consequence, to: Channel, now: datetime, around: Surroundings) -> Consequence:
    attempt = made.case.attempt
    ends = {"finished_at": now, "outcome_code": to.value}
    if to in around.twins.get(attempt.id, ()):
        because = f"dropped: another step by {to} is due within three business days"
        gone = _with(made, AttemptState.REROUTED, outcome_detail=because, **ends)
        return replace(gone, step=StepEnd.DONE)
    instead = replace(
        attempt,
        id=new_id("a"),
        channel=to,
        point_id=None,
        message=attempt.words_for.get(to),
        tried=(*attempt.tried, attempt.channel),
        state=AttemptState.PLANNED,
        due_at=now,
        created_at=now,
        held_since=None,
        decision_digest=None,
        tries=0,
    )
    moved = _with(made, AttemptState.REROUTED, reference=instead.id, **ends)
    return replace(moved, instead=instead)


def _blocked(made: Consequence, now: datetime) -> Consequence:
    for_ever = any(
        isinstance(one.asks, Block) and one.bears is Bears.PERSON
        for one in made.case.decision.findings
    )
    step = StepEnd.ENROLMENT_ENDED if for_ever else StepEnd.DONE
    return replace(_with(made, AttemptState.BLOCKED, finished_at=now), step=step)


def _with(made: Consequence, state: AttemptState, **columns: Any) -> Consequence:  # noqa: ANN401
    return replace(made, state=state, columns={**made.columns, "state": state.value, **columns})


def _judged(case: Case, now: datetime, said: str, decision: DecisionRow | None) -> dict[str, Any]:
    """Return every column that judging may set: one shape, so that a batch is one statement."""
    attempt, versions = case.attempt, case.versions
    return {
        "id": attempt.id,
        "state": AttemptState.PLANNED.value,
        "point_id": case.point.id if case.point else attempt.point_id,
        "due_at": attempt.due_at,
        "judged_at": now,
        "held_since": None,
        "judged_epoch": versions.epoch,
        "judged_organisation": versions.organisation,
        "judged_person": versions.person,
        "judged_point": versions.point,
        "nonce": None,
        "clearance_expires": None,
        "words_digest": case.words_digest,
        "content_digest": None,
        "decision_digest": said,
        "finished_at": None,
        "outcome_code": None,
        "outcome_detail": None,
        "reference": None,
        "decision_id": decision.id if decision else None,
    }


def _digest(case: Case) -> str:
    rules = sorted({one.rule for one in case.decision.findings})
    return _short(f"{_verdict(case)}\n{rules}\n{case.decision.fingerprint}")


@lru_cache(maxsize=64)
def _short(text: str) -> str:
    """Return a digest; most of a batch is decided alike."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _verdict(case: Case) -> str:
    match case.verdict:
        case Allow() | Block():
            return name_of(case.verdict)
        case Defer(until):
            return f"defer {until.isoformat()}"
        case Reroute(to):
            return f"reroute {to}"
        case Hold(by):
            return f"hold {by}"
        case _:
            assert_never(case.verdict)


def decision_of(case: Case, now: datetime, habits: Habits, kind: str = "gate") -> DecisionRow:
    """Return the decision as it is kept, judged at `now`."""
    verdict, decision = case.verdict, case.decision
    facts = Dumped(to_text(case.facts))
    rules = [one.rule for one in decision.findings]
    until = verdict.until if isinstance(verdict, Defer) else None
    to_channel = verdict.to if isinstance(verdict, Reroute) else None
    clearer = verdict.by if isinstance(verdict, Hold) else None
    told = grounds.told(name_of(verdict), until, to_channel, clearer)
    return DecisionRow(
        id=new_id("d"),
        attempt_id=case.attempt.id,
        person_id=case.person,
        at=now,
        kind=kind,
        verdict=name_of(verdict),
        until=until,
        to_channel=to_channel,
        clearer=clearer,
        rules=rules,
        sentence=case.explanation.sentence,
        explanation={"findings": [found(one) for one in decision.findings]},
        asked=list(decision.asked),
        facts=facts if habits.keep_facts else None,  # type: ignore[arg-type] # JSON already
        fingerprint=decision.fingerprint,
        digest=grounds.digest(now, told, rules, decision.fingerprint, facts),
        open=isinstance(verdict, Hold),
    )


def found(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data; quotes are kept as statement ids, without anybody's words."""
    return {
        "rule": finding.rule,
        "asks": name_of(finding.asks),
        "bears": finding.bears.value,
        "because": finding.because,
        "ends": finding.ends.isoformat() if finding.ends else None,
        "quotes": [
            {"statement": one.statement.id, "start": one.start, "end": one.end}
            for one in finding.quotes
        ],
        "cites": [
            {
                "entry": one.entry,
                "citation": one.citation,
                "force": one.force.value,
                "checked": one.checked.isoformat() if one.checked else None,
            }
            for one in finding.cites
        ],
        "change": finding.change,
        "remedy": finding.remedy,
        "clause": _clause(finding.clause),
    }


def _clause(told: Clause | None) -> dict[str, Any] | None:
    """Return which clause it is as plain data, so that it can be told in other languages."""
    return {"reason": told.reason, "given": dict(told.given)} if told else None


def entry_of(case: Case, decision: DecisionRow | None, now: datetime) -> Entry | None:
    """Return what the ledger keeps of a decision."""
    if decision is None:
        return None
    body = {
        "attempt": case.attempt.id,
        "verdict": decision.verdict,
        "rules": decision.rules,
        "fingerprint": decision.fingerprint,
        "digest": keyed(case.secret, decision.digest),
    }
    return Entry(now, "decision", decision.id, body)
