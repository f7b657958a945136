"""One's own account: the password, and the browsers one is logged in by."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.errors import HouseError, InputError
from outreach.services import accounts
from outreach.web.doorway.admitting import Guest, Member, doorway_of
from outreach.web.doorway.browsers import browser_of
from outreach.web.doorway.cookies import Jar
from outreach.web.doorway.frame import framed, gone_to
from outreach.web.pages import HouseCard

PATH = "/account"


def own_account(house: HouseCard) -> APIRouter:
    """Return the pages of one's own account."""
    router = APIRouter()

    def page(request: Request, guest: Guest, wrong: str = "", status: int = 200) -> Response:
        found = accounts.sessions(doorway_of(request).porch, guest.visit.member.id)
        changed = request.query_params.get("changed", "")
        told = {"wrong": wrong, "changed": changed, "browser": browser_of}
        fields = {"sessions": found, **told}
        return framed("doorway/account", house, guest, PATH, fields, status)

    @router.get(PATH)
    def look(request: Request, guest: Member) -> Response:
        return page(request, guest)

    @router.post(PATH + "/password")
    def password(request: Request, guest: Member) -> Response:
        doorway, given = doorway_of(request), guest.form.fields
        old, new, again = (given.get(name, ("",))[0] for name in ("old", "new", "again"))
        try:
            if new != again:
                raise InputError("the two are not the same: type it once more")
            entered = accounts.change_password(doorway.porch, guest.visit, old, new)
        except HouseError as error:
            return page(request, guest, str(error), 400)
        answer = gone_to(f"{PATH}?changed=password")
        Jar(request).let_in(answer, entered.secret)
        return answer

    @router.post(PATH + "/sessions/{label}/end")
    def end(request: Request, guest: Member, label: str) -> Response:
        porch = doorway_of(request).porch
        accounts.end_session(porch, guest.visit.member.id, label, guest.name)
        return gone_to(f"{PATH}?changed=session")

    return router
