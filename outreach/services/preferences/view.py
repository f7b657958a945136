"""Everything that a person's own page shows, read at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.choices import Choices, choices_of
from outreach.domain.commitments import Commitment
from outreach.domain.people import ContactPoint, Person, mailbox_for
from outreach.services.preferences.described import masked
from outreach.store import bars, belonging, commitments, people, points, statements
from policies.channel import Channel
from policies.facts import Barred, PointState
from policies.preferences import Standing, Voice, standing
from policies.statement import (
    Callback,
    Meaning,
    Pause,
    Refuse,
    Request,
    Source,
    Statement,
    Via,
    When,
)
from policies.windows import instant


@dataclass(frozen=True, slots=True)
class Reached:
    """An address or number of theirs, masked, and where we got it."""

    channel: Channel
    masked: str
    source: str
    since: datetime
    works: bool


@dataclass(frozen=True, slots=True)
class Believed:
    """One thing that we understood of their words, and that counts still.

    `span` are the very words it comes from, `words` all that they said then. `plain` is a stop that
    nobody had to interpret: it is no misunderstanding.
    """

    statement_id: str
    position: int
    meaning: Meaning
    span: str
    words: str
    at: datetime
    via: Via
    plain: bool


@dataclass(frozen=True, slots=True)
class View:
    """Whose page it is and what stands. `marked` is when one of us set a stop by hand, if any.

    `mailed` is where a link of their own would be sent, masked; empty if unknown.
    """

    person: Person
    zone: ZoneInfo
    now: datetime
    choices: Choices
    reached: tuple[Reached, ...]
    mailed: str
    believed: tuple[Believed, ...]
    promises: tuple[Commitment, ...]
    marked: datetime | None = None

    @property
    def stopped(self) -> bool:
        """Return whether nothing at all goes out to them."""
        return self.marked is not None or self.refused_all

    @property
    def refused_all(self) -> bool:
        """Return whether they refused every channel themselves."""
        return all(wish == "never" for wish in self.choices.ways.values())


def view(
    conn: Connection, person_id: str, point_id: str | None, zones: Sequence[ZoneInfo], now: datetime
) -> View:
    """Return what a person's page shows. `zones` are the clocks they may live by, ours the last."""
    person, known = people.get(conn, person_id), points.of(conn, person_id)
    said = standing(statements.of(conn, person_id))
    mailed = mailbox_for(known, point_id)
    return View(
        person=person,
        zone=zones[0],
        now=now,
        choices=choices_of(said, now, zones[0]),
        reached=tuple(_reached(one) for one in known if one.through_id is None),
        mailed=masked(mailed.address) if mailed else "",
        believed=tuple(sorted(_believed(said, now, zones[0]), key=lambda one: one.at)),
        promises=tuple(commitments.owed(conn, person_id=person_id)),
        marked=_marked(conn, person_id, known, now),
    )


def _reached(point: ContactPoint) -> Reached:
    works = point.state is PointState.OK
    return Reached(point.channel, masked(point.address), point.source, point.source_at, works)


def _marked(
    conn: Connection, person_id: str, known: Iterable[ContactPoint], now: datetime
) -> datetime | None:
    """Return since when a mark binds them that no word of theirs lifts."""
    organisations = belonging.organisations_of(conn, person_id, now)
    folded = [one.folded for one in known]
    bound = bars.binding(conn, of_people=[person_id], organisations=organisations, folded=folded)
    marks = [
        mark
        for found in (*bound.people.values(), *bound.organisations.values())
        for mark in found
        if mark.covers in (Barred.PERSON, Barred.ORGANISATION)
    ]
    return min((mark.since for mark in marks), default=None)


def _believed(said: Standing, now: datetime, zone: ZoneInfo) -> Iterable[Believed]:
    """Yield what binds or is asked still: the refusals that nothing lifted, the rest in force."""
    voices: list[Voice[Any]] = [
        *(one for one in said.refusals if _binds(said, one)),
        *said.prefers,
        *said.avoids,
        *said.quiets,
        *said.limits,
        *(one for one in said.pauses if instant(_until(one.meaning), (zone,)) > now),
        *said.places,
        *said.noes,
        *said.wrong,
        *said.throughs,
        *(one for one in said.requests if not _of_this_page(one)),
    ]
    for voice in voices:
        statement, understood = voice.statement, voice.understood
        yield Believed(
            statement.id,
            statement.meanings.index(understood),
            understood.meaning,
            statement.words[understood.start : understood.end].strip() or statement.words,
            statement.words,
            statement.said_at,
            statement.via,
            statement.source in _PLAIN,
        )


_PLAIN = frozenset({Source.KEYWORD, Source.ONE_CLICK, Source.CARRIER})


def _binds(said: Standing, voice: Voice[Refuse]) -> bool:
    return any(
        said.lifted(voice, channel) is None
        for channel in Channel
        if voice.meaning.channel in (None, channel)
    )


def _until(meaning: Pause | Callback) -> When:
    return meaning.until if isinstance(meaning, Pause) else meaning.at


def _of_this_page(voice: Voice[Request]) -> bool:
    statement: Statement = voice.statement
    return statement.source is Source.PAGE and not statement.proven
