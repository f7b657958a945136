"""What follows from a call besides words: promises kept, letters answered, a number not theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt
from outreach.domain.calls import SPOKE, CameOf, Ended
from outreach.domain.commitments import AN_ANSWER, Commitment, CommitmentKind, CommitmentState
from outreach.gate.receiving import keep_word
from outreach.ids import new_id
from outreach.listening.reading import Reading
from outreach.store import (
    attempts,
    bars,
    commitments,
    enrollments,
    inbound,
    ledger,
    notes,
    people,
    points,
    withdrawing,
)
from outreach.store.inbound import InboundKind
from policies.channel import SPOKEN, Channel
from policies.facts import Barred, PointState
from policies.statement import (
    Prefer,
    refusal_in,
)


@dataclass(frozen=True, slots=True)
class Followed:
    """Ids of what changed, and what a human has to settle (or nothing)."""

    things: tuple[str, ...] = ()
    question: str = ""


def follow(conn: Connection, call: Attempt, told: Ended, now: datetime) -> Followed:
    """Do what follows from how a call ended."""
    if told.what is CameOf.WRONG_NUMBER:
        return _not_theirs(conn, call, now)
    if told.what not in SPOKE:
        return Followed()
    people.raise_version(conn, [call.person_id])  # a human spoke with them: holds are looked at
    kept = _kept(conn, call, told.by, now)
    things = (*kept, *_answered(conn, call.person_id, told.by, now))
    return Followed(things, _nowhere(conn, call.person_id, told))


def _nowhere(conn: Connection, person_id: str, told: Ended) -> str:
    """Ask for an address where they would rather be reached, if we have none."""
    alive = {one.channel for one in points.of(conn, person_id) if one.state is PointState.OK}
    for wish in told.wish:
        if isinstance(wish, Prefer) and wish.channel not in alive:
            return f"would rather hear by {SPOKEN[wish.channel]}, and we have no address for that"
    return ""


def _kept(conn: Connection, call: Attempt, by: str, now: datetime) -> list[str]:
    """Close the promise this call was made for, and any other call that is due by now."""
    before = _owed(conn, call.person_id)
    keep_word(conn, call, now)
    for one in _owed(conn, call.person_id):
        due = one.due_at <= now and one.channel is Channel.PHONE
        if due and one.kind is CommitmentKind.CALLBACK:
            commitments.close(conn, one.id, CommitmentState.KEPT, by, now)
            ledger.add(conn, ledger.Entry(now, "promise kept", one.id, {"attempt": call.id}))
    still = {one.id for one in _owed(conn, call.person_id)}
    return [one.id for one in before if one.id not in still]


def _owed(conn: Connection, person_id: str) -> list[Commitment]:
    return commitments.owed(conn, person_id=person_id)


def _answered(conn: Connection, person_id: str, by: str, now: datetime) -> list[str]:
    """Count what they wrote as answered, which ends the sequence they interrupted by writing."""
    letters = [
        one.id
        for one in inbound.of(conn, person_id)
        if one.kind is InboundKind.REPLY and one.answered_at is None
    ]
    if letters:
        because = "a human spoke with them"
        inbound.answered(conn, person_id, by, now)
        enrollments.end_all(conn, [person_id], because)
        withdrawing.withdraw(conn, withdrawing.Where((person_id,), enrolled=True), because, now)
        for one in _owed(conn, person_id):
            if one.what == AN_ANSWER:
                commitments.close(conn, one.id, CommitmentState.KEPT, by, now)
                ledger.add(conn, ledger.Entry(now, "promise kept", one.id, {}))
    return letters


def _not_theirs(conn: Connection, call: Attempt, now: datetime) -> Followed:
    """Use this number for this person no more, for calls or texts; ask whose else it may be."""
    if call.point_id is None:
        return Followed()
    number = points.get(conn, call.point_id).folded
    having = points.folding_to(conn, [number])
    theirs = [one for one in having if one.person_id == call.person_id]
    others = {one.person_id for one in having} - {call.person_id}
    people.raise_version(conn, [call.person_id])
    for one in theirs:
        points.mark(conn, one.id, PointState.WRONG_PERSON, now)
    attempts.judge_afresh(conn, [call.person_id], now)
    question = ""
    if others:
        people_have = "another person on file has" if len(others) == 1 else "others on file have"
        question = f"a stranger answered a number that {people_have} too: is it still theirs?"
    return Followed(tuple(one.id for one in theirs), question)


def strangers_words(
    conn: Connection, call: Attempt, told: Ended, reading: Reading | None, now: datetime
) -> None:
    """Keep what a stranger said as a note; a stop among it binds the number, whoever has it."""
    text = f"whoever answered the number said: {told.words}"
    notes.add(conn, notes.Note(new_id("n"), call.person_id, now, told.by, text))
    refused = reading and any(refusal_in(one.meaning) for one in reading.understood)
    if refused and call.point_id:
        because, by = "whoever answers there asked us to stop", "their own word"
        bars.add(conn, bars.Mark(Barred.POINT, because, now, by, point_id=call.point_id))
