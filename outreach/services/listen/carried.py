"""What the carrier reports on our texts: how far each got, and what went wrong.

Reports come late, twice and in any order. Only what is further than what we know changes anything,
and where a text has ended it stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from channels.arrivals import Delivery, StatusReport, Trouble
from outreach.domain.attempts import AttemptState
from outreach.gate.recovery import Evidence, resolve
from outreach.gate.troubles import Followed, follow
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.record import Recorded
from outreach.store import carried, receipts
from outreach.store.carried import Told
from outreach.store.inbound import InboundKind

DOOR = "text-status"
_IN_ORDER = tuple(Delivery)
_ENDS = frozenset(
    {
        Delivery.UNDELIVERED,
        Delivery.FAILED,
        Delivery.CANCELED,
        Delivery.DELIVERED,
        Delivery.READ,
    }
)
_KINDS = {
    Delivery.QUEUED: "accepted",
    Delivery.SENT: "accepted",
    Delivery.UNDELIVERED: "refused",
    Delivery.FAILED: "refused",
    Delivery.CANCELED: "refused",
    Delivery.DELIVERED: "accepted",
    Delivery.READ: "accepted",
}


_STOPPING = frozenset({Trouble.OPTED_OUT, Trouble.DEAD, Trouble.DO_NOT_TEXT})


def is_forward(known: Delivery | None, told: Delivery) -> bool:
    """Say whether a report is news: further than what is known, and not after the end."""
    if known in _ENDS:
        return (known, told) == (Delivery.DELIVERED, Delivery.READ)
    return known is None or _IN_ORDER.index(told) > _IN_ORDER.index(known)


def status(ears: Ears, report: StatusReport) -> Outcome:
    """Write down how far a text got, and do what follows from what went wrong.

    A report on a text that is not ours is kept and changes nothing: the account may serve others.
    """
    sent = ears.store.read(lambda conn: carried.text_of(conn, report.attempt, report.reference))
    if sent is None:
        return Outcome(InboundKind.STATUS)
    stops = frozenset({sent["person_id"]} if report.trouble in _STOPPING else ())
    columns = {"person_id": sent["person_id"], "attempt_id": sent["id"]}
    return Outcome(
        InboundKind.STATUS,
        columns=columns,
        stops=stops,
        work=lambda conn, now: reported(conn, sent, report, now),
    )


def reported(
    conn: Connection, sent: Mapping[Any, Any], report: StatusReport, now: datetime
) -> Done:
    """Take in one report on this attempt, in the caller's transaction; old news change nothing."""
    attempt_id = sent["id"]
    row = carried.locked(conn, attempt_id, sent["person_id"] if report.trouble else None)
    if row["state"] == AttemptState.UNKNOWN:
        because = f"the carrier reports on it: {report.status}"
        resolve(conn, attempt_id, Evidence(True, because, "the carrier"), now)
    known = Delivery(row["delivery"]) if row["delivery"] else None
    if not is_forward(known, report.status):
        return Done()
    receipts.add_many(conn, [_receipt(row, report, now)])
    told = Told(report.status, report.code or None, now, report.reference)
    carried.tell(conn, attempt_id, told)
    if report.trouble is None:
        return Done()
    return _done(follow(conn, row, report.trouble, report.code, now))


def _receipt(row: Mapping[Any, Any], report: StatusReport, now: datetime) -> receipts.ReceiptRow:
    return receipts.ReceiptRow(
        new_id("r"),
        row["id"],
        now,
        _KINDS[report.status],
        report.code or None,
        report.status.value,
        report.reference,
    )


def _done(followed: Followed) -> Done:
    heard = followed.statement_id
    recorded = (Recorded(heard, followed.raised),) if heard else ()
    return Done(recorded, followed.question)
