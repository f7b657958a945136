"""Putting people into a sequence: first what would happen to each, then those who may."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from outreach.domain.foreseen import REFUSED, Fate, Reach
from outreach.errors import HouseError
from outreach.services.enrol import take_out
from outreach.store import enrollments
from outreach.web.attachments import attachment
from outreach.web.desk.frame import ENROL, PEOPLE, Desk
from outreach.web.desk.preflights import Preflight, as_csv, as_json, preflight_of, put_in
from outreach.web.doorway.admitting import Guest, Worker
from policies.channel import SPOKEN, Channel

CHIPS = {
    Fate.GOES: "ok",
    Fate.WAITS: "wait",
    Fate.ELSEWHERE: "ok",
    Fate.HELD: "wait",
    Fate.BLOCKED: "stop",
}


def enrolling(desk: Desk) -> APIRouter:
    """Return where it is foreseen what would happen, where it is done, and where it is undone."""
    router = APIRouter()

    @router.post(ENROL)
    def look(guest: Worker) -> Response:
        try:
            found = _foreseen(desk, guest)
        except HouseError as error:
            return _nothing(desk, guest, str(error))
        return _table(desk, guest, found)

    @router.post(ENROL + "/preflight.csv")
    def table(guest: Worker) -> Response:
        return attachment(as_csv(_foreseen(desk, guest).lines), "text/csv", "preflight.csv")

    @router.post(ENROL + "/preflight.json")
    def plain(guest: Worker) -> Response:
        return attachment(as_json(_foreseen(desk, guest)), "application/json", "preflight.json")

    @router.post(ENROL + "/now")
    def put(guest: Worker) -> Response:
        try:
            return _put(desk, guest, _foreseen(desk, guest))
        except HouseError as error:
            return _nothing(desk, guest, str(error))

    @router.post(ENROL + "/undo")
    def undo(guest: Worker) -> Response:
        return _taken_out(desk, guest)

    return router


def _put(desk: Desk, guest: Guest, found: Preflight) -> Response:
    """Enrol those who may, as it was judged just now: something may have been heard since."""
    held = (Reach.HELD,) if guest.form.has("held") else ()
    whom = found.whom(Reach.HEARS, *held)
    if found.blocked:
        return _table(desk, guest, found, "nobody was enrolled: this must be put right first")
    if found.warned and not guest.form.has("warned"):
        return _table(desk, guest, found, "tick that you have seen what is held back")
    if not whom:
        return _table(desk, guest, found, "nobody was enrolled: none of them may hear from us")
    done = put_in(desk, guest, found.row, whom, dry=False)
    fields = {
        "sequence": found.row,
        "new": [(one.id, found.people[one.person_id]) for one in done.new],
        "left_out": len(found.people) - len(done.new),
        "rests": done.rests,
    }
    return desk.page("enrolled", guest, PEOPLE, fields)


def _taken_out(desk: Desk, guest: Guest) -> Response:
    ids = guest.form.many("enrolment")
    several = desk.home.store.read(lambda conn: enrollments.several(conn, ids))
    _all_seen(desk, guest, {one.person_id for one in several})
    taken = take_out(desk.home.store, desk.home.clock, ids, guest.name)
    return desk.page("taken_out", guest, PEOPLE, {"taken": taken, "asked": len(several)})


def _foreseen(desk: Desk, guest: Guest) -> Preflight:
    form = guest.form
    whom = form.many("shown" if form.text("which") == "shown" else "whom")
    _all_seen(desk, guest, whom)
    return preflight_of(desk, guest, form.text("sequence", 64), whom)


def _all_seen(desk: Desk, guest: Guest, ids: Iterable[str]) -> None:
    """Raise 404 where one of them is not theirs to see: nothing is done for the others either."""
    asked = set(ids)
    for one in sorted(asked - desk.seen_by(guest, asked)):
        desk.looks(guest, one, "enrolment")
        raise HTTPException(404)


def _nothing(desk: Desk, guest: Guest, wrong: str) -> Response:
    return desk.page("not_enrolled", guest, PEOPLE, {"wrong": wrong}, 400)


def _table(desk: Desk, guest: Guest, found: Preflight, wrong: str = "") -> Response:
    zones = {one.id: desk.home.zones(one) for one in found.people.values()}
    fields = {
        "found": found,
        "row": found.row,
        "zones": zones,
        "chips": CHIPS,
        "refused": REFUSED,
        "Reach": Reach,
        "spoken": {one.value: SPOKEN[one] for one in Channel},
        "causes": found.because(),
        "wrong": wrong,
    }
    return desk.page("preflight", guest, PEOPLE, fields, 400 if wrong else 200)
