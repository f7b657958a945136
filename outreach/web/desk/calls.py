"""The call book: whom to call and why, the press that judges again, and only then the number."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection

from outreach.domain.people import Person
from outreach.errors import HouseError
from outreach.gate.pressing import Press, press, press_person
from outreach.gate.telling import refusal_of
from outreach.services import calls, keep_promises
from outreach.services.calls import Call, Group
from outreach.store import attempts, commitments, people
from outreach.web.desk.ended import came_page, ending_page
from outreach.web.desk.frame import CALLS, PERSON, Desk
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.records import sight

MOST = 100
"""Calls of a kind that the book shows: each is judged, and nobody makes more in a day."""
OPENS = {
    Group.UNSAID: "Say what came of it",
    Group.PROMISED: "Promised",
    Group.OPEN: "Open now",
    Group.CLOSED: "Later",
    Group.ELSEWHERE: "Not by phone",
}


def book(desk: Desk) -> APIRouter:
    """Return the book, the page of each call, and the press."""
    router = APIRouter()

    @router.get(CALLS)
    def look(guest: Worker) -> Response:
        found = _book(desk, guest)
        groups = [(OPENS[one], [each for each in found if each.group is one]) for one in Group]
        fields = {"groups": [one for one in groups if one[1]], "more": len(found) >= MOST}
        return desk.page("calls", guest, CALLS, fields)

    @router.get(CALLS + "/{call_id}")
    def prepare(guest: Worker, call_id: str) -> Response:
        desk.looks(guest, _whose(desk, call_id).id, "call")
        language = desk.language(guest)
        found = calls.one_of(desk.home.gate, call_id, guest.name, language=language)
        if found is None or found.group is Group.UNSAID:
            return came_page(desk, guest, call_id)
        page = calls.page(desk.home.gate, found, guest.name, language=language)
        return desk.page("call", guest, CALLS, {"call": found, "page": page})

    @router.post(CALLS + "/{call_id}/press")
    async def pressed(guest: Worker, call_id: str) -> Response:
        gate = desk.home.gate
        person = await asyncio.to_thread(_whose, desk, call_id)
        if await asyncio.to_thread(_is_promise, desk, call_id):
            keep = partial(keep_promises.keep_by_call, gate, call_id, guest.name)
            return await _pressed(desk, guest, person, keep)
        return await _pressed(desk, guest, person, partial(press, gate, call_id, guest.name))

    @router.post(PERSON + "/{person_id}/call")
    async def thought_of(guest: Worker, person_id: str) -> Response:
        person = await asyncio.to_thread(_person, desk, person_id)
        call = partial(press_person, desk.home.gate, person_id, guest.name)
        return await _pressed(desk, guest, person, call)

    return router


async def _pressed(
    desk: Desk, guest: Guest, person: Person, act: Callable[[], Coroutine[object, object, Press]]
) -> Response:
    """Have it judged now; the number stands in this one answer, and is kept nowhere."""
    await asyncio.to_thread(desk.looks, guest, person.id, "call pressed")
    try:
        found = await act()
    except HouseError as error:
        return _refused(desk, guest, person, f"{error}")
    shown = desk.home.book.take(found.outcome.attempt_id)
    if found.granted and shown is not None:
        return ending_page(desk, guest, person, shown.attempt, shown)
    told = await asyncio.to_thread(refusal_of, desk.home.gate, found, desk.language(guest))
    return _refused(desk, guest, person, told)


def _refused(desk: Desk, guest: Guest, person: Person, told: str) -> Response:
    first, *more = told.splitlines() or ["this call was not put through"]
    fields = {"person": person, "zones": desk.home.zones(person), "first": first, "more": more}
    return desk.page("refused", guest, CALLS, fields)


def _book(desk: Desk, guest: Guest) -> list[Call]:
    """Return the calls that are this member's to see."""
    owners, language = sight(desk.porch, guest).owners, desk.language(guest)
    found = calls.book(desk.home.gate, guest.name, MOST, language=language, owners=owners)
    seen = desk.seen_by(guest, [one.person_id for one in found])
    return [one for one in found if one.person_id in seen]


def _is_promise(desk: Desk, call_id: str) -> bool:
    return bool(desk.home.store.read(lambda conn: commitments.by_ids(conn, [call_id])))


def _person(desk: Desk, person_id: str) -> Person:
    return desk.home.store.read(lambda conn: people.get(conn, person_id))


def _whose(desk: Desk, call_id: str) -> Person:
    """Return whom a call of the book, or a promised one, is to; raise `NotFoundError`."""

    def work(conn: Connection) -> Person:
        promised = commitments.by_ids(conn, [call_id]).get(call_id)
        whose = promised.person_id if promised else attempts.get(conn, call_id).person_id
        return people.get(conn, whose)

    return desk.home.store.read(work)
