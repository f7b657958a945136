"""One promise: kept by a call, in writing or by doing it; taken, given to a colleague, let go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.domain.commitments import CommitmentKind
from outreach.domain.hidden import without_numbers
from outreach.domain.keeping import AS_ASKED
from outreach.domain.people import numbers_among
from outreach.errors import HouseError, InputError
from outreach.gate.unsent import not_sent
from outreach.services import keep_promises
from outreach.services.keep_promises import Owed
from outreach.store import commitments, points, team
from outreach.web.desk.frame import PEOPLE, PERSON, Desk
from outreach.web.desk.telling import plainly
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to
from policies.channel import Channel

ONE = PERSON + "/{person_id}/promise/{promise_id}"
FIELDS = ("subject", "text", "note", "because", "to")
"""What is filled in again where it could not be done."""
_FEW, _LONGEST = 200, 20_000

Act = Callable[[Desk, Guest, str], str]
"""Does something about a promise, and returns what is said of it on the next page."""


def one_promise(desk: Desk) -> APIRouter:
    """Return the page of a promise, and what its buttons do."""
    router = APIRouter()

    @router.get(ONE)
    def look(guest: Worker, person_id: str, promise_id: str, done: str = "") -> Response:
        desk.looks(guest, person_id, "promise")
        return _page(desk, guest, person_id, promise_id, done=done)

    @router.post(ONE + "/write")
    async def written(guest: Worker, person_id: str, promise_id: str) -> Response:
        await asyncio.to_thread(_theirs, desk, guest, person_id, promise_id)
        return await _written(desk, guest, person_id, promise_id)

    for path, act in (("/take", _take), ("/give", _give), ("/done", _done), ("/release", _release)):
        router.add_api_route(ONE + path, _acted(desk, act), methods=["POST"])
    return router


def _acted(desk: Desk, act: Act) -> Callable[[Worker, str, str], Response]:
    def acted(guest: Worker, person_id: str, promise_id: str) -> Response:
        _theirs(desk, guest, person_id, promise_id)
        try:
            said = act(desk, guest, promise_id)
        except HouseError as error:
            return _page(desk, guest, person_id, promise_id, plainly(error))
        return gone_to(f"{PERSON}/{person_id}?done={said}#owed")

    return acted


async def _written(desk: Desk, guest: Guest, person_id: str, promise_id: str) -> Response:
    """Keep a promise by what was typed, judged now; what did not leave is told on its page."""
    gate, form = desk.home.gate, guest.form
    page = partial(_page, desk, guest, person_id, promise_id)
    words = ReviewedWords(form.text("subject", _FEW) or AS_ASKED, form.text("text", _LONGEST))
    try:
        if not words.text:
            raise InputError("say it in words of your own")
        outcome = await keep_promises.keep_in_writing(gate, promise_id, guest.name, words)
    except HouseError as error:
        return await asyncio.to_thread(page, plainly(error))
    if outcome.state is AttemptState.ACCEPTED:
        return gone_to(f"{PERSON}/{person_id}?done=promise-kept")
    lines = await asyncio.to_thread(not_sent, gate, outcome, desk.language(guest))
    return await asyncio.to_thread(page, unsent=tuple(lines))


def _theirs(desk: Desk, guest: Guest, person_id: str, promise_id: str) -> None:
    """Note that one of us acts on a promise; raise 404 where it is not to this person."""
    desk.looks(guest, person_id, "promise")
    found = desk.home.store.read(lambda conn: commitments.by_ids(conn, [promise_id]))
    if promise_id not in found or found[promise_id].person_id != person_id:
        raise HTTPException(404)


def _take(desk: Desk, guest: Guest, promise_id: str) -> str:
    keep_promises.take_over(desk.home.store, promise_id, guest.name, desk.now)
    return "taken"


def _give(desk: Desk, guest: Guest, promise_id: str) -> str:
    to = guest.form.text("to", _FEW)
    keep_promises.give(desk.home.store, promise_id, to, guest.name, desk.now)
    return "given"


def _done(desk: Desk, guest: Guest, promise_id: str) -> str:
    note = guest.form.text("note")
    keep_promises.done(desk.home.store, promise_id, guest.name, note, desk.now)
    return "promise-kept"


def _release(desk: Desk, guest: Guest, promise_id: str) -> str:
    because = guest.form.text("because", 500)
    keep_promises.release(desk.home.store, promise_id, because, guest.name, desk.now)
    return "released"


def _page(
    desk: Desk,
    guest: Guest,
    person_id: str,
    promise_id: str,
    wrong: str = "",
    done: str = "",
    unsent: tuple[str, ...] = (),
) -> Response:
    home = desk.home
    owed = keep_promises.owed(home.store, desk.now, to=person_id)
    found = next((one for one in owed if one.promise.id == promise_id), None)
    if found is None:
        return _over(desk, guest, person_id, promise_id)

    def work(conn: Connection) -> tuple[list[str], list[str]]:
        ours = [one.name for one in team.still_here(conn)]
        return numbers_among(points.of(conn, person_id)), ours

    numbers, ours = home.store.read(work)
    fields = {
        "person": found.person,
        "zones": home.zones(found.person),
        "owed": found,
        "one": found.promise,
        "what": without_numbers(found.promise.what, numbers),
        "way": _way(found),
        "team": [one for one in ours if found.keeper is None or one != found.keeper.name],
        "mine": found.keeper is not None and found.keeper.id == guest.visit.member.id,
        "typed": {name: guest.form.text(name, _LONGEST) for name in FIELDS},
        "unsent": [without_numbers(one, numbers) for one in unsent],
        "wrong": wrong,
        "done": done,
    }
    return desk.page("promise", guest, PEOPLE, fields, 400 if wrong else 200)


def _over(desk: Desk, guest: Guest, person_id: str, promise_id: str) -> Response:
    """Return the page of somebody of whose promises this one is owed no more."""
    _theirs(desk, guest, person_id, promise_id)
    return gone_to(f"{PERSON}/{person_id}?done=not-owed")


def _way(found: Owed) -> str:
    """Return how a promise is kept: by an answer, a call, in writing, or by saying it is done."""
    if found.promise.kind is CommitmentKind.REQUEST:
        return "answer"
    if found.promise.channel is None:
        return "done"
    return "call" if found.promise.channel is Channel.PHONE else "write"
