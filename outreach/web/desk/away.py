"""Who is away, and who keeps what they owe; leaving for good, and what then moves to whom.

Somebody notes their own absence. A colleague's is for whoever oversees the team, and so is leaving.
"""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from outreach.domain.access import Right
from outreach.domain.people import Member
from outreach.errors import HouseError, InputError, NotFoundError
from outreach.services import hand_over
from outreach.store import absences, team
from outreach.web.desk.frame import AWAY, Desk
from outreach.web.doorway.admitting import Guest, Overseer, Worker
from outreach.web.doorway.frame import gone_to


def away(desk: Desk) -> APIRouter:
    """Return the page of who is away, and what is noted on it."""
    router, home = APIRouter(), desk.home

    @router.get(AWAY)
    def look(guest: Worker, done: str = "") -> Response:
        return _page(desk, guest, done=done)

    @router.post(AWAY)
    def goes(guest: Worker) -> Response:
        member, form = _whose(desk, guest), guest.form
        try:
            since, until = _begins(desk, form.day("since")), form.day("until")
            told = hand_over.Away(
                member.name,
                since,
                guest.name,
                desk.midnight(until) if until else None,
                form.text("covered_by", 200) or None,
            )
            hand_over.away(home.store, told, desk.now)
        except HouseError as error:
            return _page(desk, guest, str(error))
        return gone_to(f"{AWAY}?done=noted")

    @router.post(AWAY + "/back")
    def back(guest: Worker) -> Response:
        member = _whose(desk, guest)
        try:
            hand_over.back(home.store, member.name, guest.name, desk.now)
        except HouseError as error:
            return _page(desk, guest, str(error))
        return gone_to(f"{AWAY}?done={'back' if member.name == guest.name else 'noted'}")

    @router.post(AWAY + "/leave")
    def leaves(guest: Overseer) -> Response:
        return _left(desk, guest)

    return router


def _whose(desk: Desk, guest: Guest) -> Member:
    """Return whose absence it is; raise 403 for a colleague's where that is not theirs to note."""
    name = guest.form.text("who", 200) or guest.name
    if name != guest.name and not guest.visit.may(Right.OVERSEE):
        raise HTTPException(403)
    return desk.home.store.read(lambda conn: team.get(conn, name))


def _begins(desk: Desk, day: date | None) -> datetime:
    """Return when an absence begins: now, or with that day on our clock."""
    zone, now = desk.home.ears.zone, desk.now
    if day is None or day == now.astimezone(zone).date():
        return now
    return desk.midnight(day)


def _left(desk: Desk, guest: Guest) -> Response:
    """Say first how much would move; a second press moves it."""
    store, form = desk.home.store, guest.form
    name, to = form.text("who", 200), form.text("to", 200)
    try:
        if name == guest.name:
            raise InputError("somebody else says that you leave")
        if form.has("sure"):
            moved = hand_over.leave(store, name, to, guest.name, desk.now)
        else:
            moved = hand_over.would_move(store, name, to)
    except (InputError, NotFoundError) as error:
        return _page(desk, guest, str(error))
    fields = {"who": name, "to": to, "moved": moved, "sure": form.has("sure")}
    return desk.page("leaving", guest, AWAY, fields)


def _page(desk: Desk, guest: Guest, wrong: str = "", done: str = "") -> Response:
    home, now = desk.home, desk.now
    oversees = guest.visit.may(Right.OVERSEE)

    def work(conn: Connection) -> dict[str, object]:
        roster = absences.roster(conn, now)
        here = team.still_here(conn)
        names = {one.id: one.name for one in team.everybody(conn)}
        rows = [(one, _keeper(names, roster.keeps(one.id, now))) for one in here]
        noted = {
            one.id: [each for each in roster.absences if each.member_id == one.id] for one in here
        }
        return {"rows": rows, "noted": noted, "names": names}

    known = home.store.read(work)
    typed = {key: guest.form.text(key, 200) for key in ("who", "since", "until", "covered_by")}
    fields = {
        **known,
        "oversees": oversees,
        "me": guest.visit.member,
        "today": now.astimezone(home.ears.zone).date(),
        "typed": typed,
        "wrong": wrong,
        "done": done,
    }
    return desk.page("away", guest, AWAY, fields, 400 if wrong else 200)


def _keeper(names: dict[str, str], keeper: str | None) -> str:
    return names.get(keeper or "", "whoever takes it")
