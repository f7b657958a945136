"""What takes somebody out of a sequence, and what a step asks before it is tried."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Exit(StrEnum):
    """What ends somebody's way through a sequence. Values are stored: append only.

    A refusal of all contact, and an answer of ours that nobody resumed after, end every sequence:
    they need not be named.
    """

    REPLY = "reply"
    """They wrote back."""
    COLLEAGUES_REPLY = "colleague's reply"
    """Somebody at their organisation wrote back."""
    PROMISE = "promise"
    """We promised them something."""
    BOUNCE = "bounce"
    """Where we wrote to is dead."""
    MEETING = "meeting"
    """We met, or will."""
    REFUSAL = "refusal"


TOLD: Mapping[Exit, str] = {
    Exit.REPLY: "they wrote back",
    Exit.COLLEAGUES_REPLY: "somebody at their organisation wrote back",
    Exit.PROMISE: "we promised them something",
    Exit.BOUNCE: "an address or number of theirs is dead",
    Exit.MEETING: "we met, or will meet",
    Exit.REFUSAL: "they asked us to stop",
}


class OnlyIf(StrEnum):
    """What must hold for a step to be tried; else it is passed over. Values are stored."""

    NO_REPLY = "no reply"
    """They have not written since they were put into the sequence."""
    NO_MEETING = "no meeting"
    """No call, meeting or visit was noted since then."""
    EMAIL = "email"
    """They have a live address."""
    MOBILE = "mobile"
    """They have a live number that takes texts."""
    PHONE = "phone"
    """They have a live number."""
    NO_EMAIL = "no email"
    NO_PHONE = "no phone"
    ORGANISATION = "organisation"
    """We know where they work."""
    NO_ORGANISATION = "no organisation"


ASKED: Mapping[OnlyIf, str] = {
    OnlyIf.NO_REPLY: "they have not written since",
    OnlyIf.NO_MEETING: "no call or meeting was noted since",
    OnlyIf.EMAIL: "they have an email address",
    OnlyIf.MOBILE: "they have a number that takes texts",
    OnlyIf.PHONE: "they have a number",
    OnlyIf.NO_EMAIL: "they have no email address",
    OnlyIf.NO_PHONE: "they have no number",
    OnlyIf.ORGANISATION: "we know where they work",
    OnlyIf.NO_ORGANISATION: "we do not know where they work",
}


def fails(conditions: tuple[OnlyIf, ...], known: frozenset[OnlyIf]) -> OnlyIf | None:
    """Return the first condition that does not hold, or None."""
    return next((one for one in conditions if one not in known), None)
