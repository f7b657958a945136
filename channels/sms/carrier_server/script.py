"""What the carrier does with the next text, as a test or a demonstration wants it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Take:
    """Accept it; it gets as far as `status`, with an error where it does not arrive."""

    status: str = "delivered"
    error: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Take nothing and say why. `retry_after` in seconds."""

    code: int
    http: int = 400
    message: str = "refused"
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Fail:
    """Answer with a server error, the text `taken` or not."""

    http: int = 500
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """Break the line without an answer, the text `taken` or not."""

    taken: bool


@dataclass(frozen=True, slots=True)
class Slow:
    """Take it, and answer after so many seconds."""

    seconds: float


Happening = Take | Refuse | Fail | Drop | Slow

UNAUTHORISED = Refuse(20003, 401, "Authenticate")
CROWD = Refuse(20429, 429, "Too Many Requests", retry_after=2)
MAGIC: dict[str, Happening] = {
    "+15005550001": Refuse(21211, message="The 'To' number is not a valid phone number"),
    "+15005550002": Refuse(21612, message="The message cannot be routed to the 'To' number"),
    "+15005550003": Refuse(21408, message="Permission to send to this region is not enabled"),
    "+15005550004": Refuse(21610, message="Attempt to send to unsubscribed recipient"),
    "+15005550009": Refuse(21614, message="The 'To' number is not a valid mobile number"),
}
"""Numbers that do the same at Twilio with its test credentials."""
