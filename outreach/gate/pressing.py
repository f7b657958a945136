"""A human presses "call": judged again, now, and only then is the number revealed.

The number itself is shown by the phone door to whoever pressed; here nobody sees it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.attempts import PRESSABLE, Attempt, AttemptState, ReviewedWords
from outreach.domain.hidden import without_numbers
from outreach.domain.people import numbers_among
from outreach.errors import ConflictError, InputError
from outreach.gate.consequences import Consequence, Surroundings
from outreach.gate.gate import Gate, Passed
from outreach.gate.judging import Case
from outreach.gate.outcomes import Outcome
from outreach.gate.recording import record
from outreach.ids import new_id
from outreach.store import attempts, call_book, people
from outreach.store.snapshot import take
from policies.channel import Channel, Purpose
from policies.verdict import Allow, Block

_NO_SCRIPT = ReviewedWords("", "Say who you are and why you call; ask whether now is a good time.")


@dataclass(frozen=True, slots=True)
class Press:
    """What came of it. `granted`: the phone door has shown the number."""

    granted: bool
    outcome: Outcome
    explanation: str
    """The sentence, their own words and the other objections, one thing a line."""
    case: Case = field(repr=False)
    """What was judged, numbers and all: it is never printed."""


async def press(gate: Gate, attempt_id: str, by: str) -> Press:
    """Judge a call of the book now, for the one who pressed, and reveal its number if allowed."""
    case, recorded = await asyncio.to_thread(_judge, gate, attempt_id, by)
    outcome = (await gate.hand_over(Passed((case,), (recorded,))))[0]
    granted = outcome.state is AttemptState.ACCEPTED
    said = without_numbers(case.explanation.text, numbers_of(case))
    if isinstance(case.verdict, Allow) and not granted:
        said = f"not revealed: {outcome.detail or 'something was heard at the last moment'}"
    return Press(granted, outcome, said, case)


def numbers_of(case: Case) -> list[str]:
    """Return the person's own numbers, which their words may hold and no refusal may show."""
    return numbers_among(case.facts.points)


async def press_person(
    gate: Gate, person_id: str, by: str, purpose: Purpose = Purpose.MARKETING
) -> Press:
    """Press the person's call in the book, or one that the presser just thought of."""
    attempt_id = await asyncio.to_thread(_call_of, gate, person_id, by, purpose)
    return await press(gate, attempt_id, by)


def _call_of(gate: Gate, person_id: str, by: str, purpose: Purpose) -> str:
    now = gate.clock.now()

    def work(conn: Connection) -> str:
        queued = call_book.of(conn, person_id)
        if queued is not None:
            return queued
        people.get(conn, person_id)
        return attempts.add(conn, a_call_to(person_id, by, purpose, now)).id

    return gate.store.write(work)


def a_call_to(person_id: str, by: str, purpose: Purpose, now: datetime) -> Attempt:
    """Return a call that one of us just thought of, to be pressed."""
    return Attempt(
        id=new_id("a"),
        person_id=person_id,
        channel=Channel.PHONE,
        purpose=purpose,
        by=by,
        automated=False,
        state=AttemptState.QUEUED,
        due_at=now,
        created_at=now,
        reviewed_words=_NO_SCRIPT,
        has_words_for=tuple(Channel),  # so that the refusal says by which channel they asked
    )


def _judge(gate: Gate, attempt_id: str, by: str) -> tuple[Case, Consequence]:
    stops_seen, now = gate.stopped.number(), gate.clock.now()
    kept = gate.store.read(lambda conn: attempts.get(conn, attempt_id))
    if kept.channel is not Channel.PHONE:
        msg = f"attempt `{attempt_id}` is no call"
        raise InputError(msg)
    if kept.state not in PRESSABLE:
        msg = f"this call cannot be pressed: it is {kept.state}"
        raise InputError(msg)
    pressed = replace(kept, by=by, automated=False, decision_digest=None)
    judges = gate.judges
    snapshot = gate.store.read(lambda conn: take(conn, [pressed], judges.around(now)))
    if gate.judges is not judges:
        msg = "the rulebook changed just now: press again"
        raise ConflictError(msg)
    case = gate.judges.case(pressed, snapshot, now, stops_seen)
    made = _refused_or(gate.clear(case, now, Surroundings(), pressed=True), kept, now)
    recorded = gate.store.write(lambda conn: _record(conn, made, now))
    if recorded is None:
        msg = "something about this person changed just now: press again"
        raise ConflictError(msg)
    return case, recorded


def _refused_or(made: Consequence, kept: Attempt, now: datetime) -> Consequence:
    """Return a refused press without another attempt: it gives way, or is judged in its turn."""
    decision = replace(made.decision, kind="press") if made.decision else None
    made = replace(made, decision=decision, instead=None)
    if isinstance(made.case.verdict, (Allow, Block)):
        return made
    columns = dict(made.columns)
    if kept.automated:
        # What was in the book goes back to the engine, which waits, holds or reroutes it.
        if made.state is AttemptState.REROUTED:
            columns |= {"state": AttemptState.PLANNED, "due_at": now, "finished_at": None}
            columns |= {"outcome_code": None, "reference": None, "decision_digest": None}
    else:
        columns |= {"state": AttemptState.WITHDRAWN, "finished_at": now, "held_since": None}
        decision = replace(decision, open=False) if decision else None
    state = AttemptState(columns["state"])
    return replace(made, decision=decision, columns=columns, state=state)


def _record(conn: Connection, made: Consequence, now: datetime) -> Consequence | None:
    recorded = record(conn, [made], now, PRESSABLE)
    if recorded and made.clearance is not None:
        by = {"id": made.attempt_id, "by": made.case.attempt.by, "automated": False}
        attempts.set_many(conn, [by])
    return recorded[0] if recorded else None
