"""What an agenda is made of: one line a thing to do, with why it is there and their last words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from outreach.domain.commitments import CommitmentKind
from outreach.domain.history import LastSaid
from outreach.domain.people import Member
from outreach.gate.openings import Opening
from policies.channel import Channel


class Group(StrEnum):
    """Why something is on an agenda, in the order in which it is worked through."""

    PROMISED = "promised"
    OUT_OF_REACH = "cannot be kept"
    """A promised contact for which no moment is left, with the reason."""
    OPEN_NOW = "open now"
    """A call in the book to somebody who may be called at this moment."""
    WORD_DUE = "keep in touch"
    UNANSWERED = "unanswered"
    MATTER = "at organisations"
    HELD = "held until you look"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `id` is what a command takes: a promise, call, person, letter or matter.

    `why` says why it is here; `due_at` since when, or by when: a day alone, unless it is a promise
    with a `named_hour`. `kind` and `channel` are a promise's; `late` says that it is overdue,
    `offered` that anybody may take it, `tried_at` when one of us last rang for it, `covers` for
    which colleague one keeps it (a name, or empty). `zones` are the clocks they may live by, and
    `openings` how they may be reached.
    """

    group: Group
    id: str
    person_id: str
    name: str
    organisation: str
    why: str
    due_at: datetime
    zones: tuple[ZoneInfo, ...]
    last_said: LastSaid | None
    kind: CommitmentKind | None = None
    channel: Channel | None = None
    named_hour: bool = False
    late: bool = False
    offered: bool = False
    tried_at: datetime | None = None
    covers: str = ""
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """One day of one of us. `full` are the groups of which only the first are here."""

    rep: Member
    day: date
    lines: tuple[Line, ...]
    full: tuple[Group, ...] = ()

    def of(self, group: Group) -> tuple[Line, ...]:
        """Return the lines of one group."""
        return tuple(one for one in self.lines if one.group is group)
