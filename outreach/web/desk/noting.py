"""A note on somebody: what happened, what was reached together, how ready they are."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.bootstrap.noting import note_down
from outreach.domain.notes import NoteKind, money
from outreach.errors import HouseError, InputError
from outreach.services.knowing import NewNote
from outreach.store import people
from outreach.web.desk.frame import PERSON, Desk
from outreach.web.desk.person import person_page
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to


def noting(desk: Desk) -> APIRouter:
    """Return where a note is kept, after what it tells of their wishes was heard."""
    router, home = APIRouter(), desk.home

    @router.post(PERSON + "/{person_id}/note")
    def noted(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "note")
        try:
            kept = note_down(home, _filled_in(desk, guest, person_id))
        except HouseError as error:
            return person_page(desk, guest, person_id, str(error))
        return gone_to(f"{PERSON}/{person_id}?done={'heard' if kept.binds else 'noted'}#story")

    return router


def _filled_in(desk: Desk, guest: Guest, person_id: str) -> NewNote:
    form, minutes, spent = guest.form, guest.form.text("minutes", 9), guest.form.text("spent", 40)
    if minutes and not minutes.isdecimal():
        raise InputError(f"`{minutes}` is no number of minutes")
    return NewNote(
        person_id,
        form.text("text"),
        guest.name,
        form.choice("kind", NoteKind, NoteKind.NOTE),
        _moment(desk, form.text("at", 40)),
        int(minutes) if minutes else None,
        money(spent) if spent else None,
        shared_at=_their_firm(desk, person_id) if form.has("shared") else "",
    )


def _moment(desk: Desk, typed: str) -> datetime | None:
    """Return when it happened, on our own clock; None for now."""
    try:
        at = datetime.fromisoformat(typed) if typed else None
    except ValueError:
        raise InputError(f"`{typed}` is no moment: write it as in `2026-12-01T10:00`") from None
    return at if at is None or at.tzinfo else at.replace(tzinfo=desk.home.ears.zone)


def _their_firm(desk: Desk, person_id: str) -> str:
    return desk.home.store.read(lambda conn: people.get(conn, person_id)).organisation_id or ""
