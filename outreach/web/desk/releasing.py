"""Letting a promise go that nobody can keep any more, with the reason."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from outreach.errors import HouseError
from outreach.services import keep_promises
from outreach.store import commitments
from outreach.web.desk.frame import PATH, PERSON, Desk
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to

_LONGEST = 500


def releasing(desk: Desk) -> APIRouter:
    """Return where a promise is released."""
    router, home = APIRouter(), desk.home

    @router.post(PERSON + "/{person_id}/release")
    def released(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "promise released")
        form = guest.form
        promise, because = form.text("promise", 100), form.text("because", _LONGEST)
        if not _is_theirs(desk, promise, person_id):
            raise HTTPException(404)
        if not because.strip():
            return _not(desk, guest, "say in a few words why you let it go")
        try:
            keep_promises.release(home.store, promise, because, guest.name, desk.now)
        except HouseError as error:
            return _not(desk, guest, str(error))
        return gone_to(f"{PATH}?done=released")

    return router


def _not(desk: Desk, guest: Guest, why: str) -> Response:
    return desk.page("not-released", guest, PATH, {"why": why}, 400)


def _is_theirs(desk: Desk, promise: str, person_id: str) -> bool:
    found = desk.home.store.read(lambda conn: commitments.by_ids(conn, [promise]))
    return promise in found and found[promise].person_id == person_id
