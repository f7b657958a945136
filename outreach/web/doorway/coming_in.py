"""Log-in, log-out, and the link by which an account begins."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from outreach.bootstrap.entrance import CLAIM_PATH
from outreach.domain.entering import Visit
from outreach.errors import InputError, NotFoundError
from outreach.services import accounts
from outreach.services.accounts import Entered, EntryRefusedError, TooManyTriesError
from outreach.web.doorway.admitting import ENTER, Guest, Member, doorway_of
from outreach.web.doorway.cookies import TOKEN, Jar, fits, token_of
from outreach.web.doorway.frame import home_of
from outreach.web.doorway.kept import Kept, SentAwayError, carried
from outreach.web.doorway.seen_from import came_from, inside, is_ours
from outreach.web.faults import error_page
from outreach.web.forms import Form, Posted
from outreach.web.pages import HouseCard, shown

LEAVE = "/leave"


def coming_in(house: HouseCard) -> APIRouter:
    """Return the pages of whoever is not in yet; and the way out."""
    router = APIRouter()
    desk = _Desk(house)

    @router.get("/")
    def front() -> Response:
        return RedirectResponse(ENTER, 303)

    @router.get(ENTER)
    def look(request: Request, to: str = "") -> Response:
        return desk.shows(request, "doorway/enter", to=to)

    @router.post(ENTER)
    def enter(request: Request, form: Posted) -> Response:
        return desk.enters(request, form)

    @router.get(CLAIM_PATH + "{link}")
    def invited(request: Request, link: str) -> Response:
        return desk.invites(request, link)

    @router.post(CLAIM_PATH + "{link}")
    def claim(request: Request, link: str, form: Posted) -> Response:
        return desk.claims(request, link, form)

    @router.post(LEAVE)
    def leave(request: Request, guest: Member) -> Response:
        doorway = doorway_of(request)
        accounts.leave(doorway.porch, guest.visit)
        answer = RedirectResponse(ENTER, 303)
        Jar(request).let_out(answer)
        return answer

    return router


def keep_forms(app: FastAPI, house: HouseCard) -> None:
    """Answer a press that cannot be acted on yet with what was filled in, to be sent later."""
    desk = _Desk(house)

    @app.exception_handler(SentAwayError)
    def sent_away(request: Request, error: SentAwayError) -> Response:
        return desk.keeps(request, error)


class _Desk:
    """Answers whoever is not in yet."""

    def __init__(self, house: HouseCard) -> None:
        self._house = house

    def enters(self, request: Request, form: Form) -> Response:
        """Let somebody in; every refusal is the same page, whatever was wrong."""
        _must_be_theirs(request, form)
        name, to, kept = form.text("name", 200), form.text("to"), carried(form)
        agent = request.headers.get("user-agent", "")
        try:
            entered = accounts.enter(
                doorway_of(request).porch, name, _password(form), came_from(request), agent
            )
        except EntryRefusedError as error:
            return self.shows(request, "doorway/enter", 401, to=to, kept=kept, wrong=str(error))
        except TooManyTriesError as error:
            told = {"to": to, "kept": kept, "wrong": str(error)}
            answer = self.shows(request, "doorway/enter", 429, **told)
            answer.headers["Retry-After"] = "900"
            return answer
        if not kept.path:
            return _let_in(request, entered, to)
        answer = self._offers(entered.visit, token_of(entered.secret), kept)
        Jar(request).let_in(answer, entered.secret)
        return answer

    def keeps(self, request: Request, error: SentAwayError) -> Response:
        """Ask whoever is out to log in, and show whoever is in again what they had filled in."""
        session = Jar(request).session
        visit = accounts.visit(doorway_of(request).porch, session) if session else None
        if visit is None:
            return self.shows(request, "doorway/enter", 401, ended=True, kept=error.kept)
        if not error.kept.path:
            language = request.headers.get("accept-language")
            return error_page(self._house, error.status_code, language)
        return self._offers(visit, token_of(session), error.kept, error.status_code)

    def _offers(self, visit: Visit, token: str, kept: Kept, status: int = 200) -> HTMLResponse:
        """Show what was filled in; it is sent by their own press, with the token of now."""
        home = home_of(Guest(visit, "", Form()))
        fields = {"kept": kept, "token": token, "token_field": TOKEN}
        known = {"name": visit.member.name, "home": home}
        answer = shown("doorway/again", self._house, {**fields, **known}, status)
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    def invites(self, request: Request, link: str) -> Response:
        """Show whom a link invites; nothing is used up by looking."""
        member = accounts.invited(doorway_of(request).porch, link)
        return self.shows(request, "doorway/claim", member=member)

    def claims(self, request: Request, link: str, form: Form) -> Response:
        """Set the password that somebody chose."""
        _must_be_theirs(request, form)
        porch = doorway_of(request).porch
        member = accounts.invited(porch, link)
        agent = request.headers.get("user-agent", "")
        try:
            if _password(form) != _password(form, "again"):
                raise InputError("the two are not the same: type it once more")
            entered = accounts.claim(porch, link, _password(form), came_from(request), agent)
        except NotFoundError:
            raise
        except InputError as error:
            return self.shows(request, "doorway/claim", 400, member=member, wrong=str(error))
        return _let_in(request, entered, "")

    def shows(
        self, request: Request, page: str, status: int = 200, **fields: object
    ) -> HTMLResponse:
        """Return a page with a form that this browser, and no other page, can send."""
        jar = Jar(request)
        carrier = Response()
        door = jar.open_door(carrier)
        known: dict[str, object] = {"token": token_of(door), "token_field": TOKEN}
        known |= {"wrong": "", "to": "", "kept": Kept(), "ended": False}
        answer = shown(page, self._house, {**known, **fields}, status)
        answer.headers["Referrer-Policy"] = "same-origin"
        for cookie in carrier.headers.getlist("set-cookie"):
            answer.headers.append("set-cookie", cookie)
        return answer


def _password(form: Form, name: str = "password") -> str:
    """Return a password as it was typed: spaces at its ends belong to it."""
    given: str = form.fields.get(name, ("",))[0]
    return given


def _must_be_theirs(request: Request, form: Form) -> None:
    """Refuse a form that another page sent: it would let somebody in as another."""
    doorway = doorway_of(request)
    door = Jar(request).door
    if not (is_ours(request, doorway.public_url) and fits(form.text(TOKEN), door)):
        raise HTTPException(403)


def _let_in(request: Request, entered: Entered, to: str) -> Response:
    guest = Guest(entered.visit, "", Form())
    answer = RedirectResponse(inside(to, home_of(guest)), 303)
    Jar(request).let_in(answer, entered.secret)
    return answer
