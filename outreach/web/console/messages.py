"""Messages that a human must look at: their words, what binds meanwhile, one press to settle.

Keeping the tighter reading takes one of us. What binds less asks for a second person, who agrees
under their own log-in, so it is proposed from the decision that the words hold back.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.domain.told import told
from outreach.errors import HouseError
from outreach.services import listen, review
from outreach.services.review import Question
from outreach.web.console.frame import PATH, Console
from outreach.web.console.telling import marked, ours, span
from outreach.web.doorway.admitting import Guest, Reviewer
from outreach.web.doorway.frame import gone_to
from policies.statement import Refuse

TAB = PATH + "/messages"


def messages(console: Console) -> APIRouter:
    """Return the questions that messages ask."""
    router, home = APIRouter(), console.home

    @router.get(TAB)
    def look(guest: Reviewer) -> Response:
        return _page(console, guest)

    @router.post(TAB + "/{inbound}/keep")
    def keep(guest: Reviewer, inbound: str) -> Response:
        who = review.Reviewer(guest.name, "kept as it is", home.clock.now())
        try:
            review.settle(home.store, inbound, who)
        except HouseError as error:
            return _page(console, guest, str(error))
        return gone_to(TAB)

    @router.post(TAB + "/{inbound}/stop")
    def stop(guest: Reviewer, inbound: str) -> Response:
        """Bind more than now: nobody else needs to agree."""
        try:
            listen.decide(home.ears, inbound, [Refuse(None)], guest.name)
        except HouseError as error:
            return _page(console, guest, str(error))
        return gone_to(TAB)

    return router


def _page(console: Console, guest: Guest, wrong: str = "") -> Response:
    home, now = console.home, console.home.clock.now()
    found = review.questions(home.store)
    pace = review.pace(home.store, now)
    fields = {
        "questions": [(one, _pieces(one)) for one in found],
        "pace": pace,
        "half": span(pace.half) if pace.half else "",
        "waits": lambda at: span(now - at),
        "ours": lambda at: ours(at, home.ears.zone),
        "stops": told(Refuse(None)),
        "wrong": wrong,
    }
    return console.page("messages", guest, TAB, fields, 400 if wrong else 200)


def _pieces(one: Question) -> object:
    return marked(one.words, [(each.start, each.end) for each in one.marked])
