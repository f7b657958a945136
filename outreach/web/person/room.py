"""The routes of a person's own page: GET looks, POST acts and then shows what exactly changed."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from outreach.bootstrap.marks import PAGE_PATH
from outreach.bootstrap.own_pages import OwnPages, Visitor
from outreach.domain.choices import Choices, Part, in_place, looser, tighter
from outreach.errors import NotFoundError
from outreach.services.listen import Asked, Chosen, Held
from outreach.services.preferences import View
from outreach.web.attachments import attachment
from outreach.web.forms import Posted
from outreach.web.pages import HouseCard, shown
from outreach.web.person.reading import UnclearFormError, moment_of, wanted
from outreach.web.person.shown import Shown
from outreach.web.person.told import moment, told
from outreach.web.words import Spoken, Words, spoken, words_in
from policies.channel import Channel
from policies.statement import Callback, Meaning, Pause, Refuse, WallTime
from policies.statement import Request as Asks

NOTES = frozenset({"nothing", "locked", "past", "empty", "wrong", "no-number", "hours", "zone"})
"""What a page may say on its top after a POST that changed nothing, or only a misunderstanding."""
GONE = "gone"


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that somebody has open: whose, what stands, and in which language."""

    visitor: Visitor
    view: View
    t: Words
    asked: str

    def to(self, *rest: str, **query: str) -> str:
        """Return an address below this page; a language that they chose goes along."""
        path = "/".join([PAGE_PATH + quote(self.visitor.token), *map(quote, rest)])
        given = query | ({"lang": self.asked} if self.asked else {})
        return path + ("?" + "&".join(f"{k}={quote(v)}" for k, v in given.items()) if given else "")


def own_room(pages: OwnPages, house: HouseCard) -> APIRouter:  # noqa: C901  one function a route
    """Return the routes below `/you/`."""
    router = APIRouter()
    path = PAGE_PATH + "{token}"

    def opened(
        request: Request, token: str, lang: Annotated[str, Query(max_length=5)] = ""
    ) -> Opened:
        visitor = pages.visitor(token)
        view = pages.view(visitor)
        asked = lang if lang in set(Spoken) else ""
        language = spoken(asked, view.person.language, request.headers.get("accept-language"))
        return Opened(visitor, view, words_in(language), asked)

    Page = Annotated[Opened, Depends(opened)]  # noqa: N806  a type

    def page(name: str, here: Opened, **fields: object) -> HTMLResponse:
        shows = Shown(here.t, here.visitor, here.view, pages.topics)
        known = {"you": shows, "to": here.to, "languages": list(Spoken)}
        return shown(f"person/{name}", house, known | fields, language=here.t.language)

    def _refuse_floods(here: Opened) -> None:
        if pages.wrote_enough(here.visitor):
            raise HTTPException(429)

    @router.api_route(PAGE_PATH + GONE, methods=["GET", "HEAD"])
    def gone(request: Request, lang: Annotated[str, Query(max_length=5)] = "") -> HTMLResponse:
        language = spoken(lang, request.headers.get("accept-language"))
        return shown("person/gone", house, language=language)

    @router.api_route(path, methods=["GET", "HEAD"])
    def look(here: Page, note: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
        return page("page", here, note=note if note in NOTES else "")

    @router.post(path + "/choices")
    def choose(here: Page, form: Posted) -> RedirectResponse:
        _refuse_floods(here)
        zone, now = here.view.zone, here.view.choices
        today = here.view.now.astimezone(zone).date()
        try:
            wishes = wanted(form, now, today, pages.topics)
        except UnclearFormError as unclear:
            return _back(here, unclear.note)
        if here.visitor.held is Held.SENT_TO_THEM:
            said, left = in_place(now, wishes, today), []
            allowed = _allow_topics(pages, here, now, wishes)
        else:
            said, left, allowed = tighter(now, wishes), looser(now, wishes), False
        if not said:
            return _back(here, "wrong" if allowed else "nothing", left)
        return _changed(here, pages.choose(here.visitor, _named(here, said)), left)

    @router.post(path + "/stop")
    def stop(here: Page) -> RedirectResponse:
        return _changed(here, pages.choose(here.visitor, _named(here, [Refuse(None)])))

    @router.post(path + "/words")
    def say(here: Page, form: Posted) -> RedirectResponse:
        words = form.text("words")
        if not words:
            return _back(here, "empty")
        _refuse_floods(here)
        return _changed(here, pages.say(here.visitor, words))

    @router.post(path + "/write")
    def write_to_me(here: Page, form: Posted) -> RedirectResponse:
        _require_own(here)
        what = form.text("what", 500) or here.t.plain("you.write.nothing-more")
        return _changed(here, pages.choose(here.visitor, _named(here, [Asks(what, Channel.EMAIL)])))

    @router.post(path + "/call")
    def call_me(here: Page, form: Posted) -> RedirectResponse:
        _require_own(here)
        if not any(one.channel is Channel.PHONE for one in here.view.reached):
            return _back(here, "no-number")
        at = moment_of(form, here.view.zone)
        if at is None or not here.view.now < at < here.view.now + timedelta(days=366):
            return _back(here, "past")
        named = WallTime(at.date(), at.hour * 60 + at.minute)
        said: list[Meaning] = [Callback(named, Channel.PHONE)]
        if here.view.choices.paused_until:  # a proven callback takes the place of older pauses
            said.append(Pause(WallTime(here.view.choices.paused_until)))
        return _changed(here, pages.choose(here.visitor, _named(here, said)))

    @router.post(path + "/wrong")
    def not_meant(here: Page, form: Posted) -> RedirectResponse:
        _require_own(here)
        position = form.text("position", 4)
        if not position.isdecimal():
            raise HTTPException(400)
        pages.not_meant(here.visitor, form.text("statement", 60), int(position))
        return _back(here, "wrong")

    @router.post(path + "/link")
    def ask_for_link(here: Page) -> RedirectResponse:
        return _see(here.to("link", how=pages.ask_for_link(here.visitor, here.t.language)))

    @router.api_route(path + "/link", methods=["GET", "HEAD"])
    def link_asked(here: Page, how: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
        return page("link", here, how=how if how in set(Asked) else Asked.ON_ITS_WAY)

    @router.api_route(path + "/changed/{change}", methods=["GET", "HEAD"])
    def changed(
        here: Page, change: str, left: Annotated[str, Query(max_length=80)] = ""
    ) -> HTMLResponse:
        made, zone, t = pages.changed(here.visitor, change), here.view.zone, here.t
        parts = [part for part in Part if part in left.split(".")]
        return page(
            "changed",
            here,
            made=made,
            means=[told(t, one.meaning, zone) for one in made.statement.meanings],
            since=moment(t, made.statement.said_at, zone),
            left=[t.plain(f"part.{part}") for part in parts],
        )

    @router.post(path + "/changed/{change}")
    def undo(here: Page, change: str) -> RedirectResponse:
        pages.undo(here.visitor, change)
        return _see(here.to("changed", change))

    @router.api_route(path + "/history", methods=["GET", "HEAD"])
    def history(here: Page) -> HTMLResponse:
        _require_own(here)
        events = [
            (moment(here.t, one.at, here.view.zone), here.t.plain(f"event.{one.happened}"), one)
            for one in reversed(pages.story(here.visitor))
        ]
        return page("history", here, events=events)

    @router.post(path + "/everything")
    def take_away(here: Page) -> Response:
        _require_own(here)
        held = json.dumps(pages.everything(here.visitor), ensure_ascii=False, indent=2)
        return attachment(held, "application/json", "what-we-hold.json")

    @router.api_route(path + "/erase", methods=["GET", "HEAD"])
    def before_erasing(here: Page) -> HTMLResponse:
        _require_own(here)
        return page("erase", here)

    @router.post(path + "/erase")
    def erase(here: Page, form: Posted) -> RedirectResponse:
        _require_own(here)
        if not form.has("sure"):
            return _see(here.to("erase"))
        pages.erase(here.visitor)
        return _see(PAGE_PATH + GONE + (f"?lang={here.asked}" if here.asked else ""))

    return router


def _named(here: Opened, meanings: list[Meaning]) -> tuple[Chosen, ...]:
    """Return each meaning with the words by which the page names it: those are what they said."""
    return tuple(Chosen(one, told(here.t, one, here.view.zone)) for one in meanings)


def _allow_topics(pages: OwnPages, here: Opened, now: Choices, wishes: Choices) -> bool:
    """Take back the refusals of topics that were ticked again; no other word lifts one alone."""
    again = now.refused_topics - wishes.refused_topics
    taken = [
        one
        for one in here.view.believed
        if isinstance(one.meaning, Refuse) and (one.meaning.topic or "").casefold() in again
    ]
    for one in sorted(taken, key=lambda one: one.position, reverse=True):
        pages.not_meant(here.visitor, one.statement_id, one.position)
    return bool(taken)


def _require_own(here: Opened) -> None:
    if here.visitor.held is not Held.SENT_TO_THEM:
        raise NotFoundError("link of their own", here.visitor.token[:80])


def _changed(here: Opened, change: str, left: list[Part] | None = None) -> RedirectResponse:
    kept = {"left": ".".join(left)} if left else {}
    return _see(here.to("changed", change, **kept))


def _back(here: Opened, note: str, left: list[Part] | None = None) -> RedirectResponse:
    return _see(here.to(note="locked" if left and note == "nothing" else note))


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)
