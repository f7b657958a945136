"""A human answers what somebody wrote, through the same gate as everything else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.attempts import OPEN, Attempt, AttemptState, ReviewedWords
from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.people import Person
from outreach.domain.planner import resumed
from outreach.errors import InputError
from outreach.gate.gate import Gate
from outreach.gate.judging import Case
from outreach.gate.outcomes import Outcome
from outreach.ids import new_id
from outreach.store import (
    attempts,
    commitments,
    decisions,
    enrollments,
    inbound,
    ledger,
    people,
    statements,
    team,
)
from outreach.store.inbound import THEIR_WORD, InboundKind, InboundRow, InboundState, came_by
from policies.channel import SPOKEN, Channel, Purpose
from policies.statement import Prefer


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rep says: their own words, or the name of a message to fill in.

    `channel` None is the channel they asked for, else the one they wrote on. `resume` lets their
    sequence go on; else the answer ends it.
    """

    by: str
    words: ReviewedWords | None = None
    message: str | None = None
    channel: Channel | None = None
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an answer: their latest message, and what they asked us for in it."""

    letter: InboundRow | None
    request: Commitment | None

    @property
    def statement_id(self) -> str | None:
        """Return the statement that is answered."""
        if self.letter is not None and self.letter.statement_id:
            return self.letter.statement_id
        return self.request.statement_id if self.request else None

    @property
    def is_owed(self) -> bool:
        """Return whether they wait for it: whoever stopped us and asked nothing does not."""
        wrote = self.letter is not None and self.letter.answered_by != THEIR_WORD
        return wrote or self.request is not None


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A sequence they are in, and whether a step of it is planned, held or in the call book."""

    enrollment: Enrollment
    under_way: bool


def waiting(conn: Connection, person_id: str) -> Waiting:
    """Return what of this person's waits for an answer."""
    letters = [row for row in inbound.of(conn, person_id) if _waits(row)]
    owed = [
        one
        for one in commitments.owed(conn, person_id=person_id)
        if one.kind is CommitmentKind.REQUEST
    ]
    return Waiting(letters[-1] if letters else None, owed[0] if owed else None)


def _waits(row: InboundRow) -> bool:
    """Say whether an answer may be tried; to whoever stopped us the gate says why not."""
    read = row.state in (InboundState.READ, InboundState.UNCLEAR)
    open_still = row.answered_at is None or row.answered_by == THEIR_WORD
    return row.kind is InboundKind.REPLY and read and open_still


async def answer(gate: Gate, person_id: str, given: Answer) -> Outcome:
    """Send a rep's answer through the gate and return what became of it.

    Once a door has taken it, their request is closed and what they wrote counts as answered; until
    then both wait. Raises `InputError` where nothing waits for an answer, or there are no words.
    """
    attempt = await asyncio.to_thread(_plan, gate, person_id, given)
    going_on = await asyncio.to_thread(_going_on, gate, person_id)
    outcome = (await gate.pass_batch([attempt.id]))[0]
    if outcome.state is AttemptState.ACCEPTED:
        await asyncio.to_thread(_close_requests, gate, person_id, attempt)
    if outcome.state is AttemptState.ACCEPTED and given.resume:
        await asyncio.to_thread(_resume, gate, going_on)
    return outcome


def draft(gate: Gate, person_id: str, given: Answer) -> Case:
    """Return an answer as the gate would judge it now, words and all; nothing is kept or sent.

    Raises `InputError` as `answer` does.
    """
    _needs_words(given)
    now = gate.clock.now()
    attempt = gate.store.read(lambda conn: _attempt(conn, person_id, given, now))
    return gate.judge(attempt, now)


def take_back(gate: Gate, attempt_id: str, by: str) -> bool:
    """Withdraw an answer of this member's that was kept back; return whether it had not left."""
    now = gate.clock.now()

    def work(conn: Connection) -> bool:
        kept = attempts.get(conn, attempt_id)
        if kept.purpose is not Purpose.ANSWER or kept.by != by or kept.state not in OPEN:
            return False
        told = {"finished_at": now, "outcome_detail": f"taken back by {by}"}
        attempts.moved(conn, [attempt_id], AttemptState.WITHDRAWN, told)
        decisions.close(conn, [attempt_id])
        return True

    return gate.store.write(work)


def _needs_words(given: Answer) -> None:
    if given.words is None and given.message is None:
        msg = "an answer needs words: give --text, or --message with the name of a message"
        raise InputError(msg)


def _plan(gate: Gate, person_id: str, given: Answer) -> Attempt:
    _needs_words(given)
    now = gate.clock.now()
    return gate.store.write(lambda conn: attempts.add(conn, _attempt(conn, person_id, given, now)))


def _attempt(conn: Connection, person_id: str, given: Answer, now: datetime) -> Attempt:
    person = people.get(conn, person_id)
    member = team.get(conn, given.by)
    found = waiting(conn, person_id)
    if found.letter is None and found.request is None:
        msg = f"nothing that {person.name} wrote waits for an answer"
        raise InputError(msg)
    channel = given.channel or _asked_for(found)
    _is_no_way_around(conn, person, found, channel)
    return Attempt(
        id=new_id("a"),
        person_id=person_id,
        channel=channel,
        purpose=Purpose.ANSWER,
        by=member.name,
        due_at=now,
        created_at=now,
        automated=False,
        message=given.message,
        reviewed_words=given.words,
        has_words_for=(channel,),
        words_for={channel.value: given.message} if given.message else {},
        commitment_id=found.request.id if found.request else None,
        answers=found.statement_id,
        in_reply_to=found.letter.id if found.letter else None,
    )


def _asked_for(found: Waiting) -> Channel:
    """Return the channel they asked for, else the one they wrote on."""
    if found.request is not None and found.request.channel is not None:
        return found.request.channel
    return came_by(found.letter.door if found.letter else "")


def _is_no_way_around(conn: Connection, person: Person, found: Waiting, channel: Channel) -> None:
    """Refuse to answer a stop on another channel: on the one it came by, the gate says why not."""
    if found.is_owed or found.letter is None or channel is came_by(found.letter.door):
        return
    said = statements.get(conn, found.statement_id) if found.statement_id else None
    meant = [one.meaning for one in said.meanings] if said else []
    if any(isinstance(one, Prefer) and one.channel is channel for one in meant):
        return
    msg = (
        f"{person.name} asked us to stop and asked for nothing: "
        f"that is not answered by {SPOKEN[channel]}"
    )
    raise InputError(msg)


def _close_requests(gate: Gate, person_id: str, attempt: Attempt) -> None:
    """Close whatever else they had asked for before: it was answered in the same breath."""
    now = gate.clock.now()

    def work(conn: Connection) -> None:
        for one in commitments.owed(conn, person_id=person_id):
            if one.kind is CommitmentKind.REQUEST and one.made_at <= attempt.created_at:
                commitments.close(conn, one.id, CommitmentState.KEPT, attempt.by, now)
                body = {"attempt": attempt.id}
                ledger.add(conn, ledger.Entry(now, "promise kept", one.id, body))

    gate.store.write(work)


def _going_on(gate: Gate, person_id: str) -> list[GoingOn]:
    def work(conn: Connection) -> list[GoingOn]:
        under_way = {one.enrollment_id for one in attempts.open_of(conn, [person_id])}
        return [
            GoingOn(one, one.id in under_way)
            for one in enrollments.of(conn, person_id)
            if one.state in (EnrollmentState.ACTIVE, EnrollmentState.PAUSED)
        ]

    return gate.store.read(work)


def _resume(gate: Gate, before: list[GoingOn]) -> None:
    """Let the sequences go on that this answer ended; the step under way is planned anew."""
    now = gate.clock.now()

    def work(conn: Connection) -> None:
        for was in before:
            now_is = enrollments.get(conn, was.enrollment.id)
            if now_is.state is not EnrollmentState.ENDED:
                continue
            due = now if was.under_way else was.enrollment.next_due_at
            goes_on = replace(resumed(now_is, due or now), next_due_at=due)
            enrollments.save(conn, now_is, goes_on)

    gate.store.write(work)
