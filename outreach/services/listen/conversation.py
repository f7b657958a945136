"""What a letter of ours answers that somebody wrote, where it did not go out through our gate."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from channels.arrivals import Letter
from outreach.domain.attempts import Attempt
from outreach.domain.commitments import CommitmentKind, CommitmentState
from outreach.store import commitments, enrollments, inbound, ledger, withdrawing
from outreach.store.inbound import InboundKind, InboundRow

BECAUSE = "a human answered them"


def followed(conn: Connection, person_id: str, letter: Letter) -> list[InboundRow]:
    """Return the letters of this person that this one follows, the oldest first."""
    chain = {letter.in_reply_to, *letter.references} - {""}
    return [
        row
        for row in inbound.of(conn, person_id)
        if row.kind is InboundKind.REPLY and (row.reading or {}).get("message_id") in chain
    ]


def answered(conn: Connection, ours: Attempt, letter: Letter, now: datetime) -> None:
    """Close what this letter answers: their messages until then, and what they asked for in them.

    What they wrote after it still waits, for our copy of it may be found late.
    """
    person, by, at = ours.person_id, ours.by, ours.due_at
    chain = {row.id for row in followed(conn, person, letter)}
    waiting = [
        row
        for row in inbound.of(conn, person)
        if row.kind is InboundKind.REPLY
        and row.answered_at is None
        and (row.id in chain or row.received_at <= at)
    ]
    if not waiting:
        return
    for row in waiting:
        inbound.change(conn, row.id, {"answered_at": at, "answered_by": by})
    _keep_requests(conn, ours, {row.statement_id for row in waiting}, now)
    enrollments.end_all(conn, [person], BECAUSE)
    withdrawing.withdraw(conn, withdrawing.Where((person,), enrolled=True), BECAUSE, now)


def _keep_requests(
    conn: Connection, ours: Attempt, statements: set[str | None], now: datetime
) -> None:
    for one in commitments.owed(conn, person_id=ours.person_id):
        asked_by_then = one.statement_id in statements or one.made_at <= ours.due_at
        if one.kind is CommitmentKind.REQUEST and asked_by_then:
            kept_at = max(ours.due_at, one.made_at)
            commitments.close(conn, one.id, CommitmentState.KEPT, ours.by, kept_at)
            ledger.add(conn, ledger.Entry(now, "promise kept", one.id, {"attempt": ours.id}))
