"""Promising somebody something, of our own accord or because they asked for it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from outreach.bootstrap.promising import Promised, promise
from outreach.domain.commitments import CommitmentKind
from outreach.errors import HouseError, InputError
from outreach.services.keep_promises import WhoKeeps
from outreach.store import people
from outreach.web.desk.frame import PEOPLE, PERSON, Desk
from outreach.web.desk.telling import plainly
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to
from policies.channel import Channel

NEW = PERSON + "/{person_id}/promise"
HOW = {
    "phone": "I call them",
    "email": "I write an email",
    "sms": "I write a text",
    "meeting": "we meet",
    "": "none of these: something I do",
}
FIELDS = ("what", "at", "words", "how", "who")
"""What is filled in again where it could not be promised."""
_FEW = 200


def promising(desk: Desk) -> APIRouter:
    """Return the form of a new promise."""
    router = APIRouter()

    @router.get(NEW)
    def begin(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "promise")
        return _form(desk, guest, person_id)

    @router.post(NEW)
    def made(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "promise made")
        try:
            one = promise(desk.home, _filled_in(guest, person_id))
        except HouseError as error:
            return _form(desk, guest, person_id, plainly(error))
        return gone_to(f"{PERSON}/{person_id}/promise/{one.id}?done=promised")

    return router


def _filled_in(guest: Guest, person_id: str) -> Promised:
    form = guest.form
    how, words = form.text("how", 20), form.text("words")
    if how not in HOW:
        raise HTTPException(400)
    if words and how not in set(Channel):
        raise InputError("say how they asked to be reached: by a call, an email or a text")
    return Promised(
        person_id,
        form.text("at", _FEW),
        guest.name,
        form.text("what", _FEW),
        words,
        Channel(how) if how in set(Channel) else None,
        CommitmentKind.MEETING if how == "meeting" else CommitmentKind.PLEDGE,
        form.choice("who", WhoKeeps, WhoKeeps.ONLY_ME),
    )


def _form(desk: Desk, guest: Guest, person_id: str, wrong: str = "") -> Response:
    person = desk.home.store.read(lambda conn: people.get(conn, person_id))
    fields = {
        "person": person,
        "zones": desk.home.zones(person),
        "how": HOW,
        "typed": {name: guest.form.text(name) for name in FIELDS},
        "wrong": wrong,
    }
    return desk.page("promise_new", guest, PEOPLE, fields, 400 if wrong else 200)
