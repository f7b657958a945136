"""What happened between somebody and us, as one story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.channel import Channel


class Happened(StrEnum):
    """What kind of thing happened; of one moment, causes come before what follows."""

    MET = "met"
    """They came into the house, and from where."""
    BECAME = "became"
    """They took on a role, or gave it up."""
    RELATED = "related"
    """How they stand to somebody else, or to one of us."""
    AGREED = "agreed"
    """A basis for contact was recorded."""
    SAID = "said"
    """Their own words."""
    MARKED = "marked"
    """A do-not-contact mark was set by hand."""
    PROMISED = "promised"
    KEPT_BACK = "kept back"
    """Something of ours was not sent, and why."""
    SENT = "sent"
    """Our words left, or may have."""
    CALLED = "called"
    """One of us was shown their number, and called."""
    FULFILLED = "fulfilled"
    """A promise was kept, broken or released."""
    MILESTONE = "milestone"
    """Something that they and we reached together."""
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `words` are verbatim, theirs or ours; `told` is the house's account.

    `id` is the row's own: a statement, an attempt, a decision. `at` is aware.
    """

    at: datetime
    happened: Happened
    told: str
    id: str
    words: str = ""
    by: str = ""
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class LastSaid:
    """The last thing they said, without a number of theirs: read it before you dial or write."""

    words: str
    said_at: datetime
    via: str
