"""From the bytes of one mail to what it is. Pure; never raises, whatever the bytes.

Order matters: reports first, since they quote us whole; then an address that only means stop; then
our own copies; and a person only where no machine is to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import BytesParser

from channels.arrivals import (
    Arrival,
    AutoReply,
    Bounce,
    Complaint,
    Feedback,
    HumanReply,
    Letter,
    ListTraffic,
    Notice,
    OwnCopy,
    Reported,
    Unreadable,
    Unsubscribe,
)
from channels.contract import Mailbox
from channels.email.wire.body import text_of
from channels.email.wire.fields import (
    Mail,
    addresses,
    decoded,
    message_ids,
    moment,
    raw,
    raw_all,
)
from channels.email.wire.machines import (
    answered_by_machine,
    asks_for_proof,
    came_from_nobody,
    came_through_list,
    has_null_return_path,
    is_daemon,
    is_postmaster,
    named_daemon,
    sent_in_bulk,
)
from channels.email.wire.prose import reads_as_returned, told_in_prose
from channels.email.wire.reports import (
    DOMAIN_REPORT,
    best_of,
    complains,
    deliveries_in,
    feedback_in,
    is_domain_report,
    is_read_receipt,
    returned_headers,
    written_to,
)
from channels.email.wire.tokens import Named, Tokens, Use
from channels.email.wire.undelivered import Returned

LONGEST = 500_000
"""Octets that are read of one mail. The rest is kept raw: a huge attachment hides no stop."""
_LONGEST_HEAD = 128_000
_MARK = b"\xef\xbb\xbf"
"""Some programmes write it at the top of a file; before a head it hides the first field."""
_NOTHING = b"\0"
"""It may stand nowhere in a mail (RFC 5322 §4), and the parser trips over it."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_OVERLONG = re.compile(  # the parser takes time in proportion to the square of these
    rb"^(content-(?:type|disposition):(?:[^\n]|\n(?=[ \t])){2000})(?:[^\n]|\n(?=[ \t]))*",
    re.MULTILINE | re.IGNORECASE,
)

_RECIPIENTS = ("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc")
_SENDER_WRITES = ("Message-ID", "Reply-To", "List-Unsubscribe")
_TRACES = ("Received", "Return-Path", "Delivered-To", "X-Original-To")
"""Fields that servers add on the way (RFC 5321 §4.4), and no mail programme writes."""
_DELIVERED_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To")


@dataclass(frozen=True, slots=True)
class Ours:
    """How to know our own: addresses in lower case, without `+tag`.

    `senders` are those we write from; any mail to one of `stops` means stop.
    """

    tokens: Tokens
    senders: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()


def parse(raw_mail: bytes, ours: Ours) -> Arrival:
    """Return what this mail is; `Unreadable` where nothing in it can be read."""
    raw_mail = raw_mail.replace(_NOTHING, b"").removeprefix(_MARK).lstrip(b"\r\n")
    if not raw_mail.strip():
        return Unreadable("the mail is empty")
    try:
        octets = _bounded(raw_mail)
        mail = BytesParser(Mail).parsebytes(octets)
        if not any(raw(mail, name) for name in ("From", "To", "Subject", "Message-ID", "Date")):
            return Unreadable("the mail has no header")
        return _arrival(_come(octets, mail, ours, cut=len(octets) < len(raw_mail)))
    except RecursionError:
        return Unreadable("the mail has parts within parts beyond reading")
    except Exception as error:  # strangers write these bytes, and the parser has known faults
        return Unreadable(f"the mail cannot be read: {type(error).__name__}")


def _bounded(raw_mail: bytes) -> bytes:
    """Return what is read of a mail: cut where it, or a part of its head, is beyond reason."""
    mail = _OVERLONG.sub(rb"\1", raw_mail[:LONGEST])
    end = _HEAD_END.search(mail)
    if end is None:
        return mail[:_LONGEST_HEAD]
    if end.start() <= _LONGEST_HEAD:
        return mail
    return mail[: mail.rfind(b"\n", 0, _LONGEST_HEAD) + 1] + mail[end.start() :]


@dataclass(frozen=True, slots=True)
class _Come:
    """A mail that came: what was read of it, its letter, and the tokens it was addressed to."""

    octets: bytes
    mail: Mail
    letter: Letter
    addressed: tuple[Named, ...]
    ours: Ours

    def attempt_by(self, use: Use) -> str | None:
        return next((named.attempt for named in self.addressed if named.use is use), None)


def _arrival(come: _Come) -> Arrival:
    mail, letter, ours = come.mail, come.letter, come.ours
    report = _report(come)
    if report is not None:
        return report
    stopped = come.attempt_by(Use.STOP)
    if stopped or any(_plain(address) in ours.stops for address in letter.to):
        return Unsubscribe(letter, stopped)
    sender = letter.sender.address
    if _plain(sender) in ours.senders:
        return OwnCopy(letter)
    bounced = come.attempt_by(Use.BOUNCE)
    if _by_daemon(letter, bounced) or (bounced and has_null_return_path(mail)):
        return _bounce(letter, bounced, _told(come))
    returned = reads_as_returned(mail, letter.subject)
    if returned or has_null_return_path(mail):
        told = _told(come, by_machine=returned and came_from_nobody(mail))
        if told:
            return _bounce(letter, bounced, told)
    listed = came_through_list(mail) and not letter.attempts
    if letter.automatic and not (listed and sent_in_bulk(mail, letter.subject)):
        return AutoReply(letter, letter.automatic)
    if listed:
        to_us = any(_plain(to) in ours.senders for to in letter.recipients)
        return ListTraffic(letter, to_us and not letter.automatic)
    return HumanReply(letter)


def _by_daemon(letter: Letter, bounced: str | None) -> bool:
    """Say whether a mail server wrote this; people, too, write from the address `postmaster`."""
    sender = letter.sender.address
    human = is_postmaster(sender) and not letter.automatic and not bounced
    return is_daemon(sender) and not human


def _report(come: _Come) -> Arrival | None:
    """Return the report this is; a person's mail with a report inside it is still a person's."""
    mail, letter = come.mail, come.letter
    if is_domain_report(mail):
        return Notice(letter, "it tells how mail in our domain's name fared", named=DOMAIN_REPORT)
    daemon = is_daemon(letter.sender.address) or has_null_return_path(mail)
    if mail.get_content_type() != "multipart/report" and not daemon and not complains(mail):
        return None
    feedback = feedback_in(mail)
    if feedback is not None:
        return _feedback(come, feedback)
    told = deliveries_in(mail)
    if told is not None and not _asks_first(come, told):
        return _bounce(letter, _reported(come), told or _told(come))
    if is_read_receipt(mail):
        returned = _told(come) if letter.subject.lower().startswith("automatically reject") else ()
        if returned:
            return _bounce(letter, _reported(come), returned)
        return Notice(letter, "it is a read receipt", _reported(come))
    return None


def _asks_first(come: _Come, told: tuple[Reported, ...]) -> bool:
    """Say whether what looks like a report only asks us to prove that we are human."""
    given_up = any(each.status.startswith("5.") for each in told)
    return not given_up and bool(asks_for_proof(come.mail, come.letter.text))


def _told(come: _Come, *, by_machine: bool = True) -> tuple[Reported, ...]:
    """Return who was not reached by the words of a mail; nobody of us is."""
    named = addresses(come.mail, *_RECIPIENTS, "Delivered-To")
    ours = {*come.ours.senders, *(box.address.lower() for box in named)}
    ours.add(come.letter.sender.address.lower())
    returned = Returned(come.letter.subject, come.letter.text, written_to(come.mail))
    return told_in_prose(come.octets, returned, ours, by_machine=by_machine)


def _bounce(letter: Letter, attempt: str | None, told: tuple[Reported, ...]) -> Bounce:
    best = best_of(told)
    return Bounce(letter, attempt, best.fate, best.status, best.recipient, best.diagnostic, told)


def _feedback(come: _Come, named: str) -> Arrival:
    """Tell what somebody said of our mail from what a machine found in it."""
    because = f"a mailbox provider reports `{named}`"
    match named:
        case "auth-failure" | "dmarc" | "virus":
            asks = f"{because} about our mail: look into how it is signed and what it holds"
            return Notice(come.letter, because, _reported(come), asks, named)
        case "not-spam" | "miscategorized":
            return Notice(come.letter, because, _reported(come), named=named)
        case "opt-out" | "opt-out-list":
            return Complaint(come.letter, _reported(come), Feedback.OPT_OUT, named)
        case "abuse" | "fraud":
            return Complaint(come.letter, _reported(come), Feedback(named), named)
        case _:
            return Complaint(come.letter, _reported(come), Feedback.OTHER, named)


def _reported(come: _Come) -> str | None:
    """Return the attempt a report is about: by the address it came to, else by what it returns."""
    returned = come.ours.tokens.found_in(returned_headers(come.mail))
    return come.attempt_by(Use.BOUNCE) or next((named.attempt for named in returned), None)


def _come(octets: bytes, mail: Mail, ours: Ours, *, cut: bool) -> _Come:
    senders = addresses(mail, "From") or addresses(mail, "Sender") or [named_daemon(mail)]
    writer = _writer(mail, senders[0], ours)
    in_reply_to = next(iter(message_ids(raw(mail, "In-Reply-To"))), "")
    references = tuple(reversed(message_ids(raw(mail, "References"))))
    addressed = tuple(_addressed(mail, ours))
    tied = [*ours.tokens.found_in(" ".join((in_reply_to, *references))), *addressed]
    itself = ours.tokens.found_in(" ".join(raw(mail, name) for name in _SENDER_WRITES))
    subject, text = decoded(raw(mail, "Subject")), text_of(mail)
    letter = Letter(
        sender=writer or senders[0],
        to=tuple(box.address for box in addresses(mail, *_DELIVERED_TO)),
        subject=subject,
        text=text,
        message_id=next(iter(message_ids(raw(mail, "Message-ID"))), ""),
        in_reply_to=in_reply_to,
        references=references,
        attempts=tuple(dict.fromkeys(named.attempt for named in tied)),
        written_at=moment(raw(mail, "Date")),
        authentication_results=()  # they vouch for who passed it on
        if writer
        else tuple(raw_all(mail, "Authentication-Results")),
        cut=cut,
        recipients=tuple(box.address for box in addresses(mail, *_RECIPIENTS)),
        is_attempt=next((named.attempt for named in itself), None),
        automatic=answered_by_machine(mail, subject) or asks_for_proof(mail, text),
        travelled=any(raw(mail, name) for name in _TRACES),
    )
    return _Come(octets, mail, letter, addressed, ours)


def _writer(mail: Mail, sender: Mailbox, ours: Ours) -> Mailbox | None:
    """Return who wrote what bears an address of ours all the same; None where we did, or others.

    A list of ours, or a form on our own pages, writes to us in our name what somebody else said,
    and names them in Reply-To.
    """
    if _plain(sender.address) not in ours.senders:
        return None
    went_to = {box.address.lower() for box in addresses(mail, *_RECIPIENTS)}
    outside = any(_plain(to) not in ours.senders for to in went_to)
    if outside and not came_through_list(mail):
        return None
    named = addresses(mail, "Reply-To", "X-Original-From")
    others = (one for one in named if _plain(one.address) not in ours.senders)
    return next((one for one in others if one.address.lower() not in went_to), None)


def _addressed(mail: Mail, ours: Ours) -> Iterator[Named]:
    """Yield the tokens in the addresses that this mail was sent to."""
    for name in _DELIVERED_TO:
        for value in raw_all(mail, name):
            yield from ours.tokens.found_in(value)


def _plain(address: str) -> str:
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
