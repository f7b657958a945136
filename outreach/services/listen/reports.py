"""Reports by mail servers: what came back, and who called our mail spam.

Anybody can write a report. Only one that carries our own token for an attempt changes anything, or
forging one would be a way to silence mail to somebody.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, RowMapping

from channels.arrivals import Bounce, Complaint, Fate
from outreach.domain.attempts import AttemptState
from outreach.domain.ids import new_id
from outreach.gate.recovery import Evidence, resolve
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.record import Said, record
from outreach.store import attempts, points, receipts
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from outreach.store.statements import Heard
from policies.channel import Channel
from policies.facts import PointState
from policies.statement import Refuse, Source, Statement, Understood, Via

KINDS = {
    Fate.DEAD: "refused",
    Fate.FAILED: "refused",
    Fate.OUR_FAULT: "refused",
    Fate.DELAYED: "temporary",
    Fate.DELIVERED: "accepted",
    Fate.UNCLEAR: "unknown",
}


def bounce(ears: Ears, report: Bounce) -> Outcome:
    """Mark the address dead where it is to blame, and settle an attempt whose end we never knew."""
    sent = _attempt(ears, report.attempt)
    if sent is None:
        return Outcome(InboundKind.BOUNCE, InboundState.UNMATCHED)
    dead = report.fate is Fate.DEAD

    def work(conn: Connection, now: datetime) -> Done:
        receipt = receipts.ReceiptRow(
            new_id("r"), sent["id"], now, KINDS[report.fate], report.status, report.diagnostic
        )
        receipts.add_many(conn, [receipt])
        _settle(conn, sent["id"], report, now)
        if dead and sent["point_id"]:
            points.mark(conn, sent["point_id"], PointState.BOUNCED)
            attempts.judge_afresh(conn, [sent["person_id"]], now)
        return Done(question=_fault_of_ours(report))

    stops = frozenset({sent["person_id"]} if dead else ())
    return Outcome(InboundKind.BOUNCE, columns=_columns(sent), stops=stops, work=work)


def _fault_of_ours(report: Bounce) -> str:
    if report.fate is not Fate.OUR_FAULT:
        return ""
    return f"our own sending was refused ({report.status}): the fault is ours, not the person's"


def _settle(conn: Connection, attempt_id: str, report: Bounce, now: datetime) -> None:
    """Move an attempt of unknown end forward; one whose end we know stays where it is."""
    left = _left(report.fate)
    if attempts.rows(conn, [attempt_id])[0]["state"] == AttemptState.UNKNOWN and left is not None:
        because = f"a delivery report came back: {report.status}".strip(" :")
        resolve(conn, attempt_id, Evidence(left, because, "a mail server"), now)


def _left(fate: Fate) -> bool | None:
    """Return whether the mail was taken; None where the report does not say."""
    match fate:
        case Fate.DEAD | Fate.FAILED | Fate.OUR_FAULT:
            return False
        case Fate.DELIVERED | Fate.DELAYED:
            return True
        case Fate.UNCLEAR:
            return None
        case _:
            assert_never(fate)


def complaint(ears: Ears, row: InboundRow, report: Complaint) -> Outcome:
    """Refuse email for the person, on all their addresses, and mark the one it was about."""
    sent = _attempt(ears, report.attempt)
    if sent is None:
        return Outcome(InboundKind.COMPLAINT, InboundState.UNMATCHED)

    def work(conn: Connection, now: datetime) -> Done:
        if sent["point_id"]:
            points.mark(conn, sent["point_id"], PointState.COMPLAINED)
        return Done((record(conn, _complained(row, sent, report.feedback, now), now),))

    stops = frozenset({sent["person_id"]})
    return Outcome(InboundKind.COMPLAINT, columns=_columns(sent), stops=stops, work=work)


def _complained(row: InboundRow, sent: RowMapping, feedback: str, now: datetime) -> Said:
    meanings = (Understood(Refuse(Channel.EMAIL)),)
    statement = Statement(
        id=new_id("s"),
        words=f"(pressed “{feedback}” on our mail)",
        said_at=row.received_at,
        via=Via.EMAIL,
        source=Source.CARRIER,
        proven=False,
        meanings=meanings,
    )
    heard = Heard(sent["person_id"], now, sent["point_id"], row.id)
    return Said(statement, heard, effects_of(one.meaning for one in meanings))


def _attempt(ears: Ears, attempt_id: str | None) -> RowMapping | None:
    ids = [attempt_id] if attempt_id else []
    return next(iter(ears.store.read(lambda conn: attempts.rows(conn, ids))), None)


def _columns(sent: RowMapping) -> dict[str, object]:
    return {"person_id": sent["person_id"], "attempt_id": sent["id"]}
