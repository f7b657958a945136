"""Words for a sequence: begun from those that stand, tried with somebody, kept as new ones."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from outreach.bootstrap import new_words
from outreach.bootstrap.new_words import NewWords
from outreach.domain.people import Person
from outreach.errors import HouseError
from outreach.store import people_listed
from outreach.web.desk.frame import SEQUENCES, WORDS, Desk
from outreach.web.desk.naming import tried_with
from outreach.web.desk.own_words import said_by_itself, to_choose
from outreach.web.desk.rendered import Shown, as_read
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to
from outreach.web.doorway.records import sight
from policies.channel import SPOKEN, Channel

LONGEST = 16_000
_OFFERED = 12


def writing(desk: Desk) -> APIRouter:
    """Return the list of words, the form of new ones, and what its buttons do."""
    router, home = APIRouter(), desk.home

    @router.get(WORDS)
    def look(guest: Worker, done: str = "") -> Response:
        there = [
            (SPOKEN[one], one, to_choose(home, one), said_by_itself(home, one)) for one in Channel
        ]
        fields = {"channels": there, "done": done}
        return desk.page("words", guest, SEQUENCES, fields)

    @router.get(WORDS + "/{channel}/{message}")
    def begin(guest: Worker, channel: str, message: str) -> Response:
        return _page(desk, guest, new_words.begun_from(home, _channel(channel), message))

    @router.post(WORDS)
    def pressed(guest: Worker) -> Response:
        new = _filled_in(guest)
        if guest.form.text("do") == "look":
            return _tried(desk, guest, new)
        try:
            new_words.keep(home, new, guest.visit.member)
        except HouseError as error:
            return _page(desk, guest, new, str(error))
        return gone_to(f"{WORDS}?done=words-kept")

    return router


def _channel(given: str) -> Channel:
    try:
        return Channel(given)
    except ValueError:
        raise HTTPException(404) from None


def _filled_in(guest: Guest) -> NewWords:
    form = guest.form
    new = NewWords(
        form.choice("channel", Channel),
        form.text("like", 64),
        form.text("name", 64),
        form.text("text", LONGEST),
    )
    is_mail = new.channel is Channel.EMAIL
    return replace(new, subject=" ".join(form.text("subject", 400).split())) if is_mail else new


def _tried(desk: Desk, guest: Guest, new: NewWords) -> Response:
    try:
        person = tried_with(desk, guest)
        desk.looks(guest, person.id, "words tried")
        shown = as_read(new_words.tried(desk.home, new, guest.visit.member, person))
    except HouseError as error:
        return _page(desk, guest, new, str(error))
    return _page(desk, guest, new, person=person, shown=shown)


def _page(
    desk: Desk,
    guest: Guest,
    new: NewWords,
    wrong: str = "",
    person: Person | None = None,
    shown: Shown | None = None,
) -> Response:
    theirs = sight(desk.porch, guest)
    some = desk.home.store.read(
        lambda conn: people_listed.page(conn, theirs.owners, limit=_OFFERED)
    )
    fields = {
        "new": new,
        "spoken": SPOKEN[new.channel],
        "offered": [one.name for one in some],
        "person": guest.form.text("person", 200) or (some[0].name if some else ""),
        "seen": person,
        "shown": shown,
        "wrong": wrong,
    }
    return desk.page("write", guest, SEQUENCES, fields, 400 if wrong else 200)
