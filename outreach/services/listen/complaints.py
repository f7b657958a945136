"""What mailbox providers pass on: that somebody does not want our mail, or finds fault with it.

Only a report that carries our own token for an attempt changes anything; whom it is about is often
left out (RFC 5965), and nothing else is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from channels.arrivals import Complaint, Feedback, Notice
from outreach.gate.complaints import complained
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.record import Said, record
from outreach.services.listen.reports import attempt_of, columns_of
from outreach.store import points
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from outreach.store.statements import Heard
from policies.channel import Channel
from policies.facts import PointState
from policies.statement import Refuse, Source, Statement, Understood, Via

FRAUD = "somebody calls our mail a fraud: look whether anybody writes in our name"
_SHOWN = {
    Feedback.ABUSE: "(called our mail spam in their mail programme)",
    Feedback.FRAUD: "(called our mail a fraud in their mail programme)",
    Feedback.OTHER: "(complained about our mail to their provider)",
    Feedback.OPT_OUT: "(asked their provider to have us stop)",
}


def complaint(ears: Ears, row: InboundRow, report: Complaint) -> Outcome:
    """Refuse email for the person, on all their addresses, and mark the one it was about.

    Whoever asked their provider to have us stop has not called us spam: that marks no address.
    """
    asked = report.feedback is Feedback.OPT_OUT
    kind = InboundKind.UNSUBSCRIBE if asked else InboundKind.COMPLAINT
    sent = attempt_of(ears, report.attempt)
    if sent is None:
        return Outcome(kind, InboundState.UNMATCHED)

    def work(conn: Connection, now: datetime) -> Done:
        if not asked:
            _count(ears, conn, sent, now)
        if sent["point_id"] and not asked:
            points.mark(conn, sent["point_id"], PointState.COMPLAINED, now)
        recorded = record(conn, _complained(row, sent, report.feedback, now), now)
        fraud = report.feedback is Feedback.FRAUD
        return Done((recorded,), FRAUD if fraud else "")

    stops = frozenset({sent["person_id"]})
    return Outcome(kind, columns=columns_of(sent), stops=stops, work=work)


def _count(ears: Ears, conn: Connection, sent: Mapping[Any, Any], now: datetime) -> None:
    """Count it against the mailbox it left by, once for each address that complains."""
    point = points.get(conn, sent["point_id"]) if sent["point_id"] else None
    again = point is not None and point.state is PointState.COMPLAINED
    if sent["sender"] and not again:
        complained(conn, sent["sender"], ears.patience, now, about=sent["id"])


def _complained(
    row: InboundRow, sent: Mapping[Any, Any], feedback: Feedback, now: datetime
) -> Said:
    meanings = (Understood(Refuse(Channel.EMAIL)),)
    statement = Statement(
        id=new_id("s"),
        words=_SHOWN[feedback],
        said_at=row.received_at,
        via=Via.EMAIL,
        source=Source.CARRIER,
        proven=False,
        meanings=meanings,
    )
    heard = Heard(sent["person_id"], now, sent["point_id"], row.id)
    return Said(statement, heard, effects_of(one.meaning for one in meanings))


def notice(ears: Ears, arrival: Notice) -> Outcome:
    """Keep a machine's note about a mail of ours; it says nothing about anybody's wishes."""
    sent = attempt_of(ears, arrival.attempt)
    columns = {"from_address": arrival.letter.sender.address}

    def work(conn: Connection, now: datetime) -> Done:
        return Done(question=arrival.asks)

    return Outcome(
        InboundKind.NOTICE, columns=columns | (columns_of(sent) if sent else {}), work=work
    )
