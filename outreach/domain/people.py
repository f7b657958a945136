"""People, where they can be reached, where they work, and who of us looks after them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from policies.channel import Channel, Kind
from policies.facts import NumberKind, Point, PointState, Registry
from policies.quick import quick
from policies.tongue import Tongue


class Duty(StrEnum):
    """What a member of the team answers for. Values are stored: append only."""

    REP = "rep"
    MANAGER = "manager"
    COMPLIANCE = "compliance"
    OPERATOR = "operator"


@quick
@dataclass(frozen=True, slots=True)
class Person:
    """A human being, once.

    `country` is ISO 3166-1, `region` ISO 3166-2, `zone` an IANA name that the person stated or that
    was verified, `language` BCP 47. `kind` counts only with a `kind_source`. `source` says where we
    got them, in words that may be shown to them. `version` rises with whatever restricts.
    """

    id: str
    name: str
    source: str
    source_at: datetime
    created_at: datetime
    call_name: str = ""
    country: str | None = None
    region: str | None = None
    zone: str | None = None
    language: str | None = None
    kind: Kind | None = None
    kind_source: str = ""
    organisation_id: str | None = None
    owner_id: str | None = None
    notes: str = ""
    identity_unclear_because: str = ""
    version: int = 0

    @property
    def greeting(self) -> str:
        """Return what to call them: the name they go by, else their name as it is written."""
        return self.call_name or self.name


@quick
@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One address or number on one channel, with its source.

    `address` is what is sent to: lower-case email with an ASCII domain, or E.164. `folded` is what
    suppression compares (see `outreach.domain.addresses`). `rank` orders their points, 0 first.
    """

    id: str
    person_id: str
    channel: Channel
    address: str
    folded: str
    source: str
    source_at: datetime
    rank: int = 0
    state: PointState = PointState.OK
    kind: NumberKind | None = None
    registry: Registry = Registry.CLEAR
    registry_on: datetime | None = None
    """The day of the copy that says so (its start, UTC)."""
    version: int = 0
    through_id: str | None = None
    """Whose it is, where they let somebody else answer for them: that person's id."""


def mailbox_for(known: Sequence[ContactPoint], point_id: str | None) -> ContactPoint | None:
    """Return the mailbox for a word to whoever was reached at this point: itself, or their first.

    Where they have none that takes mail it is the point itself; None where that is not among them.
    """
    here = next((one for one in known if one.id == point_id), None)
    if here is None or here.channel is Channel.EMAIL:
        return here
    mailboxes = (one for one in known if one.channel is Channel.EMAIL and one.through_id is None)
    return min(
        (one for one in mailboxes if one.state is PointState.OK),
        key=lambda one: one.rank,
        default=here,
    )


@quick
@dataclass(frozen=True, slots=True)
class Organisation:
    """Where people work. `folded` is its name without case and spare spaces."""

    id: str
    name: str
    folded: str
    version: int = 0


def numbers_among(reached: Iterable[ContactPoint | Point]) -> list[str]:
    """Return somebody's own numbers, which their words may hold and no page or refusal shows."""
    return [one.address for one in reached if one.channel is not Channel.EMAIL]


@dataclass(frozen=True, slots=True)
class Member:
    """One of our team: who acts (`--by NAME`), and whose name stands under the words.

    `language` is what they read refusals in; none is the house's. Whoever left for good has a day
    on which they did, and somebody who took everything over. `feeds` is how often their calendar
    got a new address.
    """

    id: str
    name: str
    joined_at: datetime
    email: str = ""
    phone: str = ""
    duty: Duty = Duty.REP
    language: Tongue | None = None
    left_at: datetime | None = None
    successor_id: str | None = None
    feeds: int = 0

    @property
    def left(self) -> bool:
        """Return whether they are no longer on the team."""
        return self.left_at is not None


def fold_name(name: str) -> str:
    """Return a name as it is compared: without case, and one space between words."""
    return " ".join(name.casefold().split())


def near_names(given: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return names that somebody may have meant: those with all these words, else those alike."""
    wanted = set(fold_name(given).split())
    folded = {name: fold_name(name) for name in names}
    holding = [name for name, one in folded.items() if wanted and wanted <= set(one.split())]
    if holding:
        return holding[:most]
    likeness = {
        name: max(_likeness(fold_name(given), part) for part in (one, *one.split()))
        for name, one in folded.items()
    }
    alike = sorted((-how, name) for name, how in likeness.items() if how >= _ALIKE)
    return [name for _, name in alike[:most]]


_ALIKE = 0.75
"""How much of two names must agree for one to be a slip of the other."""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
