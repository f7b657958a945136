"""What comes by a carrier: a text, a call, and what it reports of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from channels.arrivals.mail import Unreadable


@dataclass(frozen=True, slots=True)
class TextMessage:
    """Somebody texted one of our numbers. Both numbers are E.164.

    `reference` is the carrier's name for it, for ever. `keyword` is what the carrier itself took
    it for (`STOP`, `START`, `HELP`), or empty. `attachments` counts what came beside the words.
    """

    sender: str
    to: str
    text: str
    reference: str
    keyword: str = ""
    attachments: int = 0


class Delivery(StrEnum):
    """How far a carrier got, in order. Values are stored: append only."""

    QUEUED = "queued"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    DELIVERED = "delivered"
    READ = "read"


class Trouble(StrEnum):
    """What a carrier's error means for us, and for whom. Values are stored: append only."""

    OPTED_OUT = "opted-out"
    """They told the carrier to stop: a refusal, which our own record did not have."""
    DEAD = "dead"
    """No texts ever reach this number."""
    DO_NOT_TEXT = "do-not-text"
    """They or their carrier block us: no more texts to this number, and a human looks."""
    SENDER_FAULT = "sender-fault"
    """Our own fault: the number we send by, or what we send, rests. Nobody else is to blame."""
    CROWDED = "crowded"
    """Our own queue at the carrier is full: the number we send by rests a while."""
    ACCOUNT = "account"
    """The account is wrong or closed: nothing leaves until the operator has looked."""
    BACK_OFF = "back-off"
    """Not even looked at; try again after a while."""
    RETURNED = "returned"
    """It never left the carrier: back into our own queue."""
    OUTSIDE_HOURS = "outside-hours"
    """As `RETURNED`, because of the hour there; we should have waited by ourselves."""
    SOFT = "soft"
    """It did not get through this time; once more may be worth it."""
    CALL = "call"
    """A call that could not be made; a text never says so."""
    OTHER = "other"
    """A number that tells us nothing."""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A carrier says how far a text got. `code` is the carrier's own number for what went wrong.

    `trouble` is what that number means, None without one. `attempt` is what our own mark in the
    callback's address names, or None.
    """

    reference: str
    status: Delivery
    to: str = ""
    code: str = ""
    trouble: Trouble | None = None
    attempt: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """Somebody rang one of our numbers; `digits` are the keys they pressed, if they were asked."""

    sender: str
    to: str
    reference: str
    digits: str = ""


Incoming = TextMessage | StatusReport | IncomingCall | Unreadable
"""What comes through a carrier's web hooks."""


@dataclass(frozen=True, slots=True)
class Reassigned:
    """A carrier says that this number (E.164) has somebody else behind it by now."""

    number: str
    reference: str


Events = tuple[Reassigned, ...] | Unreadable
"""What a carrier's stream of events told us that concerns us; often nothing."""
