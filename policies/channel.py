"""The doors a person can be reached through, and the reasons for using one."""

from __future__ import annotations

from enum import StrEnum


class Name(StrEnum):
    """A stored name. Hashed as the string it is, which costs a twentieth of an enum's own hash."""

    __hash__ = str.__hash__


class Channel(Name):
    """A way of reaching a person. Values are stored: append only."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"


SPOKEN = {Channel.EMAIL: "email", Channel.SMS: "text", Channel.PHONE: "phone"}
"""The word people use for a channel, after "by"."""


class Purpose(Name):
    """Why this contact is made. Values are stored: append only."""

    MARKETING = "marketing"
    SERVICE = "service"
    PROMISED = "promised"
    """The person asked for this very contact."""
    ANSWER = "answer"
    """A human answers what the person wrote."""
    ACKNOWLEDGE = "acknowledge"
    """The one confirmation of a stop."""


class Kind(Name):
    """In which capacity the law sees a person; unknown is treated as consumer."""

    CONSUMER = "consumer"
    BUSINESS = "business"
