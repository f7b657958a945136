"""What if: recorded decisions judged by other rules, as a table of those that would be another.

Nothing is changed and nothing is sent. Here no more than `MOST` decisions are judged at a press;
`outreach what-if` judges them all.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.bootstrap.own_packs import tried_text
from outreach.errors import HouseError
from outreach.services.what_if import Flip, Tally, what_if
from outreach.store import recorded
from outreach.web.console.frame import PATH, Console
from outreach.web.console.telling import ours
from outreach.web.doorway.admitting import Guest, Reviewer
from policies.rulebook import Rulebook

TAB = PATH + "/what-if"
MOST, SHOWN = 5_000, 200


class _EnoughError(Exception):
    """As many were judged as one press may ask for."""


def trying(console: Console) -> APIRouter:
    """Return the page of what would be otherwise."""
    router = APIRouter()

    @router.get(TAB)
    def look(request: Request, guest: Reviewer) -> Response:
        rule = request.query_params.get("rule", "")[:60]
        return _page(console, guest, {"about": rule})

    @router.post(TAB)
    def judge(guest: Reviewer) -> Response:
        text, days = guest.form.text("pack", 30_000), guest.form.text("days", 4)
        given = {"pack": text, "days": days if days.isdecimal() else "7"}
        try:
            rulebook = _rulebook(console, text)
        except HouseError as error:
            return _page(console, guest, {**given, "wrong": str(error)}, 400)
        return _page(console, guest, {**given, **_judged(console, rulebook, int(given["days"]))})

    return router


def _rulebook(console: Console, text: str) -> Rulebook:
    """Return the rules of today, with a pack of the house's own on top where one is given."""
    now = console.home.rulebook
    return tried_text(now, "what you typed", text) if text else now


def _judged(console: Console, rulebook: Rulebook, days: int) -> dict[str, object]:
    home = console.home
    since = home.clock.now() - timedelta(days=min(days, 366))
    tally, found, cut = Tally(), list[Flip](), False
    try:
        every = what_if(home.store, rulebook, tally, since, lambda _: _enough(tally))
        found = list(islice(every, SHOWN))
        for _ in every:
            pass
    except _EnoughError:
        cut = True
    names = recorded.names(home.store, list({one.person_id for one in found}))
    return {"tally": tally, "flips": found, "names": names, "cut": cut}


def _enough(tally: Tally) -> None:
    if tally.seen >= MOST:
        raise _EnoughError


def _page(console: Console, guest: Guest, fields: dict[str, object], status: int = 200) -> Response:
    known: dict[str, object] = {
        "about": "",
        "pack": "",
        "days": "7",
        "tally": None,
        "flips": [],
        "names": {},
        "cut": False,
        "most": MOST,
        "ours": _clock(console),
    }
    return console.page("what_if", guest, TAB, known | fields, status)


def _clock(console: Console) -> object:
    return lambda at: ours(at, console.home.ears.zone)
