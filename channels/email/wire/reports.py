"""Delivery reports (RFC 3464, RFC 6533) and complaints (RFC 5965), which anybody can forge.

Action decides, not the class digit of Status: a `failed` may carry 4.x.x, a `delayed` is not final.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.parser import HeaderParser
from itertools import islice

from channels.arrivals import Fate, Reported
from channels.email.wire.body import leaves
from channels.email.wire.fields import Mail, addresses, decoded, in_charset, raw
from channels.email.wire.status import blames_address, blames_us, enhanced

DOMAIN_REPORT = "domain-report"
_DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/global-headers",
)
_GROUPS = 100
_BEST = (
    Fate.DELIVERED,
    Fate.PASSED_ON,
    Fate.DELAYED,
    Fate.UNCLEAR,
    Fate.FAILED,
    Fate.OUR_FAULT,
    Fate.DEAD,
)
_MEANT = {"failure": "failed", "error": "failed", "delay": "delayed", "deliverable": "delivered"}
"""What servers write for an action, other than RFC 3464 says."""
_FIELD = re.compile(
    r"^(Original-Recipient|Final-Recipient|Action|Status|Diagnostic-Code): *"
    r"([^\n]{0,900}(?:\n[ \t][^\n]{0,900}){0,20})",
    re.IGNORECASE | re.MULTILINE,
)
_DOMAIN = re.compile(r"\W*report domain:\s*\S+\s+submitter:", re.IGNORECASE)
_PACKED = frozenset(
    f"application/{kind}"
    for kind in ["zip", "gzip", "x-gzip", "x-zip-compressed", "xml", "tlsrpt+gzip", "tlsrpt+json"]
) | {"text/xml"}
_WRAPPED = frozenset({"base64", "quoted-printable"})


def is_read_receipt(mail: Mail) -> bool:
    """Say whether this is a disposition notification (RFC 8098)."""
    return any(
        part.get_content_type() == "message/disposition-notification" for part in leaves(mail)
    )


def is_domain_report(mail: Mail) -> bool:
    """Say whether this tells how mail in a domain's name fared (RFC 7489 §7.2, RFC 8460 §5.3)."""
    named = raw(mail, "TLS-Report-Domain") or _DOMAIN.match(decoded(raw(mail, "Subject")))
    kinds = {part.get_content_type() for part in leaves(mail)}
    return bool(named) and not kinds.isdisjoint(_PACKED)


def deliveries_in(mail: Mail) -> tuple[Reported, ...] | None:
    """Return what a report says of each recipient, or None where this is no such report."""
    parts = [part for part in leaves(mail) if part.get_content_type() in _DELIVERY]
    if not parts:
        broken = mail.get_content_type() == "multipart/report" and not mail.is_multipart()
        return tuple(map(_reported, _told_anywhere(_text(mail)))) or None if broken else None
    groups = [group for part in parts for group in _groups(part)]
    told = tuple(_reported(group) for group in groups if raw(group, "Action"))
    if all(each.recipient for each in told):
        return told
    text = "\n".join(f"{name}: {value}" for group in groups for name, value in group.raw_items())
    return tuple(map(_reported, _told_anywhere(text)))


def _told_anywhere(text: str) -> Iterator[Mail]:
    """Yield the recipients whose fields stand in a text that is cut up wrongly.

    A field that comes again begins another recipient.
    """
    group = Mail()
    for match in islice(_FIELD.finditer(text), _GROUPS):
        name = match[1].lower()
        if name in group:
            if "action" in group:
                yield group
            group = Mail()
        group[name] = " ".join(match[2].split())
    if "action" in group:
        yield group


def best_of(reported: Iterable[Reported]) -> Reported:
    """Return the recipient who fared best.

    Each of our mails goes to one address. Where a report knows several, that address stands for
    all of them, and it is alive as long as one of them is.
    """
    nobody = Reported("", "", "", Fate.UNCLEAR)
    return min(reported, key=lambda each: _BEST.index(each.fate), default=nobody)


def feedback_in(mail: Mail) -> str | None:
    """Return the Feedback-Type of a report in lower case, or None where this is no such report."""
    for part in leaves(mail):
        if part.get_content_type() == "message/feedback-report":
            kinds = [raw(group, "Feedback-Type") for group in _groups(part)]
            named = next((kind for kind in kinds if kind), "abuse")
            return named.split("(")[0].split(";")[0].strip().lower()[:40]
    return "abuse" if _is_junk_report(mail) else None


def complains(mail: Mail) -> bool:
    """Say whether a mail is a complaint by its form, though not by its type.

    Some providers send a feedback report as `multipart/mixed`, which a person who passes one on
    does not: with them it lies in a mail attached.
    """
    kinds = {part.get_content_type() for part in leaves(mail)}
    whole = "message/feedback-report" in kinds and not kinds.isdisjoint(_RETURNED)
    return (whole and not raw(mail, "In-Reply-To")) or _is_junk_report(mail)


def _is_junk_report(mail: Mail) -> bool:
    """Say whether it is of Microsoft's Junk Mail Reporting Program: our mail and nothing else."""
    if not raw(mail, "Subject").lower().startswith("complaint about message from "):
        return False
    parts = [part for part in leaves(mail) if part.get_content_type() == "message/rfc822"]
    inner = [piece for part in parts for piece in part.get_payload() if isinstance(piece, Mail)]
    return any(raw(one, "X-HmXmrOriginalRecipient") for one in inner)


def returned_headers(mail: Mail) -> str:
    """Return everything in a report that may hold a token of ours: fields, and our own headers."""
    found = []
    for part in leaves(mail):
        kind = part.get_content_type()
        if kind in _RETURNED or kind in _DELIVERY or kind == "message/feedback-report":
            for group in _groups(part):
                found += [f"{name}: {value}" for name, value in group.raw_items()]
    return "\n".join(found)


def written_to(mail: Mail) -> tuple[str, ...]:
    """Return to whom the mail that a report returns was written, by its head."""
    for part in leaves(mail):
        if part.get_content_type() in _RETURNED:
            return tuple(box.address for group in _groups(part) for box in addresses(group, "To"))
    return ()


def _reported(group: Mail) -> Reported:
    diagnostic = raw(group, "Diagnostic-Code").partition(";")[2].strip()[:500]
    status = enhanced(raw(group, "Status"))
    if status.endswith(".0.0") or not status:
        status = enhanced(diagnostic) or status
    both = (raw(group, "Original-Recipient"), raw(group, "Final-Recipient"))
    named = next((one for one in both if "@" in one), both[0] or both[1])
    recipient = named.rpartition(";")[2].strip().strip("<>")[:320]
    said = raw(group, "Action").split("(")[0].strip().lower()[:40]
    action = _MEANT.get(said, said)
    return Reported(recipient, action, status, fate_of(action, status), diagnostic)


def fate_of(action: str, status: str) -> Fate:
    """Return what became of a mail, and through whose fault."""
    match action:
        case "failed":
            if blames_address(status):
                return Fate.DEAD
            return Fate.OUR_FAULT if blames_us(status) else Fate.FAILED
        case "delayed":
            return Fate.DELAYED
        case "delivered":
            return Fate.DELIVERED
        case "relayed" | "expanded":
            return Fate.PASSED_ON
        case _:
            return Fate.UNCLEAR


def _groups(part: Mail) -> Iterator[Mail]:
    """Yield the groups of fields in a report's part, however the parser cut it up."""
    payload = part.get_payload()
    pieces = payload if isinstance(payload, list) else [_text(part)]
    for piece in pieces[:_GROUPS]:
        if isinstance(piece, str):
            yield from _split(piece)
        elif isinstance(piece, Mail):
            yield piece
            rest = _unwrapped(part, piece)
            if isinstance(rest, str) and part.get_content_type() not in _RETURNED:
                yield from _split(rest)


def _unwrapped(part: Mail, piece: Mail) -> object:
    """Return the rest of a group; RFC 6533 §4 lets a part be wrapped, which the parser leaves.

    It is in UTF-8 where it is not in ASCII (RFC 6533 §4), which the parser does not know.
    """
    encoding = raw(part, "Content-Transfer-Encoding").lower()
    if encoding in _WRAPPED and not piece.keys():
        piece["Content-Transfer-Encoding"] = encoding
    octets = piece.get_payload(decode=True)
    return in_charset(octets, "utf-8") if isinstance(octets, bytes) else ""


def _split(text: str) -> Iterator[Mail]:
    parser = HeaderParser(Mail)
    for group in text.replace("\r\n", "\n").split("\n\n")[:_GROUPS]:
        yield parser.parsestr(group)


def _text(part: Mail) -> str:
    octets = part.get_payload(decode=True)
    return in_charset(octets, part.get_content_charset() or "") if isinstance(octets, bytes) else ""
