"""What happened between somebody and us, as one story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.channel import Channel
from policies.statement import RESTRICTIVE, Statement, Via


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


BY_HEARSAY: Mapping[str, str] = {
    Via.REP: "one of us noted",
    Via.PROGRAM: "a program says",
    Via.IMPORT: "a list says",
}
"""Ways by which no words of theirs reached us, but somebody else's about them."""


@dataclass(frozen=True, slots=True)
class LastSaid:
    """The last thing they said, without a number of theirs: read it before you dial or write."""

    words: str
    said_at: datetime
    via: str

    @property
    def told(self) -> str:
        """Return the words: in quotes where they are their own, else with who says so."""
        told_by = BY_HEARSAY.get(self.via)
        return f"{told_by}: {self.words}" if told_by else f"“{self.words}”"


def is_press(words: str) -> bool:
    """Return whether they pressed something on a page of ours, which has no words of theirs."""
    return words.startswith("(")


def last_of(said: Sequence[Statement]) -> Statement | None:
    """Return what somebody said last; a press that asks no less of us, as for a link, says nothing.

    Where there are nothing but such presses, the last of them.
    """
    worded = (one for one in reversed(said) if not _is_idle_press(one))
    return next(worded, said[-1] if said else None)


def _is_idle_press(said: Statement) -> bool:
    restricts = any(isinstance(one.meaning, RESTRICTIVE) for one in said.meanings)
    return is_press(said.words) and said.via is Via.WEB and not restricts
