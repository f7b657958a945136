"""What cells say that people said: read as any other message is, with the cell as evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.imports.group import Group
from outreach.domain.imports.row import Noted
from outreach.domain.people import Member, Person
from outreach.domain.told import ONE
from outreach.listening.labels import Key, labels_of
from outreach.listening.reading import Reading, Span
from policies.statement import Callback, Prefer, Request, Scope, Statement, Understood

SHOWN = (Key.STOP, Key.PREFER, Key.AVOID, Key.PAUSE_UNTIL, Key.CALLBACK_AT)


@dataclass(frozen=True, slots=True)
class Wish:
    """Words of a cell and what they mean. `nth` is the row of data (from 1) they stand in."""

    nth: int
    reading: Reading

    @property
    def words(self) -> str:
        """Return the cell."""
        return self.reading.words

    @property
    def promises(self) -> bool:
        """Return whether they ask something of us, which is promised once however often told."""
        return any(isinstance(one.meaning, Callback | Request) for one in self.reading.understood)

    def labels(self) -> dict[str, object]:
        """Return the row and what its words come to, as labels."""
        labels = labels_of(self.reading)
        return {"row": self.nth} | {key.value: labels[key] for key in SHOWN}


@dataclass(frozen=True, slots=True)
class Handed:
    """A wish that came with a list, of whom, on whose word and when; `id` is the statement's."""

    id: str
    person: Person
    reading: Reading
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class Hears:
    """How cells are read, and how what they say is kept; handed in by bootstrap.

    `read` takes a cell and a language (BCP 47) as a hint; `keep` is called inside a write.
    """

    read: Callable[[str, str | None, datetime], Reading]
    keep: Callable[[Connection, Handed], None]


def wishes_of(group: Group, hears: Hears, at: datetime) -> Iterator[Wish]:
    """Yield what the cells of one person's rows say of contact; those that say nothing, not."""
    seen: set[str] = set()
    for nth, noted in group.noted:
        if noted.words not in seen:
            seen.add(noted.words)
            reading = read_cell(noted, group.language, hears, at)
            if reading.understood:
                yield Wish(nth, reading)


def at_odds(wishes: Sequence[Wish], said: Sequence[Statement]) -> str:
    """Return what to ask somebody whose cells want another channel than they, or each other.

    Where both stand, neither channel is used until somebody has asked.
    """
    told = _wanted(one for wish in wishes for one in wish.reading.understood)
    wanted = told | _wanted(one for each in said for one in each.meanings)
    if not told or len(wanted) == 1:
        return ""
    return f"they are said to want to hear by {' and by '.join(sorted(wanted))}: ask them which"


def _wanted(understood: Iterable[Understood]) -> set[str]:
    """Return by what ways somebody wants to be reached for good."""
    meanings = (one.meaning for one in understood)
    return {
        ONE[one.channel]
        for one in meanings
        if isinstance(one, Prefer) and one.scope is Scope.STANDING
    }


def read_cell(noted: Noted, language: str | None, hears: Hears, at: datetime) -> Reading:
    """Return what a cell says; of a column of its own, such as `do not call`, it is known."""
    if noted.meaning is None:
        return hears.read(noted.words, language, at)
    whole = Span(0, len(noted.words))
    understood = (Understood(noted.meaning, whole.start, whole.end),)
    return Reading(noted.words, (whole,), understood)
