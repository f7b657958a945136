"""Reports by mail servers: what became of a mail of ours, and whose fault it is.

Anybody can write a report. Only one that carries our own token for an attempt changes anything, or
forging one would be a way to silence mail to somebody. What a report says of another address than
the one we wrote to (theirs passes mail on) does not condemn theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection

from channels.arrivals import Bounce, Fate
from outreach.domain.addresses import AddressError, email_address
from outreach.domain.attempts import AttemptState
from outreach.gate.recovery import Evidence, resolve
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.outcome import Done, Outcome
from outreach.store import attempts, points, receipts, returned, senders
from outreach.store.inbound import InboundKind, InboundState
from policies.channel import Channel
from policies.facts import PointState

KINDS = {
    Fate.DEAD: "refused",
    Fate.FAILED: "refused",
    Fate.OUR_FAULT: "refused",
    Fate.DELAYED: "temporary",
    Fate.DELIVERED: "accepted",
    Fate.PASSED_ON: "accepted",
    Fate.UNCLEAR: "unknown",
}
MANY = 3
"""So many mails in a row that came back for reasons that may pass are worth a human's look."""


def bounce(ears: Ears, report: Bounce) -> Outcome:
    """Mark the address dead where it is to blame, and settle an attempt whose end we never knew."""
    sent = attempt_of(ears, report.attempt)
    if sent is None:
        return Outcome(InboundKind.BOUNCE, InboundState.UNMATCHED)
    dead = report.fate is Fate.DEAD and _of_theirs(ears, sent, report)

    def work(conn: Connection, now: datetime) -> Done:
        receipt = receipts.ReceiptRow(
            new_id("r"), sent["id"], now, KINDS[report.fate], report.status, report.diagnostic
        )
        receipts.add_many(conn, [receipt])
        _settle(conn, sent["id"], report, now)
        _tell(conn, sent, report, now)
        if dead and sent["point_id"]:
            _bury(conn, sent, now)
        return Done(question="" if dead else _question(conn, sent, report))

    stops = frozenset({sent["person_id"]} if dead else ())
    return Outcome(InboundKind.BOUNCE, columns=columns_of(sent), stops=stops, work=work)


def _of_theirs(ears: Ears, sent: Mapping[Any, Any], report: Bounce) -> bool:
    """Say whether a report speaks of the address that we wrote to, or of none at all.

    An alias beside it counts: their own domain then says that nobody is there.
    """
    if not report.recipient or not sent["point_id"]:
        return True
    point = ears.store.read(lambda conn: points.get(conn, sent["point_id"]))
    try:
        told = email_address(report.recipient)
    except AddressError:
        return True
    same_domain = told.address.rpartition("@")[2] == point.address.rpartition("@")[2]
    return same_domain or told.folded == point.folded


def _bury(conn: Connection, sent: Mapping[Any, Any], now: datetime) -> None:
    """Mark the address as gone, unless something graver is known of it."""
    if points.get(conn, sent["point_id"]).state is PointState.OK:
        points.mark(conn, sent["point_id"], PointState.BOUNCED, now)
    attempts.judge_afresh(conn, [sent["person_id"]], now)


def _tell(conn: Connection, sent: Mapping[Any, Any], report: Bounce, now: datetime) -> None:
    """Note how the mail ended, and pause our own mailbox where nothing is taken from it."""
    match report.fate:
        case Fate.DEAD | Fate.FAILED | Fate.OUR_FAULT:
            returned.tell(conn, sent["id"], returned.RETURNED, report.status, now)
        case Fate.DELIVERED:
            returned.tell(conn, sent["id"], returned.DELIVERED, report.status, now)
        case Fate.DELAYED | Fate.PASSED_ON | Fate.UNCLEAR:
            pass
        case _:
            assert_never(report.fate)
    if report.fate is Fate.OUR_FAULT and sent["sender"]:
        because = f"a mail server refuses us ({report.diagnostic or report.status})"
        senders.pause(
            conn,
            sent["sender"],
            Channel.EMAIL,
            because,
            report.status,
            now,
            about=sent["id"],
            left_at=sent["sending_since"],
        )


def _question(conn: Connection, sent: Mapping[Any, Any], report: Bounce) -> str:
    """Return what somebody of ours has to look at, or an empty string."""
    match report.fate:
        case Fate.DEAD:
            return "theirs passes mail on to an address that is gone: ask them for another"
        case Fate.OUR_FAULT:
            return (
                f"our own sending was refused ({report.status}):"
                " the fault is ours, not the person's"
            )
        case Fate.UNCLEAR:
            return "a mail server wrote back in no form we can rely on: it may not have arrived"
        case Fate.FAILED:
            count = returned.in_a_row(conn, sent)
            if count < MANY:
                return ""
            return (
                f"{count} mails in a row came back ({report.status}), for reasons that may pass:"
                " ask for another address"
            )
        case Fate.DELAYED | Fate.DELIVERED | Fate.PASSED_ON:
            return ""
        case _:
            assert_never(report.fate)


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
        case Fate.DELIVERED | Fate.PASSED_ON | Fate.DELAYED:
            return True
        case Fate.UNCLEAR:
            return None
        case _:
            assert_never(fate)


def attempt_of(ears: Ears, attempt_id: str | None) -> Mapping[Any, Any] | None:
    ids = [attempt_id] if attempt_id else []
    return next(iter(ears.store.read(lambda conn: attempts.rows(conn, ids))), None)


def columns_of(sent: Mapping[Any, Any]) -> dict[str, object]:
    return {"person_id": sent["person_id"], "attempt_id": sent["id"]}
