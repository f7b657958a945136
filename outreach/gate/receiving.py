"""Step 6, its end: what the doors said happened, in one short write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, assert_never

from sqlalchemy import Connection

from channels.contract import Accepted, Receipt, Refused, Temporary, TurnedAway, Unknown
from outreach.domain.attempts import MOVES, Attempt, AttemptState
from outreach.domain.commitments import CommitmentKind, CommitmentState
from outreach.gate.consequences import Consequence
from outreach.gate.habits import Habits
from outreach.gate.sending_as import sends_as
from outreach.gate.troubles import answered
from outreach.ids import new_id
from outreach.store import (
    attempts,
    carried,
    commitments,
    enrollments,
    inbound,
    ledger,
    organisation_counter,
    points,
    receipts,
    reputation,
    senders,
    withdrawing,
)
from outreach.store.ledger import Entry
from outreach.store.receipts import ReceiptRow
from policies.channel import Channel, Purpose
from policies.facts import PointState
from policies.quick import quick

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=4)
_LONGEST_SAID = timedelta(days=1)
"""However far ahead a door claims to know; what it says may be no time at all."""
CLOSED = timedelta(minutes=15)
"""How long a door is left alone that is set up wrongly, or turns away a sender without a name."""
_KEPT_BY = {
    CommitmentKind.CALLBACK: Purpose.PROMISED,
    CommitmentKind.REQUEST: Purpose.ANSWER,
    CommitmentKind.PLEDGE: Purpose.PROMISED,
    CommitmentKind.MEETING: Purpose.PROMISED,
}
"""A note that we promised something mentions the promise and does not keep it."""
_REFUSING = {
    Channel.EMAIL: "the mail server",
    Channel.SMS: "the carrier",
    Channel.PHONE: "the line",
}
_FINAL = frozenset({AttemptState.ACCEPTED, AttemptState.REFUSED, AttemptState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Stayed:
    """Nothing left: something was heard, the door would not open, or it goes at `until`."""

    because: str
    until: datetime | None = None


@quick
@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one attempt that was redeemed, and the id of the receipt about it."""

    made: Consequence
    result: Receipt | Stayed
    receipt: str = field(default_factory=partial(new_id, "r"))


@quick
@dataclass(frozen=True, slots=True)
class Ending:
    """Where a result leaves an attempt."""

    kind: str
    state: AttemptState
    code: str | None
    detail: str | None
    reference: str | None = None
    due_at: datetime | None = None


def receive(
    conn: Connection, handed: Sequence[Handed], now: datetime, habits: Habits
) -> dict[str, AttemptState]:
    """Write what happened; return the states. Late receipts move an attempt forward only."""
    if not handed:
        return {}
    _pause_senders(conn, handed, now)
    reputation.taken(conn, _took(handed), now)
    states = attempts.still(conn, [each.made.attempt_id for each in handed])
    endings = [(each, ending(each, now, habits)) for each in handed]
    fit = [(each, end) for each, end in endings if end.state in MOVES[states[each.made.attempt_id]]]
    attempts.set_many(conn, [_columns(each.made.case.attempt, end, now) for each, end in fit])
    receipts.add_many(conn, [_row(each, end, now) for each, end in endings])
    _follow_up(conn, fit, now)
    ledger.add_many(conn, [_entry(each, end, now) for each, end in endings])
    return {**states, **{each.made.attempt_id: end.state for each, end in fit}}


def unwritten(conn: Connection, handed: Sequence[Handed]) -> list[Handed]:
    """Return what is not written yet: the answer to a commit may have been lost."""
    there = receipts.known(conn, [each.receipt for each in handed])
    return [each for each in handed if each.receipt not in there]


def ending(handed: Handed, now: datetime, habits: Habits) -> Ending:
    """Return where this result leaves the attempt."""
    match handed.result:
        case Accepted(reference):
            return Ending("accepted", AttemptState.ACCEPTED, None, None, reference)
        case Refused(code, detail):
            return Ending("refused", AttemptState.REFUSED, code, detail)
        case Unknown(detail):
            return Ending("unknown", AttemptState.UNKNOWN, None, detail)
        case Stayed(because, until):
            return Ending("stayed", AttemptState.PLANNED, None, because, due_at=until or now)
        case TurnedAway(code, detail):
            if handed.made.case.attempt.tries + 1 >= habits.most_tries:
                return Ending("turned away", AttemptState.REFUSED, code, detail)
            due_at = now if sends_as(handed.made.case.outbound) else now + CLOSED
            return Ending("turned away", AttemptState.PLANNED, code, detail, due_at=due_at)
        case Temporary(code, detail, retry_after):
            tries = handed.made.case.attempt.tries + 1
            if tries >= habits.most_tries:
                return Ending("temporary", AttemptState.REFUSED, code, detail)
            due_at = now + _wait(tries, retry_after)
            return Ending("temporary", AttemptState.PLANNED, code, detail, due_at=due_at)
        case _:
            assert_never(handed.result)


def _wait(tries: int, retry_after: float | None) -> timedelta:
    """Return how long to wait: once as the door says, then at least as long as by ourselves."""
    doubled: timedelta = min(_FIRST_WAIT * 2 ** (tries - 1), _LONGEST_WAIT)
    if retry_after is None:
        return doubled
    said = timedelta(seconds=min(max(1.0, retry_after), _LONGEST_SAID.total_seconds()))
    return said if tries == 1 else max(said, doubled)


def _columns(attempt: Attempt, end: Ending, now: datetime) -> dict[str, Any]:
    back = end.state is AttemptState.PLANNED
    row: dict[str, Any] = {
        "id": attempt.id,
        "state": end.state.value,
        "due_at": end.due_at or attempt.due_at,
        "finished_at": None if back else now,
        "nonce": None,
        "reference": end.reference,
        "outcome_code": end.code,
        "outcome_detail": end.detail,
    }
    return row


def _row(handed: Handed, end: Ending, now: datetime) -> ReceiptRow:
    one = handed.made.attempt_id
    return ReceiptRow(handed.receipt, one, now, end.kind, end.code, end.detail, end.reference)


def _entry(handed: Handed, end: Ending, now: datetime) -> Entry:
    decision = handed.made.decision
    body = {"kind": end.kind, "code": end.code, "decision": decision.id if decision else None}
    return Entry(now, "receipt", handed.made.attempt_id, body)


def _follow_up(conn: Connection, fit: Sequence[tuple[Handed, Ending]], now: datetime) -> None:
    """Tell whoever waits for the end of these attempts."""
    nothing_left = [each.made.attempt_id for each, end in fit if _nothing_left(each, end)]
    if nothing_left:
        attempts.not_sent(conn, nothing_left)
        counted = [
            each.made.case.person
            for each, end in fit
            if each.made.case.office and _nothing_left(each, end)
        ]
        organisation_counter.again(conn, counted, now)
    ended = [
        each.made.case.attempt.enrollment_id
        for each, end in fit
        if end.state in _FINAL and each.made.case.attempt.enrollment_id
    ]
    if ended:
        enrollments.step_done(conn, ended, now)
    _begin(conn, fit, now)
    for each, end in fit:
        if isinstance(each.result, Refused) and each.result.opted_out:
            answered(conn, each.made.attempt_id, each.result.code, now)
        if isinstance(each.result, Refused) and each.result.point_dead and each.made.case.point:
            points.mark(conn, each.made.case.point.id, PointState.BOUNCED, now)
        # A number revealed is not yet a call made: whoever calls says what came of it.
        calls = each.made.case.attempt.channel is Channel.PHONE
        if end.state is AttemptState.ACCEPTED and not calls:
            keep_word(conn, each.made.case.attempt, now)


def _begin(conn: Connection, fit: Sequence[tuple[Handed, Ending]], now: datetime) -> None:
    """Write down how far a carrier is with what it took."""
    told: dict[str, list[str]] = {}
    for each, _ in fit:
        if isinstance(each.result, Accepted) and each.result.delivery:
            told.setdefault(each.result.delivery, []).append(each.made.attempt_id)
    for delivery, ids in told.items():
        carried.begin(conn, ids, delivery, now)


def _nothing_left(handed: Handed, end: Ending) -> bool:
    """Whether it counts as no contact: what others would not take from us is none, even at last."""
    ours = isinstance(handed.result, (TurnedAway, Temporary))
    return ours or end.state is AttemptState.PLANNED


def _took(handed: Sequence[Handed]) -> list[str]:
    """Return by whom each that was taken left."""
    taken = [one.made.case.outbound for one in handed if isinstance(one.result, Accepted)]
    return [sender for sender in map(sends_as, taken) if sender]


def _pause_senders(conn: Connection, handed: Sequence[Handed], now: datetime) -> None:
    """Pause the senders from which nothing is taken; the first of a group tells why."""
    for each in handed:
        if not isinstance(each.result, TurnedAway):
            continue
        attempt, address = each.made.case.attempt, sends_as(each.made.case.outbound)
        if address is not None:
            code, because = each.result.code, refused_us(attempt.channel, each.result)
            senders.pause(conn, address, attempt.channel, because, code, now, about=attempt.id)


def refused_us(channel: Channel, result: TurnedAway) -> str:
    """Return why a sender is paused: what was said to us, and by whom."""
    said = result.detail if result.code in result.detail else f"{result.code}: {result.detail}"
    return f"{_REFUSING[channel]} refuses us ({said})"


def keep_word(conn: Connection, attempt: Attempt, now: datetime) -> None:
    """Close the promise that an accepted attempt keeps, and what it answers."""
    if attempt.commitment_id is not None:
        promise = commitments.get(conn, attempt.commitment_id)
        if promise.state in commitments.OWED and attempt.purpose is _KEPT_BY[promise.kind]:
            kept = CommitmentState.KEPT
            commitments.close(conn, promise.id, kept, attempt.by, now)
            entry = Entry(now, "promise kept", promise.id, {"attempt": attempt.id})
            ledger.add(conn, entry)
    if attempt.purpose is Purpose.ANSWER and not attempt.automated:
        inbound.answered(conn, attempt.person_id, attempt.by, now)
        because = "a human answered them"
        enrollments.end_all(conn, [attempt.person_id], because)
        withdrawing.withdraw(
            conn, withdrawing.Where((attempt.person_id,), enrolled=True), because, now
        )
