"""Keeping a promise that is a contact: judged when it is made, like every other."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, ReviewedWords
from outreach.domain.commitments import CommitmentKind
from outreach.domain.keeping import keeps
from outreach.errors import InputError
from outreach.gate.gate import Gate
from outreach.gate.outcomes import Outcome
from outreach.gate.pressing import Press, press
from outreach.ids import new_id
from outreach.services.keep_promises.hands import must_be_theirs, still_owed
from outreach.store import attempts, team
from policies.channel import Channel


async def keep_by_call(gate: Gate, promise_id: str, by: str) -> Press:
    """Press the call that keeps this promise: judged now, and only then is the number shown.

    Whoever called says afterwards what came of it; only then is the promise kept.
    """
    attempt = await asyncio.to_thread(_plan, gate, promise_id, by, None)
    return await press(gate, attempt.id, by)


async def keep_in_writing(gate: Gate, promise_id: str, by: str, words: ReviewedWords) -> Outcome:
    """Send what was promised through the gate; the promise is kept once a door has taken it."""
    attempt = await asyncio.to_thread(_plan, gate, promise_id, by, words)
    return (await gate.pass_batch([attempt.id]))[0]


def _plan(gate: Gate, promise_id: str, by: str, words: ReviewedWords | None) -> Attempt:
    """Return the attempt that is to keep a promise: by these words, or (None) by a call."""
    now = gate.clock.now()

    def work(conn: Connection) -> Attempt:
        promise, member = still_owed(conn, promise_id), team.get(conn, by)
        must_be_theirs(conn, promise, member, now)
        if promise.kind is CommitmentKind.REQUEST:
            msg = "they asked us for something: answer them with `outreach answer`"
            raise InputError(msg)
        if promise.channel is None:
            msg = "this is no contact: say that it is done with `outreach promises done`"
            raise InputError(msg)
        _must_be_kept_so(promise.channel, words)
        return attempts.add(conn, keeps(promise, new_id("a"), member.name, now, words))

    return gate.store.write(work)


def _must_be_kept_so(channel: Channel, words: ReviewedWords | None) -> None:
    if words is not None and channel is Channel.PHONE:
        msg = "a call was promised: leave --text away and press it"
        raise InputError(msg)
    if words is None and channel is not Channel.PHONE:
        msg = f"this was promised by {channel}: give the words with --text"
        raise InputError(msg)
