"""The sequences there are: their steps, versions, file, and whether they rest."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection

from outreach.domain.access import Right
from outreach.domain.going_on import ASKED, TOLD
from outreach.domain.sequence_text import text_of
from outreach.errors import HouseError
from outreach.services import pausing
from outreach.services.enrol import steps_of
from outreach.store import enrollments, resting, sequences
from outreach.web.attachments import attachment
from outreach.web.desk.draft import days, draft_of
from outreach.web.desk.frame import PERSON, SEQUENCES, Desk
from outreach.web.desk.people import newest
from outreach.web.desk.person import person_page
from outreach.web.desk.telling import plainly
from outreach.web.doorway.admitting import Guest, Overseer, Worker
from outreach.web.doorway.frame import gone_to
from policies.channel import SPOKEN

ONE = SEQUENCES + "/of/{name}"
MOST = 1_000
"""People in a sequence that are counted for its page."""


def kept_sequences(desk: Desk) -> APIRouter:
    """Return the pages of what is kept, and where it is paused and goes on."""
    router, home = APIRouter(), desk.home

    @router.get(SEQUENCES)
    def everything(guest: Worker) -> Response:
        rows = home.store.read(newest)
        rest = home.store.read(resting.everything)
        inside = {one.id: home.store.read(partial(_how_many, one.id)) for one in rows}
        fields = {"rows": rows, "inside": inside, "rest": rest, "most": MOST}
        return desk.page("sequences", guest, SEQUENCES, fields)

    @router.get(ONE)
    def look(guest: Worker, name: str, done: str = "") -> Response:
        return _page(desk, guest, name, done=done)

    @router.get(ONE + "/file.toml")
    def file(guest: Worker, name: str) -> Response:
        row = home.store.read(lambda conn: sequences.get(conn, name))
        return attachment(text_of(steps_of(row)), "application/toml", f"{row.name}.toml")

    @router.post(ONE + "/pause")
    def pause(guest: Overseer, name: str) -> Response:
        try:
            because = guest.form.text("because", 200)
            pausing.pause(home.store, home.clock, name, because, guest.name)
        except HouseError as error:
            return _page(desk, guest, name, plainly(error))
        return gone_to(f"{SEQUENCES}/of/{name}?done=paused")

    @router.post(ONE + "/resume")
    def resume(guest: Overseer, name: str) -> Response:
        try:
            pausing.resume(home.store, home.clock, name, guest.name)
        except HouseError as error:
            return _page(desk, guest, name, plainly(error))
        return gone_to(f"{SEQUENCES}/of/{name}?done=resumed")

    return router


def _how_many(sequence_id: str, conn: Connection) -> int:
    return enrollments.about_how_many(conn, sequence_id, MOST)


def one_person(desk: Desk) -> APIRouter:
    """Return where one person waits in a sequence, and goes on."""
    router, home = APIRouter(), desk.home

    @router.post(PERSON + "/{person_id}/pause")
    def pause(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "sequence paused")
        name, because = guest.form.text("sequence", 64), guest.form.text("because", 200)
        try:
            pausing.pause(home.store, home.clock, name, because, guest.name, person_id)
        except HouseError as error:
            return person_page(desk, guest, person_id, plainly(error))
        return gone_to(f"{PERSON}/{person_id}?done=paused")

    @router.post(PERSON + "/{person_id}/resume")
    def resume(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "sequence resumed")
        name = guest.form.text("sequence", 64)
        try:
            pausing.resume(home.store, home.clock, name, guest.name, person_id)
        except HouseError as error:
            return person_page(desk, guest, person_id, plainly(error))
        return gone_to(f"{PERSON}/{person_id}?done=resumed")

    return router


def _page(desk: Desk, guest: Guest, name: str, wrong: str = "", done: str = "") -> Response:
    home = desk.home
    versions = home.store.read(lambda conn: sequences.versions_of(conn, name))
    row = versions[0]
    steps = steps_of(row)
    fields = {
        "row": row,
        "versions": versions,
        "steps": steps,
        "days": days(draft_of(steps, row.name, row.version).steps),
        "ends_on": [TOLD[one] for one in steps.ends_on],
        "rest": home.store.read(lambda conn: resting.of(conn, row.name)),
        "inside": home.store.read(partial(_how_many, row.id)),
        "most": MOST,
        "file": text_of(steps),
        "asks": ASKED,
        "spoken": SPOKEN,
        "oversees": guest.visit.may(Right.OVERSEE),
        "wrong": wrong,
        "done": done,
    }
    return desk.page("sequence", guest, SEQUENCES, fields, 400 if wrong else 200)
