"""What every door promises: `send(Outbound, Clearance)` and nothing else gets words out.

A door carries words and decides nothing. It refuses to move without a clearance that fits to the
byte, says loudly what it cannot do, and reports what happened as a `Receipt`, never as an exception
(exceptions are for our own mistakes: see `channels.errors`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, runtime_checkable

import orjson

from policies.channel import Channel
from policies.clearance import Clearance
from policies.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Mailbox:
    """A display name and an address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an email. `media` is its type, such as `application/pdf`."""

    name: str
    media: str
    content: bytes


@quick
@dataclass(frozen=True, slots=True)
class EmailWords:
    """One email. `list_unsubscribe` holds URIs in order of preference, HTTPS before mailto.

    `one_click` adds `List-Unsubscribe-Post` (RFC 8058); `auto_submitted` is the RFC 3834 value or
    empty. `message_id`, `in_reply_to` and `references` carry their angle brackets.
    """

    sender: Mailbox
    subject: str
    text: str
    message_id: str
    envelope_from: str
    html: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    list_id: str = ""
    list_unsubscribe: tuple[str, ...] = ()
    one_click: bool = False
    auto_submitted: str = ""
    attachments: tuple[Attachment, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class TextWords:
    """One text message; `valid_seconds` bounds how long a carrier may hold it."""

    sender: str
    text: str
    valid_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class CallWords:
    """What a human says: the script beside the number that is about to be revealed."""

    script: str


Content = EmailWords | TextWords | CallWords


@quick
@dataclass(frozen=True, slots=True)
class Outbound:
    """Everything that leaves for one attempt, addressed to one contact point."""

    attempt: str
    channel: Channel
    to: Mailbox
    content: Content
    features: tuple[str, ...] = field(default=())
    """Names of optional features this message needs; a door without one refuses loudly."""

    def __hash__(self) -> int:
        """Return a hash of its attempt: there is one message for it, and words take long."""
        return hash(self.attempt)


@lru_cache(maxsize=256)
def content_digest(outbound: Outbound) -> str:
    """Return SHA-256 (hex) over every field of the outbound message.

    Each field of each record is written down with its name, so that a field added later is covered
    too; a file by its name, type and the digest of its octets. The digest is compared within one
    process only. What never changes is digested once: it is asked for when a message is cleared,
    and again at the door.
    """
    try:
        written = orjson.dumps(outbound, default=_octets)
    except TypeError:  # half a character, which no door will send
        written = repr(outbound).encode()
    return hashlib.sha256(written).hexdigest()


def _octets(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    raise TypeError


@quick
@dataclass(frozen=True, slots=True)
class Accepted:
    """The door took responsibility. Accepted is not delivered.

    `delivery` is how far it is by then, as `channels.arrivals.Delivery` says it, or empty.
    """

    reference: str
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Permanently refused. `point_dead` where the address itself is the reason."""

    code: str
    detail: str
    point_dead: bool
    opted_out: bool = False
    """They told the carrier to stop, and we did not know: it is a refusal of theirs."""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Nothing left, and the fault is ours: from this mailbox or number nothing is taken just now.

    The sender pauses; the attempt is planned again, and nobody's address is to blame.
    """

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Temporary:
    """Not now; the attempt is planned again, judged again and cleared again."""

    code: str
    detail: str
    retry_after: float | None = None
    """Seconds, where the door said so."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not have left. Never retried by a machine."""

    detail: str


Receipt = Accepted | Refused | TurnedAway | Temporary | Unknown


@dataclass(frozen=True, slots=True)
class Revealed:
    """What whoever pressed "call" sees: whom they call, the number (E.164), what to say."""

    attempt: str
    name: str
    number: str
    script: str


class Door(Protocol):
    """A way out. Safe to call concurrently from one event loop; `close` releases connections.

    `send` raises `ClearanceError` (nothing left) when the clearance does not fit, and
    `UnsupportedFeatureError` (nothing left) for what the door cannot do. Anything the outside world
    does comes back as a receipt.
    """

    @property
    def channel(self) -> Channel:
        """Which channel this door serves."""
        ...

    @property
    def capacity(self) -> int:
        """How many sends may be under way at once; a hand-over group is no larger."""
        ...

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        """Hand the words over, once."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...


@runtime_checkable
class GetsReady(Protocol):
    """A door that can do beforehand whatever sending takes but the sending."""

    def get_ready(self, outbound: Outbound, clearance: Clearance) -> None:
        """Check the clearance and put the message together; nothing leaves.

        Raises what `send` would raise, which will raise it again.
        """
        ...


@runtime_checkable
class Connects(Protocol):
    """A door that can be connected beforehand, so that what is sent leaves when it is sent."""

    async def connect(self, messages: int) -> None:
        """Open what so many messages at once need; nothing leaves.

        Raises nothing where it fails: `send` meets the same, and answers for it.
        """
        ...
