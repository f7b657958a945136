"""One person: their words first, whether they may be reached now, and what we know of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection

from outreach.domain.commitments import Commitment
from outreach.domain.enrollments import EnrollmentState
from outreach.domain.hidden import without_numbers
from outreach.domain.history import Event
from outreach.domain.notes import NoteKind
from outreach.domain.people import ContactPoint, Person, numbers_among
from outreach.domain.portrait import Portrait
from outreach.gate.asking import Answer, Question, answer
from outreach.services import answer as answers
from outreach.services.preferences.described import masked
from outreach.store import (
    commitments,
    enrollments,
    history,
    people,
    points,
    portraits,
    sequences,
    standing,
)
from outreach.web.desk.frame import PEOPLE, PERSON, Desk
from outreach.web.desk.telling import is_said, letter
from outreach.web.doorway.admitting import Guest, Worker
from policies.channel import SPOKEN, Channel

STORY, WORDS = 30, 3
KINDS = {
    NoteKind.NOTE: "a note",
    NoteKind.CALL: "a call",
    NoteKind.MEETING: "a meeting",
    NoteKind.VISIT: "a visit",
    NoteKind.MILESTONE: "a milestone you reached together",
    NoteKind.READINESS: "how ready they are, in their own terms",
}
NOTED = ("text", "kind", "at", "minutes", "spent")
"""The fields of a note, which are filled in again where it could not be kept."""


@dataclass(frozen=True, slots=True)
class InSequence:
    """A sequence that somebody is in, and the step that comes next; `because` is why it rests."""

    name: str
    step: int
    rests: bool
    because: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is on file of one person, no number of theirs in any of its words."""

    person: Person
    portrait: Portrait
    works_at: str
    ties: tuple[str, ...]
    points: tuple[ContactPoint, ...]
    promises: tuple[Commitment, ...]
    story: tuple[Event, ...]
    waits: bool
    """Whether something that they wrote or asked for waits for an answer."""
    sequences: tuple[InSequence, ...]


def person(desk: Desk) -> APIRouter:
    """Return the page of a person."""
    router = APIRouter()

    @router.get(PERSON + "/{person_id}")
    def look(guest: Worker, person_id: str, done: str = "") -> Response:
        desk.looks(guest, person_id, "person")
        return person_page(desk, guest, person_id, done=done)

    return router


def person_page(
    desk: Desk, guest: Guest, person_id: str, wrong: str = "", done: str = ""
) -> Response:
    known = desk.home.store.read(lambda conn: known_of(conn, person_id, desk.now))
    said = [one for one in known.story if is_said(one)]
    fields = {
        "known": known,
        "person": known.person,
        "zones": desk.home.zones(known.person),
        "said": said[-WORDS:][::-1],
        "points": [(one, masked(one.address)) for one in known.points],
        "story": known.story[::-1][:STORY],
        "letter": letter,
        "ways": _ways(desk, guest, known),
        "spoken": SPOKEN,
        "waits": known.waits,
        "sequences": known.sequences,
        "kinds": KINDS,
        "typed": {name: guest.form.text(name) if wrong else "" for name in NOTED},
        "wrong": wrong,
        "done": done,
    }
    return desk.page("person", guest, PEOPLE, fields, 400 if wrong else 200)


def _ways(desk: Desk, guest: Guest, known: Known) -> list[tuple[Channel, Answer]]:
    """Return what the gate would say now to a contact by hand on each channel."""
    asked = [(one, Question(known.person.id, one, desk.now, automated=False)) for one in Channel]
    language, numbers = desk.language(guest), numbers_among(known.points)
    return [
        (channel, _hidden(answer(desk.home.gate, each, language), numbers))
        for channel, each in asked
    ]


def _hidden(told: Answer, numbers: list[str]) -> Answer:
    return replace(
        told,
        sentence=without_numbers(told.sentence, numbers),
        quotes=tuple(without_numbers(one, numbers) for one in told.quotes),
        noted=tuple(without_numbers(one, numbers) for one in told.noted),
        would_change=without_numbers(told.would_change, numbers),
    )


def known_of(conn: Connection, person_id: str, now: datetime) -> Known:
    """Return what is on file of one person; raise `NotFoundError`."""
    one = people.get(conn, person_id)
    reached = tuple(points.of(conn, person_id))
    numbers = numbers_among(reached)
    works = people.organisations(conn, [one.organisation_id or ""])
    return Known(
        one,
        portraits.of(conn, person_id),
        next((each.name for each in works.values()), ""),
        tuple(without_numbers(each, numbers) for each in _ties(conn, person_id, now)),
        reached,
        tuple(
            replace(each, what=without_numbers(each.what, numbers))
            for each in commitments.owed(conn, person_id=person_id)
        ),
        tuple(
            replace(
                each,
                told=without_numbers(each.told, numbers),
                words=without_numbers(each.words, numbers),
            )
            for each in history.story(conn, person_id)
        ),
        answers.waiting(conn, one.id).is_owed,
        tuple(_under_way(conn, one.id)),
    )


def _under_way(conn: Connection, person_id: str) -> Iterator[InSequence]:
    inside = enrollments.of_people(conn, [person_id])
    rows = sequences.by_ids(conn, {one.sequence_id for one in inside})
    for one in inside:
        rests = one.state is EnrollmentState.PAUSED
        yield InSequence(rows[one.sequence_id].name, one.next_step, rests, one.paused_because or "")


def _ties(conn: Connection, person_id: str, now: datetime) -> list[str]:
    told = [one.told for one in standing.roles_of(conn, person_id, now)]
    return told + [one.told for one in standing.ties_of(conn, person_id, now)]
