"""What a carrier tells us: a text, how far one of ours got, a call. Strangers wrote all of it.

The same fields come by web hook and, one by one, from the message list when we poll; one reader
serves both.
"""

from __future__ import annotations

from collections.abc import Callable

from channels.arrivals import (
    Delivery,
    Incoming,
    IncomingCall,
    StatusReport,
    TextMessage,
    Unreadable,
)
from channels.sms.wire.codes import meaning
from channels.sms.wire.form import MARK, Form, value

_LONGEST = 10_000
"""Characters of a text that are read; a carrier joins at most 1,600."""
_MOST_ATTACHED = 10
_STATUSES = {
    "accepted": Delivery.QUEUED,
    "scheduled": Delivery.QUEUED,
    "queued": Delivery.QUEUED,
    "sending": Delivery.QUEUED,
    "sent": Delivery.SENT,
    "partially_delivered": Delivery.SENT,
    "undelivered": Delivery.UNDELIVERED,
    "failed": Delivery.FAILED,
    "canceled": Delivery.CANCELED,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
}
_COMING_IN = frozenset({"received", "receiving"})

Genuine = Callable[[str], str | None]
"""The attempt that a token of a callback names; None where we did not make it."""


def read(form: Form, genuine: Genuine) -> Incoming:
    """Return what these fields say, whichever kind they are."""
    if value(form, "CallSid"):
        return read_call(form)
    if value(form, "SmsStatus") in _COMING_IN or not value(form, "MessageStatus"):
        return read_text(form)
    return read_status(form, genuine)


def read_text(form: Form) -> TextMessage | Unreadable:
    """Return the text that somebody wrote to us."""
    reference, sender = value(form, "MessageSid"), value(form, "From")
    if not reference or not sender:
        return Unreadable("a text without its number or its name")
    return TextMessage(
        sender=sender,
        to=value(form, "To"),
        text="".join(form.get("Body", ())[:1])[:_LONGEST],
        reference=reference,
        keyword=value(form, "OptOutType").upper(),
        attachments=_count(value(form, "NumMedia")),
    )


def read_status(form: Form, genuine: Genuine) -> StatusReport | Unreadable:
    """Return how far a text of ours got."""
    reference, named = value(form, "MessageSid"), value(form, "MessageStatus").lower()
    status = delivery_of(named)
    if not reference or status is None:
        return Unreadable("a report on a text without its name or a status we know")
    code, mark = value(form, "ErrorCode"), value(form, MARK)
    code = "" if code == "0" else code
    return StatusReport(
        reference=reference,
        status=status,
        to=value(form, "To"),
        code=code,
        trouble=meaning(code) if code else None,
        attempt=genuine(mark) if mark else None,
    )


def delivery_of(status: str) -> Delivery | None:
    """Return how far a text is, of which the carrier says this; None for what we do not know."""
    return _STATUSES.get(status)


def read_call(form: Form) -> IncomingCall | Unreadable:
    """Return the call that somebody made to one of our numbers; who hides has no number."""
    reference, sender = value(form, "CallSid"), value(form, "From")
    if not reference:
        return Unreadable("a call without its name")
    return IncomingCall(sender, value(form, "To"), reference, value(form, "Digits"))


def _count(number: str) -> int:
    return min(int(number), _MOST_ATTACHED) if number.isascii() and number.isdigit() else 0
