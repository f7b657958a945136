"""Corrections that wait for a second person, who agrees under their own log-in."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection

from outreach.errors import HouseError
from outreach.services import review
from outreach.store import decisions, people, proposals, team
from outreach.web.console.frame import PATH, Console
from outreach.web.console.telling import ours
from outreach.web.doorway.admitting import Guest, Reviewer
from outreach.web.doorway.frame import gone_to

TAB = PATH + "/proposals"


def agreeing(console: Console) -> APIRouter:
    """Return the list of proposals, and its two answers."""
    router = APIRouter()

    @router.get(TAB)
    def look(guest: Reviewer) -> Response:
        return _page(console, guest)

    @router.post(TAB + "/{proposal}/agree")
    def agree(guest: Reviewer, proposal: str) -> Response:
        return _settle(console, guest, lambda: _agree(console, guest, proposal))

    @router.post(TAB + "/{proposal}/refuse")
    def refuse(guest: Reviewer, proposal: str) -> Response:
        return _settle(console, guest, lambda: _refuse(console, guest, proposal))

    return router


def _agree(console: Console, guest: Guest, proposal: str) -> None:
    review.agree(console.home.store, proposal, guest.visit.member, console.home.clock.now())


def _refuse(console: Console, guest: Guest, proposal: str) -> None:
    review.refuse(console.home.store, proposal, guest.visit.member, console.home.clock.now())


def _settle(console: Console, guest: Guest, act: Callable[[], None]) -> Response:
    try:
        act()
    except HouseError as error:
        return _page(console, guest, str(error))
    return gone_to(TAB)


def _page(console: Console, guest: Guest, wrong: str = "") -> Response:
    found = console.home.store.read(_waiting)
    fields = {
        "waiting": found,
        "told": review.told,
        "wrong": wrong,
        "ours": lambda at: ours(at, console.home.ears.zone),
    }
    return console.page("proposals", guest, TAB, fields, 400 if wrong else 200)


def _waiting(conn: Connection) -> list[dict[str, object]]:
    found = proposals.waiting(conn)
    members = team.by_ids(conn, {one.member_id for one in found})
    rows = {row.id: row for row in decisions.by_ids(conn, {one.decision_id for one in found})}
    names = people.get_many(conn, {row.person_id for row in rows.values()})
    return [
        {
            "proposal": one,
            "by": members[one.member_id].name,
            "decision": rows[one.decision_id],
            "person": names[rows[one.decision_id].person_id].name,
        }
        for one in found
    ]
