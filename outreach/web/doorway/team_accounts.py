"""The accounts of the team, for whoever gives them."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.bootstrap.entrance import CLAIM_PATH
from outreach.domain.access import Access, fitting
from outreach.errors import HouseError
from outreach.services import accounts
from outreach.services.accounts import Porch
from outreach.web.doorway.admitting import Admin, Doorway, Guest, doorway_of
from outreach.web.doorway.frame import framed, gone_to
from outreach.web.pages import HouseCard

PATH = "/accounts"


def team_accounts(house: HouseCard) -> APIRouter:
    """Return the pages on which accounts are given and taken away."""
    router = APIRouter()

    def page(request: Request, guest: Guest, status: int = 200, **more: str) -> Response:
        told = {"wrong": "", "link": "", "whose": "", **more}
        found = accounts.accounts(doorway_of(request).porch)
        fields = {"listed": found, "access": list(Access), "fitting": fitting, **told}
        return framed("doorway/accounts", house, guest, PATH, fields, status)

    def done(request: Request, guest: Guest, act: Callable[[Porch, str], object]) -> Response:
        try:
            act(doorway_of(request).porch, guest.form.text("member"))
        except HouseError as error:
            return page(request, guest, 400, wrong=str(error))
        return gone_to(PATH)

    @router.get(PATH)
    def look(request: Request, guest: Admin) -> Response:
        return page(request, guest)

    @router.post(PATH + "/invite")
    def invite(request: Request, guest: Admin) -> Response:
        """Show the link in answer to the press itself: it is kept nowhere and not seen again."""
        doorway, form = doorway_of(request), guest.form
        access = form.choice("access", Access) if form.text("access") else None
        try:
            made = accounts.invite(doorway.porch, form.text("member"), guest.name, access)
        except HouseError as error:
            return page(request, guest, 400, wrong=str(error))
        link = f"{_address(request, doorway)}{CLAIM_PATH}{made.secret}"
        return page(request, guest, link=link, whose=made.member.name)

    @router.post(PATH + "/role")
    def role(request: Request, guest: Admin) -> Response:
        access = guest.form.choice("access", Access)
        return done(
            request,
            guest,
            lambda porch, whose: accounts.change_access(porch, whose, access, guest.name),
        )

    @router.post(PATH + "/revoke")
    def revoke(request: Request, guest: Admin) -> Response:
        return done(request, guest, lambda porch, whose: accounts.revoke(porch, whose, guest.name))

    @router.post(PATH + "/restore")
    def restore(request: Request, guest: Admin) -> Response:
        return done(request, guest, lambda porch, whose: accounts.restore(porch, whose, guest.name))

    return router


def _address(request: Request, doorway: Doorway) -> str:
    """Return where our pages are reached: from outside, else where this admin reaches them."""
    if doorway.public_url.startswith("https://"):
        return doorway.public_url
    return f"{request.url.scheme}://{request.url.netloc}"
