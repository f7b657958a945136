"""What can come in: a mail of any kind, a text, a call, and what a carrier reports.

Machines are told apart from people here; words are not read. Everything in a mail is written by
whoever sent it. Only a signed token of ours ties a report to an
attempt, and only the receiving server's `Authentication-Results` can prove a sender.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from channels.contract import Mailbox

SENT_MAIL = "email-sent"
"""The door of what lay in a Sent folder: one of us wrote it, whoever the parser takes it for."""
PRIVATE_MAIL = "email-private"
"""The door of what lay in the mailbox of one of us, or among junk: mostly none of our business."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The mail as people see it, and what ties it to something we sent.

    `text` is plain text, quotes and signature included (made from HTML where there is no other).
    `references` runs from the nearest ancestor to the farthest. `attempts` are those of ours that
    its headers name by a genuine token, strongest tie first. `written_at` is aware and is the
    sender's own claim. `authentication_results` are the field bodies, topmost first, unjudged.
    `cut` says that the mail was longer than what was read. `recipients` are those in To, Cc and
    Bcc alone, as written. `is_attempt` is the attempt of ours that this very mail is, by a genuine
    token in what only its sender writes. `automatic` says by which header a machine wrote it, or is
    empty. `travelled`: a server has passed it on, so that it was sent and is no draft.
    """

    sender: Mailbox
    to: tuple[str, ...]
    subject: str
    text: str
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attempts: tuple[str, ...] = ()
    written_at: datetime | None = None
    authentication_results: tuple[str, ...] = ()
    cut: bool = False
    recipients: tuple[str, ...] = ()
    is_attempt: str | None = None
    automatic: str = ""
    travelled: bool = False


class Fate(StrEnum):
    """What a delivery report says became of a mail. Values are stored: append only."""

    DEAD = "dead"
    """Failed for good, and the address is why."""
    FAILED = "failed"
    """Failed for a reason that may pass: a full mailbox, a broken server."""
    OUR_FAULT = "our-fault"
    """Failed for policy or reputation: the sender stops, the person is not to blame."""
    DELAYED = "delayed"
    DELIVERED = "delivered"
    UNCLEAR = "unclear"
    """A machine says that something happened, in no form we can rely on."""
    PASSED_ON = "passed-on"
    """It left for a server that reports nothing, or for everybody on a list: no end is known."""


class Feedback(StrEnum):
    """What a mailbox provider says that somebody said of our mail. Values are stored: append only.

    RFC 5965 §7.3; what else a provider may write counts as `OTHER`, hence as a complaint.
    """

    ABUSE = "abuse"
    """Unwanted: they called it spam."""
    FRAUD = "fraud"
    OTHER = "other"
    OPT_OUT = "opt-out"
    """They asked their provider to have us stop, and did not call it spam."""


@dataclass(frozen=True, slots=True)
class HumanReply:
    """Somebody wrote to us; nothing suggests a machine."""

    letter: Letter


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report says became of a mail for one recipient; all of it is the reporter's word.

    `action` is that of RFC 3464 §2.3.3 in lower case, or ours for what was said in prose; `status`
    an enhanced code (RFC 3463), or empty.
    """

    recipient: str
    action: str
    status: str
    fate: Fate
    diagnostic: str = ""

    @property
    def permanent(self) -> bool:
        """Whether it was given up: the action decides, not the first digit of the status."""
        return self.action == "failed"

    @property
    def our_fault(self) -> bool:
        """Whether our standing was refused, and nobody's address."""
        return self.fate is Fate.OUR_FAULT


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report. Without an `attempt` it matches nothing of ours and changes nothing.

    Each of our mails goes to one address: `fate`, `status`, `recipient` and `diagnostic` are of the
    recipient who fared best, `recipients` are all of them.
    """

    letter: Letter
    attempt: str | None
    fate: Fate
    status: str = ""
    recipient: str = ""
    diagnostic: str = ""
    recipients: tuple[Reported, ...] = ()


@dataclass(frozen=True, slots=True)
class Complaint:
    """A mailbox provider says that the person does not want our mail (RFC 5965).

    `named` is its Feedback-Type as written, in lower case.
    """

    letter: Letter
    attempt: str | None
    feedback: Feedback
    named: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A machine's note about a mail of ours that says nothing about anybody's wishes.

    A read receipt, a report that a mail is no spam. `asks` is what a human of ours has to look
    into, or empty. `named` is a report's Feedback-Type in lower case, empty for a receipt.
    """

    letter: Letter
    because: str
    attempt: str | None = None
    asks: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Mail to an address whose only purpose is to stop; whatever it says, it says stop."""

    letter: Letter
    attempt: str | None


@dataclass(frozen=True, slots=True)
class AutoReply:
    """A machine answered for somebody: neither reply nor refusal. `because` says how we know."""

    letter: Letter
    because: str


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """Written from an address of ours: a copy of what one of us sent."""

    letter: Letter


@dataclass(frozen=True, slots=True)
class ListTraffic:
    """Came through a mailing list and follows nothing we sent.

    `to_us`: it names an address of ours beside the list, or the list is one: who wrote it may have
    written to us.
    """

    letter: Letter
    to_us: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Not a mail that can be read at all; kept raw and shown to a human."""

    because: str


Arrival = (
    HumanReply
    | Bounce
    | Complaint
    | Notice
    | Unsubscribe
    | AutoReply
    | OwnCopy
    | ListTraffic
    | Unreadable
)


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
