"""Our promises: whose they are, when they are due, who takes them over, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, ReviewedWords
from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.domain.hidden import without_numbers
from outreach.domain.keeping import keeps
from outreach.domain.people import ContactPoint, Member, Person
from outreach.errors import InputError
from outreach.gate.gate import Gate
from outreach.gate.outcomes import Outcome
from outreach.gate.pressing import Press, press
from outreach.ids import new_id
from outreach.store import (
    attempts,
    commitments,
    ledger,
    notes,
    people,
    points,
    statements,
    team,
)
from outreach.store.unit import Store
from policies.channel import Channel
from policies.promises import GRACE, NAMED_HOUR
from policies.statement import Statement


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise as somebody of us sees it: to whom, whose, in whose words, and how late."""

    promise: Commitment
    person: Person
    owner: Member | None
    words: str
    overdue: bool


def overdue_from(promise: Commitment) -> datetime:
    """Return when it is late: after the hour or the day they named, or when a request was due."""
    if promise.kind is CommitmentKind.REQUEST:
        return promise.due_at
    return promise.due_at + (NAMED_HOUR if promise.named_hour else GRACE)


def owed(store: Store, now: datetime, *, to: str | None = None) -> list[Owed]:
    """Return what we owe, the soonest due first; `to` one person (an id) or to everybody."""

    def work(conn: Connection) -> list[Owed]:
        found = commitments.owed(conn, person_id=to)
        owners = team.by_ids(conn, {one.owner for one in found if one.owner})
        whom = people.get_many(conn, {one.person_id for one in found})
        said = statements.by_ids(conn, {one.statement_id for one in found if one.statement_id})
        reached = points.of_many(conn, {one.person_id for one in found})
        return [
            Owed(
                one,
                whom[one.person_id],
                owners.get(one.owner or ""),
                _words(said.get(one.statement_id or ""), reached.get(one.person_id, [])),
                now >= overdue_from(one),
            )
            for one in found
        ]

    return store.read(work)


def _words(said: Statement | None, reached: Sequence[ContactPoint]) -> str:
    """Return what they said, without a number of theirs: pressing the call shows it."""
    numbers = [one.address for one in reached if one.channel is not Channel.EMAIL]
    return without_numbers(said.words, numbers) if said else ""


def offer_overdue(store: Store, now: datetime) -> list[str]:
    """Mark promises whose time has passed as broken, and offer them to all; return their ids.

    They can still be kept, late: whoever takes one keeps it.
    """

    def work(conn: Connection) -> list[str]:
        late = [one for one in commitments.due(conn, now) if now >= overdue_from(one)]
        for one in late:
            commitments.close(conn, one.id, CommitmentState.BROKEN, "nobody in time", now)
            commitments.hand_over(conn, one.id, None)
            body = {"person": one.person_id, "owner": one.owner}
            ledger.add(conn, ledger.Entry(now, "promise overdue", one.id, body))
        return [one.id for one in late]

    return store.write(work)


def take_over(store: Store, promise_id: str, by: str, now: datetime) -> Commitment:
    """Put a promise on somebody's own agenda; raise `NotFoundError` for no member of the team."""

    def work(conn: Connection) -> Commitment:
        member = team.get(conn, by)
        before = _still_owed(conn, promise_id)
        commitments.hand_over(conn, promise_id, member.id)
        body = {"from": before.owner, "to": member.id}
        ledger.add(conn, ledger.Entry(now, "promise taken over", promise_id, body))
        return commitments.get(conn, promise_id)

    return store.write(work)


def release(store: Store, promise_id: str, because: str, by: str, now: datetime) -> Commitment:
    """Say that they no longer want it; raise `InputError` without a reason.

    The reason is kept as a note on the person: the ledger holds nobody's words.
    """
    if not because.strip():
        msg = "a promise is released for a reason: say it with --because"
        raise InputError(msg)

    def work(conn: Connection) -> Commitment:
        member = team.get(conn, by)
        one = commitments.close(conn, promise_id, CommitmentState.RELEASED, member.name, now)
        text = f"released {one.what}: {because}"
        notes.add(conn, notes.Note(new_id("n"), one.person_id, now, member.name, text))
        ledger.add(conn, ledger.Entry(now, "promise released", promise_id, {"by": member.id}))
        return commitments.get(conn, promise_id)

    return store.write(work)


async def keep_by_call(gate: Gate, promise_id: str, by: str) -> Press:
    """Press the call that keeps this promise: judged now, and only then is the number shown.

    Whoever called says afterwards what came of it; only then is the promise kept.
    """
    attempt = await asyncio.to_thread(_plan, gate, promise_id, by, None)
    if attempt.channel is not Channel.PHONE:
        msg = f"they asked for this by {attempt.channel}: give the words with --text"
        raise InputError(msg)
    return await press(gate, attempt.id, by)


async def keep_in_writing(gate: Gate, promise_id: str, by: str, words: ReviewedWords) -> Outcome:
    """Send what was promised through the gate; the promise is kept once a door has taken it."""
    attempt = await asyncio.to_thread(_plan, gate, promise_id, by, words)
    if attempt.channel is Channel.PHONE:
        msg = "they asked for a call: leave --text away and press it"
        raise InputError(msg)
    return (await gate.pass_batch([attempt.id]))[0]


def _plan(gate: Gate, promise_id: str, by: str, words: ReviewedWords | None) -> Attempt:
    now = gate.clock.now()

    def work(conn: Connection) -> Attempt:
        promise = _still_owed(conn, promise_id)
        if promise.kind is CommitmentKind.REQUEST:
            msg = "they asked us for something: answer them with `outreach answer`"
            raise InputError(msg)
        return attempts.add(conn, keeps(promise, new_id("a"), team.get(conn, by).name, now, words))

    return gate.store.write(work)


def _still_owed(conn: Connection, promise_id: str) -> Commitment:
    found = commitments.get(conn, promise_id)
    if found.state not in commitments.OWED:
        msg = f"promise `{promise_id}` is {found.state} already"
        raise InputError(msg)
    return found
