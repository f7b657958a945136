"""What a crash left behind: clearances of a dead process, and attempts nobody can vouch for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from outreach.domain.attempts import AttemptState, move
from outreach.errors import InputError, NotFoundError
from outreach.gate.habits import Habits
from outreach.gate.receiving import keep_word
from outreach.ids import new_id
from outreach.store import attempts, enrollments, ledger, points, receipts
from outreach.store.ledger import Entry
from outreach.store.receipts import ReceiptRow
from outreach.store.tables import attempt
from policies.facts import PointState

_DOUBT = "the program ended while it was being sent: it may or may not have left"


@dataclass(frozen=True, slots=True)
class Recovered:
    """The attempts that are in doubt now, and those that are judged afresh."""

    unknown: tuple[str, ...]
    afresh: tuple[str, ...]


def at_start(conn: Connection, now: datetime) -> Recovered:
    """Put right what a dead engine left. Only for whoever holds the lease.

    What was being sent is in doubt. What was cleared had a clearance of a process that is gone.
    """
    sending = _ids(conn, AttemptState.SENDING)
    doubt(conn, sending, _DOUBT, now)
    _settle_reported(conn, now)
    cleared = _ids(conn, AttemptState.CLEARED)
    if cleared:
        attempts.moved(conn, cleared, AttemptState.PLANNED, {"due_at": now, "nonce": None})
    return Recovered(tuple(sending), tuple(cleared))


def overdue(conn: Connection, now: datetime, habits: Habits) -> Recovered:
    """Put right what a dead worker left, as long after as no door takes to answer."""
    silent = now - habits.final_reply
    sending = list(
        conn.scalars(
            select(attempt.c.id)
            .where(attempt.c.state == AttemptState.SENDING, attempt.c.sending_since < silent)
            .order_by(attempt.c.id)
            .with_for_update()
        )
    )
    doubt(conn, sending, _DOUBT, now)
    _settle_reported(conn, now)
    expired = list(
        conn.scalars(
            select(attempt.c.id)
            .where(attempt.c.state == AttemptState.CLEARED, attempt.c.clearance_expires < now)
            .order_by(attempt.c.id)
            .with_for_update()
        )
    )
    if expired:
        attempts.moved(conn, expired, AttemptState.PLANNED, {"due_at": now, "nonce": None})
    return Recovered(tuple(sending), tuple(expired))


def _settle_reported(conn: Connection, now: datetime) -> None:
    """Settle what the carrier reported on before we knew that we were in doubt about it."""
    query = select(attempt.c.id).where(
        attempt.c.state == AttemptState.UNKNOWN, attempt.c.delivery.is_not(None)
    )
    seen = Evidence(True, "the carrier reported on it", "the carrier")
    for one in list(conn.scalars(query.order_by(attempt.c.id).with_for_update())):
        resolve(conn, one, seen, now)


def _ids(conn: Connection, state: AttemptState) -> list[str]:
    query = select(attempt.c.id).where(attempt.c.state == state).order_by(attempt.c.id)
    return list(conn.scalars(query.with_for_update()))


def doubt(conn: Connection, ids: Sequence[str], because: str, now: datetime) -> None:
    """Say that nobody knows whether these left."""
    if not ids:
        return
    outcome = {"outcome_detail": because, "finished_at": now}
    attempts.moved(conn, ids, AttemptState.UNKNOWN, outcome)
    receipts.add_many(
        conn, [ReceiptRow(new_id("r"), one, now, "unknown", None, because) for one in ids]
    )
    ledger.add_many(conn, [Entry(now, "receipt", one, {"kind": "unknown"}) for one in ids])
    rows = attempts.get_many(conn, ids)
    enrolled = [one.enrollment_id for one in rows if one.enrollment_id]
    if enrolled:
        enrollments.step_done(conn, enrolled, now)


def in_doubt(conn: Connection) -> list[RowMapping]:
    """Return the attempts that may or may not have left, the oldest first."""
    return attempts.in_state(conn, AttemptState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows whether an attempt left: our own token that came back, or a human who looked.

    `point_dead` where a report says that the address does not exist.
    """

    left: bool
    because: str
    by: str
    point_dead: bool = False


def resolve(conn: Connection, attempt_id: str, seen: Evidence, now: datetime) -> AttemptState:
    """Settle an attempt in doubt; leave one that is settled already as it is.

    Raises `InputError` for one that never was on its way.
    """
    row = next(iter(attempts.rows(conn, [attempt_id])), None)
    if row is None:
        raise NotFoundError("attempt", attempt_id)
    state = AttemptState(row["state"])
    wanted = AttemptState.ACCEPTED if seen.left else AttemptState.REFUSED
    if seen.point_dead and row["point_id"]:
        points.mark(conn, row["point_id"], PointState.BOUNCED, now)
    if state in (AttemptState.ACCEPTED, AttemptState.REFUSED):
        return state
    if state not in (AttemptState.UNKNOWN, AttemptState.SENDING):
        msg = f"attempt `{attempt_id}` is {state}: there is no doubt about it"
        raise InputError(msg)
    outcome = {"outcome_detail": seen.because, "finished_at": now}
    attempts.moved(conn, [attempt_id], move(state, wanted), outcome)
    kind = "accepted" if seen.left else "refused"
    receipts.add_many(conn, [ReceiptRow(new_id("r"), attempt_id, now, kind, None, seen.because)])
    ledger.add(conn, Entry(now, "receipt", attempt_id, {"kind": kind, "by": seen.by}))
    if seen.left:
        keep_word(conn, attempts.get(conn, attempt_id), now)
    return wanted
