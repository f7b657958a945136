"""The frozen snapshot that is judged: everything a rule may know, gathered before judging.

All datetimes are aware. Missing knowledge is None or empty and never reads as "fine".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from policies.basis import BasisKind
from policies.channel import Channel, Kind, Name, Purpose
from policies.quick import quick
from policies.statement import Statement


class PointState(Name):
    """What we know of an address or number. Values are stored: append only."""

    OK = "ok"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    WRONG_PERSON = "wrong-person"
    BLOCKED = "blocked"
    """They or their carrier let nothing of ours through."""


class NumberKind(StrEnum):
    """What a telephone number rings."""

    MOBILE = "mobile"
    LANDLINE = "landline"


class Registry(StrEnum):
    """What the national do-not-call list says of a number."""

    CLEAR = "clear"
    LISTED = "listed"
    UNKNOWN = "unknown"


@quick
@dataclass(frozen=True, slots=True)
class Point:
    """One address (email) or number (E.164) of the person, in order of use.

    `registry_on` is the day of the copy that says so (its start, UTC); none is taken as fresh.
    """

    channel: Channel
    address: str
    state: PointState = PointState.OK
    kind: NumberKind | None = None
    registry: Registry = Registry.CLEAR
    registry_on: datetime | None = None


@quick
@dataclass(frozen=True, slots=True)
class Someone:
    """Who is to be contacted, as far as judging needs it. Country ISO 3166-1, region 3166-2.

    `zone` is an IANA zone that the person stated outside a statement or that was verified.
    """

    name: str
    country: str | None = None
    region: str | None = None
    zone: str | None = None
    language: str | None = None
    kind: Kind | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """A recorded basis for contact, with its proof.

    `to` is the address or number and `topic` the matter it was given for; None is any of theirs.
    """

    channel: Channel
    purpose: Purpose
    given_at: datetime
    proof: str
    expires_at: datetime | None = None
    kind: BasisKind = BasisKind.EXPRESS
    to: str | None = None
    topic: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that went out earlier; attempts count, by any rep, on any channel."""

    at: datetime
    channel: Channel
    purpose: Purpose
    by: str
    automated: bool = True
    sequence: str | None = None
    point: str | None = None
    outside: bool = False
    """It went around the gate: nobody looked at its words before."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else at their organisation who heard from us unasked: when last, by what channel.

    `who` tells one from another within these facts; whoever heard by two channels is here twice.
    """

    who: int
    at: datetime
    channel: Channel


@dataclass(frozen=True, slots=True)
class Circle:
    """An organisation that they belong to, and who else there heard from us unasked."""

    organisation: str
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Something that came in; `answered` once a human of ours answered it."""

    at: datetime
    channel: Channel
    answered: bool
    statement: str | None = None


class Barred(StrEnum):
    """What a do-not-contact mark covers."""

    PERSON = "person"
    POINT = "point"
    ORGANISATION = "organisation"
    TOPIC = "topic"
    SUPPRESSED = "suppressed"
    """An erased person's hashed address or number."""


SOMEBODY_ELSE = "their own word"
"""Who set a mark that stands for the stop of another who shares the address."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A do-not-contact mark set by hand, or kept after erasure: what it covers, why, since when."""

    covers: Barred
    because: str
    since: datetime
    by: str
    subject: str | None = None
    """The point's address or the topic, where it covers only that."""


@quick
@dataclass(frozen=True, slots=True)
class Words:
    """What a rule may know of the words about to leave. Digests are of words before footers."""

    digest: str = ""
    says_who: bool = True
    says_source: bool = True
    offers_opt_out: bool = True
    said_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PausedSender:
    """The mailbox or number of ours that this would leave by, why it is paused and since when."""

    address: str
    because: str
    since: datetime


@quick
@dataclass(frozen=True, slots=True)
class House:
    """The house's own state.

    `assume_country` serves email only. `listening` is false where no intake is configured, none
    polled successfully within its limit, or unread inbound is too old; `listening_because` says it.
    """

    assume_country: str | None = None
    listening: bool = True
    listening_because: str = ""
    halted_because: str = ""
    """Why the operator has stopped everything."""
    identity_unclear_because: str = ""
    """Why we are not sure who this person is; empty when we are."""
    paused: PausedSender | None = None


@quick
@dataclass(frozen=True, slots=True)
class Proposed:
    """The attempt: person, point, words, purpose. `automated` is false for a human's own act.

    `tried` holds channels this attempt was rerouted from. `acknowledges` is the id of the statement
    whose stop it confirms, `answers` of the one it answers.
    """

    channel: Channel
    purpose: Purpose
    by: str
    automated: bool
    to: str | None = None
    topic: str | None = None
    sequence: str | None = None
    words: Words = field(default_factory=Words)
    has_words_for: tuple[Channel, ...] = (Channel.EMAIL, Channel.SMS, Channel.PHONE)
    tried: tuple[Channel, ...] = ()
    acknowledges: str | None = None
    answers: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Facts:
    """One attempt with all that is known of it. Judged at a moment given beside it."""

    attempt: Proposed
    person: Someone
    points: tuple[Point, ...] = ()
    statements: tuple[Statement, ...] = ()
    consents: tuple[GivenConsent, ...] = ()
    contacts: tuple[Contact, ...] = ()
    replies: tuple[Reply, ...] = ()
    bars: tuple[Bar, ...] = ()
    house: House = field(default_factory=House)
    colleagues: tuple[Colleague, ...] = ()
    through: tuple[str, ...] = ()
    """Which of the addresses and numbers are those of whoever answers for the person."""
    elsewhere: tuple[Circle, ...] = ()
    """Where they have a role besides their work; `colleagues` are those at their work."""

    @property
    def trouble(self) -> bool:
        """Whether anything is amiss with the house or with the words."""
        house, words = self.house, self.attempt.words
        return bool(
            house.halted_because
            or house.paused
            or house.identity_unclear_because
            or words.said_before
            or not house.listening
            or not (words.says_who and words.says_source and words.offers_opt_out)
        )
