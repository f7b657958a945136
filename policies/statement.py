"""What a person said, word for word, and what we understood of it.

A statement is never changed. Its meanings are restrictive (a refusal, a quiet time, a pause ...),
permissive (`Resume`, `Consent`, the promise half of `Callback`) or moving (`Prefer`, `Place` ...).
Wall-clock times belong to the person: a local day and a minute of that day, never an offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from policies.channel import Channel, Purpose

DAY_MINUTES = 24 * 60
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


class Via(StrEnum):
    """How the words reached us. Values are stored: append only."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    WEB = "web"
    IMPORT = "import"
    REP = "rep"
    PROGRAM = "program"
    """Handed over by a program of ours, which one of us answers for."""


class Source(StrEnum):
    """By which act the statement was made. Values are stored: append only."""

    REPLY = "reply"
    PAGE = "page"
    ONE_CLICK = "one-click"
    KEYWORD = "keyword"
    CARRIER = "carrier"
    REP_NOTE = "rep-note"
    IMPORT = "import"


class Scope(StrEnum):
    """How long a preference stands."""

    STANDING = "standing"
    MATTER = "matter"
    """For the request it came with."""


@dataclass(frozen=True, slots=True)
class WallTime:
    """A day on the person's own clock; `minute` of that day (0-1439), or None for the whole day."""

    day: date
    minute: int | None = None


When = WallTime | datetime
"""On the person's clock, or (an aware datetime) the same instant everywhere."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Do not contact me: on one channel, or on all (`channel` None); about one topic, or at all.

    `organisation` extends it to everybody at the person's organisation.
    """

    channel: Channel | None
    topic: str | None = None
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Avoid:
    """Cannot or would rather not use this channel; a preference for any other."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class Quiet:
    """Times NOT to contact. Weekdays 0 = Monday; minutes of the day, `end` up to 1440.

    `start > end` crosses midnight into the next day; `start == end` is the whole calendar day.
    """

    days: tuple[int, ...] = EVERY_DAY
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing until then; a day is that day's start on the person's clock."""

    until: When


@dataclass(frozen=True, slots=True)
class AtMost:
    """No more than `count` contacts in any `days` x 24 hours."""

    count: int
    days: int


@dataclass(frozen=True, slots=True)
class NotInterested:
    """Declines the offer: a rest, not a stop."""


@dataclass(frozen=True, slots=True)
class WrongPerson:
    """Whoever answered is somebody else."""


@dataclass(frozen=True, slots=True)
class OnlyThrough:
    """Reach me only through somebody else, such as an assistant; `who` is how they named them."""

    who: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Takes a refusal back: of one channel, or of all (`channel` None)."""

    channel: Channel | None


@dataclass(frozen=True, slots=True)
class Consent:
    """Agrees to be contacted on this channel for this purpose."""

    channel: Channel
    purpose: Purpose = Purpose.MARKETING


@dataclass(frozen=True, slots=True)
class Callback:
    """Asks to be contacted at a time; a pause until then, and (if proven) our promise."""

    at: When
    channel: Channel = Channel.PHONE


@dataclass(frozen=True, slots=True)
class Prefer:
    """Asks for one channel: binding on all others while it stands."""

    channel: Channel
    scope: Scope = Scope.STANDING


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person says they are: an IANA zone, until the start of a day on that clock."""

    zone: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """The language the person wants to be written to (BCP 47)."""

    code: str


@dataclass(frozen=True, slots=True)
class Request:
    """Something they asked us for, such as the pricing, and by which channel."""

    what: str
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """We could not tell; `acted_as` says which restrictive reading binds until a human looks."""

    acted_as: Refuse | None
    why: str


Meaning = (
    Refuse
    | Avoid
    | Quiet
    | Pause
    | AtMost
    | NotInterested
    | WrongPerson
    | OnlyThrough
    | Resume
    | Consent
    | Callback
    | Prefer
    | Place
    | Language
    | Request
    | Unclear
)

RESTRICTIVE = (
    Refuse,
    Avoid,
    Quiet,
    Pause,
    AtMost,
    NotInterested,
    WrongPerson,
    OnlyThrough,
    Unclear,
)
"""Meanings that only ever take away; they act at once, from any source."""


def refusal_in(meaning: Meaning) -> Refuse | None:
    """Return the refusal that this meaning is, or acts as until a human has looked."""
    if isinstance(meaning, Unclear):
        return meaning.acted_as
    return meaning if isinstance(meaning, Refuse) else None


@dataclass(frozen=True, slots=True)
class Understood:
    """One meaning, the span of words it came from (character offsets), and confidence 0-1."""

    meaning: Meaning
    start: int = 0
    end: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """Something the person said, kept word for word.

    `said_at` is aware; `proven` means it came from the person's own verified address, number or
    signed page; `point` is the address or number it came by, where known. `narrowed` marks meanings
    that a reviewer corrected with proof and a second person; the words stay.
    """

    id: str
    words: str
    said_at: datetime
    via: Via
    source: Source
    proven: bool
    meanings: tuple[Understood, ...]
    point: str | None = None
