"""What a carrier posts to us: kept under its own name for it, and told apart when it is read."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import assert_never

from channels.arrivals import Incoming, IncomingCall, StatusReport, TextMessage, Unreadable
from outreach.services.listen import carried, reassigned, rung, texts, unsigned
from outreach.services.listen.ears import Ears
from outreach.services.listen.inbox import receive
from outreach.services.listen.outcome import Outcome
from outreach.store.inbound import InboundKind, InboundRow, InboundState

DOORS = frozenset({texts.DOOR, carried.DOOR, rung.DOOR, unsigned.DOOR, reassigned.DOOR})
"""The doors by which a carrier comes in."""
CARRIER = "twilio"


def receive_posted(ears: Ears, raw: bytes, door: str = texts.DOOR) -> str | None:
    """Keep a posted form and return its id once that is committed, or None if it was here already.

    Its fields are read here for their name alone, so that the same news by another way in (a second
    post, our own polling) is the same message. What has no name is kept under its digest.
    """
    arrival = ears.carrier.incoming(raw)
    return receive(ears, raw, _door_of(arrival) or door, posted_key(arrival, raw))


def receive_events(ears: Ears, raw: bytes) -> str | None:
    """Keep events and return their id once that is committed, or None if they were here already."""
    return receive(ears, raw, reassigned.DOOR, f"{CARRIER}:{_digest(raw)}")


def receive_unsigned(ears: Ears, raw: bytes) -> str | None:
    """Keep a text without a genuine signature where it may be somebody's stop; else None."""
    arrival = ears.carrier.incoming(raw)
    now = ears.clock.now()
    if not isinstance(arrival, TextMessage) or not _may_be_a_stop(ears, arrival, raw, now):
        return None
    return receive(ears, raw, unsigned.DOOR, f"{unsigned.DOOR}:{_digest(raw)}:{now.isoformat()}")


def _may_be_a_stop(ears: Ears, text: TextMessage, raw: bytes, now: datetime) -> bool:
    row = InboundRow("", "", unsigned.DOOR, raw, now)
    return unsigned.is_worth_keeping(ears, text, row)


def posted_key(arrival: Incoming, raw: bytes) -> str:
    """Return what names this news for ever, whichever way it comes."""
    return f"{CARRIER}:{_name(arrival, raw)}"


def _name(arrival: Incoming, raw: bytes) -> str:
    match arrival:
        case TextMessage(reference=reference):
            return reference
        case StatusReport(reference=reference, status=status, code=code):
            return f"{reference}:{status}:{code}".rstrip(":")
        case IncomingCall(reference=reference, digits=digits):
            return f"{reference}:{digits}".rstrip(":")
        case Unreadable():
            return _digest(raw)
        case _:
            assert_never(arrival)


def _door_of(arrival: Incoming) -> str | None:
    match arrival:
        case TextMessage():
            return texts.DOOR
        case StatusReport():
            return carried.DOOR
        case IncomingCall():
            return rung.DOOR
        case Unreadable():
            return None
        case _:
            assert_never(arrival)


def hooked(ears: Ears, row: InboundRow) -> Outcome:
    """Return what is to be done about something a carrier posted; writes nothing."""
    if row.door == reassigned.DOOR:
        return reassigned.events(ears, ears.carrier.events(row.raw))
    arrival = ears.carrier.incoming(row.raw)
    match arrival:
        case TextMessage():
            if row.door == unsigned.DOOR:
                return unsigned.unsigned(arrival)
            return texts.text(ears, row, arrival)
        case StatusReport():
            return carried.status(ears, arrival)
        case IncomingCall():
            return rung.call(ears, row, arrival)
        case Unreadable(because):
            columns = {"failed_because": because}
            return Outcome(InboundKind.UNREADABLE, InboundState.FAILED, columns)
        case _:
            assert_never(arrival)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
