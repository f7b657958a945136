"""What a mail can be.

Everything in a mail is written by whoever sent it. Only a signed token of ours ties a report to an
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
    into, or empty. `named` is a report's Feedback-Type in lower case, `domain-report` for one of
    how mail in our domain's name fared, empty for a receipt.
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
