"""Answering what somebody wrote: their words first, a look at what would leave, one press.

A draft is judged each time it is looked at, and nothing is kept of it; the press is judged anew.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection

from outreach.domain.attempts import OPEN, AttemptState, ReviewedWords
from outreach.domain.enrollments import EnrollmentState
from outreach.domain.hidden import without_numbers
from outreach.domain.people import Person, numbers_among
from outreach.errors import HouseError
from outreach.gate.outcomes import Outcome
from outreach.gate.pressing import numbers_of
from outreach.gate.telling import change_of, why_of
from outreach.gate.unsent import not_sent
from outreach.services import answer as answers
from outreach.services.answer import Answer, Waiting
from outreach.store import enrollments, people, points
from outreach.web.desk.frame import PATH, PERSON, Desk
from outreach.web.desk.rendered import as_read
from outreach.web.desk.telling import plainly
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to
from policies.channel import SPOKEN, Channel
from policies.verdict import Allow

ONE = PERSON + "/{person_id}/answer"
_LONGEST = 20_000
_GOING_ON = (EnrollmentState.ACTIVE, EnrollmentState.PAUSED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom an answer goes to, and what of theirs it answers."""

    person: Person
    waits: Waiting
    numbers: tuple[str, ...]
    in_sequence: bool


def answering(desk: Desk) -> APIRouter:
    """Return where an answer is written, looked at, sent, and taken back while it waits."""
    router, gate = APIRouter(), desk.home.gate

    @router.get(ONE)
    def write(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "answer")
        return _page(desk, guest, person_id)

    @router.post(ONE + "/look")
    def look(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "answer drafted")
        try:
            case = answers.draft(gate, person_id, _given(guest))
        except HouseError as error:
            return _page(desk, guest, person_id, {"wrong": plainly(error)}, 400)
        told, language, numbers = "", desk.language(guest), numbers_of(case)
        if not isinstance(case.verdict, Allow):
            change = change_of(gate, case, desk.now, language)
            told = without_numbers("\n".join((why_of(case, language).text, change)), numbers)
        seen = {"shown": as_read(case.outbound) if case.outbound else None}
        return _page(desk, guest, person_id, {**seen, "told": told.splitlines(), "looked": True})

    @router.post(ONE)
    async def send(guest: Worker, person_id: str) -> Response:
        await asyncio.to_thread(desk.looks, guest, person_id, "answer sent")
        try:
            outcome = await answers.answer(gate, person_id, _given(guest))
        except HouseError as error:
            wrong: dict[str, object] = {"wrong": plainly(error)}
            return await asyncio.to_thread(_page, desk, guest, person_id, wrong, 400)
        if outcome.state is AttemptState.ACCEPTED:
            return gone_to(f"{PERSON}/{person_id}?done=answered")
        return await asyncio.to_thread(_unsent, desk, guest, person_id, outcome)

    @router.post(ONE + "/{attempt_id}/undo")
    def undo(guest: Worker, person_id: str, attempt_id: str) -> Response:
        desk.looks(guest, person_id, "answer taken back")
        if answers.take_back(gate, attempt_id, guest.name):
            return gone_to(f"{PERSON}/{person_id}?done=taken-back")
        return _page(desk, guest, person_id, {"wrong": "that answer does not wait any more"}, 400)

    return router


def _given(guest: Guest) -> Answer:
    form = guest.form
    text, message = form.text("text", _LONGEST), form.text("message", 64)
    if text and message:
        message = ""  # their own words come first; the page says so
    words = ReviewedWords(form.text("subject", 200), text) if text else None
    channel = form.choice("channel", Channel, Channel.EMAIL)
    return Answer(guest.name, words, message or None, channel, form.has("resume"))


def _unsent(desk: Desk, guest: Guest, person_id: str, outcome: Outcome) -> Response:
    gate, language = desk.home.gate, desk.language(guest)
    asked = desk.home.store.read(lambda conn: _asked(conn, person_id))
    lines = not_sent(gate, outcome, language)
    told = [without_numbers(one, asked.numbers) for line in lines for one in line.splitlines()]
    seen = {"unsent": told, "waits_still": outcome.state in OPEN, "attempt": outcome.attempt_id}
    return _page(desk, guest, person_id, seen)


def _page(
    desk: Desk,
    guest: Guest,
    person_id: str,
    more: dict[str, object] | None = None,
    status: int = 200,
) -> Response:
    home, form = desk.home, guest.form
    asked = home.store.read(lambda conn: _asked(conn, person_id))
    letter, request = asked.waits.letter, asked.waits.request
    known: dict[str, object] = {
        "person": asked.person,
        "zones": home.zones(asked.person),
        "letter": letter,
        "words": without_numbers((letter and letter.words) or "", asked.numbers),
        "request": request,
        "in_sequence": asked.in_sequence,
        "ways": [(one, SPOKEN[one]) for one in _ways(desk)],
        "messages": list(home.templates.folders.messages(Channel.EMAIL)),
        "typed": {name: form.text(name, _LONGEST) for name in ("text", "subject", "message")},
        "channel": form.text("channel") or Channel.EMAIL.value,
        "resume": form.has("resume"),
        "looked": False,
        "shown": None,
        "told": [],
        "unsent": [],
        "waits_still": False,
        "attempt": "",
    }
    return desk.page("answer", guest, PATH, known | (more or {}), status)


def _ways(desk: Desk) -> list[Channel]:
    return [one for one in (Channel.EMAIL, Channel.SMS) if one in desk.home.gate.judges.doors]


def _asked(conn: Connection, person_id: str) -> Asked:
    one = people.get(conn, person_id)
    numbers = numbers_among(points.of(conn, one.id))
    inside = any(each.state in _GOING_ON for each in enrollments.of(conn, one.id))
    return Asked(one, answers.waiting(conn, one.id), tuple(numbers), inside)
