"""Who somebody is: what they call themselves, their roles, and how they stand to others and to us.

What is noted here contacts nobody. A role that ends where a do-not-contact mark binds would free
them of it: that takes proof and a second person, and is not offered on a page.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection

from outreach.domain.access import Right
from outreach.domain.relations import LOOKED_AFTER_BY, SEEN_FROM_THERE
from outreach.errors import HouseError, InputError
from outreach.services import knowing
from outreach.services.listen.through import Through, only_through
from outreach.store import people, portraits, team
from outreach.store import standing as store
from outreach.web.desk.frame import PEOPLE, PERSON, Desk
from outreach.web.desk.naming import somebody
from outreach.web.desk.telling import plainly
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to

WHO = PERSON + "/{person_id}/who"
FIELDS = ("themselves", "called", "also", "speaks", "role", "place", "tie", "other", "words")
"""What is filled in again where it could not be kept."""
_FEW = 200


def standing(desk: Desk) -> APIRouter:
    """Return the page on which it is noted who somebody is, and what its forms do."""
    router = APIRouter()

    @router.get(WHO)
    def look(guest: Worker, person_id: str, done: str = "") -> Response:
        desk.looks(guest, person_id, "person")
        return _page(desk, guest, person_id, done=done)

    for path, act in (
        ("/words", _portrayed),
        ("/role", _role),
        ("/role/over", _role_over),
        ("/tie", _tie),
        ("/tie/over", _tie_over),
        ("/through", _through),
    ):
        router.add_api_route(WHO + path, _posted(desk, act), methods=["POST"])
    return router


def _posted(
    desk: Desk, act: Callable[[Desk, Guest, str], object]
) -> Callable[[Worker, str], Response]:
    def noted(guest: Worker, person_id: str) -> Response:
        desk.looks(guest, person_id, "who they are noted")
        try:
            act(desk, guest, person_id)
        except HouseError as error:
            return _page(desk, guest, person_id, plainly(error))
        return gone_to(f"{PERSON}/{person_id}/who?done=noted")

    return noted


def _portrayed(desk: Desk, guest: Guest, person_id: str) -> None:
    form, home = guest.form, desk.home
    words = knowing.Words(
        form.text("also", _FEW),
        form.text("called", _FEW),
        form.text("themselves", _FEW),
        tuple(form.text("speaks", _FEW).replace(",", " ").split()),
    )
    knowing.portray(home.store, home.clock, person_id, words, guest.name)


def _role(desk: Desk, guest: Guest, person_id: str) -> None:
    form, home = guest.form, desk.home
    since, until = form.day("since"), form.day("until")
    new = knowing.NewRole(
        person_id,
        form.text("role", _FEW),
        guest.name,
        form.text("place", _FEW),
        desk.midnight(since) if since else None,
        desk.midnight(until) if until else None,
    )
    knowing.add_role(home.store, home.clock, new)


def _role_over(desk: Desk, guest: Guest, person_id: str) -> None:
    form, home = guest.form, desk.home
    over = knowing.Ended(
        person_id,
        form.text("what", _FEW),
        guest.name,
        form.text("because", _FEW),
        form.text("at", _FEW),
    )
    knowing.end_role(home.store, home.clock, over)


def _tie(desk: Desk, guest: Guest, person_id: str) -> None:
    form, home = guest.form, desk.home
    what, given, ours = form.text("tie", _FEW), form.text("other", _FEW), form.text("ours", _FEW)
    if bool(given) == bool(ours):
        raise InputError("name one: somebody of yours, or one of us")
    member = home.store.read(lambda conn: team.get(conn, ours)) if ours else None
    if member and what.casefold() == LOOKED_AFTER_BY:
        _must_be_theirs_to_give(desk, guest, person_id)
    new = knowing.NewRelation(
        person_id,
        what,
        guest.name,
        other_id=None if member else somebody(desk, guest, given).id,
        member_id=member.id if member else None,
    )
    knowing.relate(home.store, home.clock, new)


def _must_be_theirs_to_give(desk: Desk, guest: Guest, person_id: str) -> None:
    """Refuse to take over somebody whom a colleague looks after, or to hand them on."""
    owner = desk.home.store.read(lambda conn: people.get(conn, person_id)).owner_id
    if owner in (None, guest.visit.member.id) or guest.visit.may(Right.OVERSEE):
        return
    raise InputError("a colleague looks after them: whoever leads the team says who does from now")


def _tie_over(desk: Desk, guest: Guest, person_id: str) -> None:
    form, home = guest.form, desk.home
    other, because = form.text("with", _FEW), form.text("because", _FEW)
    knowing.end_relation(home.store, home.clock, person_id, other, because, guest.name)


def _through(desk: Desk, guest: Guest, person_id: str) -> None:
    form = guest.form
    other = somebody(desk, guest, form.text("other", _FEW))
    only_through(desk.home.ears, Through(person_id, other.id, form.text("words"), guest.name))


def _page(desk: Desk, guest: Guest, person_id: str, wrong: str = "", done: str = "") -> Response:
    home, now = desk.home, desk.now

    def work(conn: Connection) -> dict[str, object]:
        return {
            "person": people.get(conn, person_id),
            "portrait": portraits.of(conn, person_id),
            "held": store.roles_of(conn, person_id, now),
            "ties": store.ties_of(conn, person_id, now),
            "team": [one.name for one in team.still_here(conn)],
        }

    fields = {
        **home.store.read(work),
        "relations": list(SEEN_FROM_THERE),
        "typed": {name: guest.form.text(name) for name in FIELDS},
        "wrong": wrong,
        "done": done,
    }
    return desk.page("who", guest, PEOPLE, fields, 400 if wrong else 200)
