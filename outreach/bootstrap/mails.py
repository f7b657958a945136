"""Mails as files, told apart and read as a house would; each becomes a record for programs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from channels.arrivals import (
    Arrival,
    AutoReply,
    Bounce,
    Complaint,
    HumanReply,
    Letter,
    ListTraffic,
    Notice,
    OwnCopy,
    Reported,
    Unreadable,
    Unsubscribe,
)
from channels.email.wire.parse import Ours, parse
from channels.email.wire.tokens import Tokens
from outreach.bootstrap.phrases import shipped_phrases, shipped_reader
from outreach.listening.folded import fold_word
from outreach.listening.keywords import Word, bare
from outreach.listening.labels import Key, labels_of
from outreach.listening.reading import Heard, ReaderContext, Reading
from policies.statement import Via

_NOBODYS = b"tokens are made with a house's own key"
"""No house's key: what stands alone in a file ties to no attempt."""


class Kind(StrEnum):
    """What a mail is."""

    REPLY = "reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"
    AUTO_REPLY = "auto-reply"
    RECEIPT = "receipt"
    LIST = "list"
    OWN_COPY = "own-copy"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReadMail:
    """One mail: its kind, whom a report is about, the person's own words.

    `return_date` (ISO 8601, the writer's clock) is the day an automatic reply names. `trouble` says
    why nothing could be read, or is empty.
    """

    kind: Kind
    recipients: tuple[Reported, ...] = ()
    feedback_type: str | None = None
    text: str = ""
    return_date: str | None = None
    trouble: str = ""

    def record(self, file: str) -> dict[str, object]:
        """Return it as `outreach intake --json` prints it."""
        return {
            "file": file,
            "kind": self.kind,
            "recipients": [_recipient(each) for each in self.recipients],
            "feedback_type": self.feedback_type,
            "text": self.text,
            "return_date": self.return_date,
        }


def read_mail(raw: bytes, ours: Collection[str], now: datetime) -> ReadMail:
    """Return what a mail is. `ours` are addresses that we write from; `now` dates undated mail."""
    senders = frozenset(address.lower() for address in ours)
    arrival = parse(raw, Ours(Tokens(_NOBODYS), senders))
    match arrival:
        case Bounce():
            return ReadMail(Kind.BOUNCE, arrival.recipients)
        case Complaint():
            return ReadMail(Kind.COMPLAINT, feedback_type=arrival.named)
        case Notice():
            kind = Kind.OTHER if arrival.named else Kind.RECEIPT
            return ReadMail(kind, feedback_type=arrival.named or None)
        case Unreadable(because):
            return ReadMail(Kind.OTHER, trouble=because)
        case HumanReply() | AutoReply() | Unsubscribe() | ListTraffic() | OwnCopy():
            reading = _reading(arrival.letter, now)
            kind = _kind(arrival, reading)
            back = labels_of(reading)[Key.PAUSE_UNTIL] if kind is Kind.AUTO_REPLY else None
            date = str(back)[:10] if back else None
            return ReadMail(kind, text=reading.own_words, return_date=date)
        case _:
            assert_never(arrival)


def _kind(arrival: Arrival, reading: Reading) -> Kind:
    match arrival:
        case Unsubscribe():
            return Kind.UNSUBSCRIBE
        case HumanReply(letter) | AutoReply(letter) if _asked_by_subject(letter):
            return Kind.UNSUBSCRIBE
        case AutoReply():
            return Kind.AUTO_REPLY
        case ListTraffic():
            return Kind.LIST
        case OwnCopy():
            return Kind.OWN_COPY
        case _:
            return Kind.AUTO_REPLY if reading.automatic else Kind.REPLY


def _asked_by_subject(letter: Letter) -> bool:
    """Say whether a mail programme unsubscribed for somebody: the subject is that word alone."""
    if letter.in_reply_to or letter.references:
        return False
    return bare(fold_word(letter.subject).strip(), shipped_phrases().keywords) is Word.STOP


def _reading(letter: Letter, now: datetime) -> Reading:
    heard = Heard(letter.text, letter.written_at or now, Via.EMAIL, letter.subject)
    return shipped_reader()(heard, ReaderContext())


def _recipient(told: Reported) -> dict[str, object]:
    return {
        "address": told.recipient,
        "action": told.action,
        "status": told.status,
        "permanent": told.permanent,
        "our_fault": told.our_fault,
    }
