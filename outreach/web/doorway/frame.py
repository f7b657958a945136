"""A page of our own people: who is in, where they can go, how they leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import HTMLResponse, RedirectResponse

from outreach.domain.access import Right
from outreach.web.doorway.admitting import Guest
from outreach.web.doorway.cookies import TOKEN
from outreach.web.pages import HouseCard, shown


@dataclass(frozen=True, slots=True)
class Place:
    """A room that somebody can go to, and what it asks of them."""

    path: str
    name: str
    asks: Right


PLACES = (
    Place("/console", "Review", Right.REVIEW),
    Place("/accounts", "Accounts", Right.ADMIT),
    Place("/overview", "Overview", Right.STEER),
    Place("/desk", "Desk", Right.WORK),
    Place("/account", "You", Right.SEE),
)
"""In the order in which they stand at the top; the first one somebody may go to is their home."""


def home_of(guest: Guest) -> str:
    """Return where somebody begins."""
    return next(place.path for place in PLACES if guest.visit.may(place.asks))


def framed(
    page: str,
    house: HouseCard,
    guest: Guest,
    here: str,
    fields: Mapping[str, object],
    status: int = 200,
) -> HTMLResponse:
    """Return a page with its frame; `here` is the path of the place that it belongs to."""
    answer = shown(page, house, {**_frame(guest, here), **fields}, status)
    answer.headers["Referrer-Policy"] = "same-origin"  # no-referrer makes a form's Origin `null`
    return answer


def gone_to(path: str) -> RedirectResponse:
    """Send the browser on after a press, so that going back does not press again."""
    return RedirectResponse(path, 303)


def _frame(guest: Guest, here: str) -> dict[str, object]:
    return {
        "guest": guest,
        "places": [place for place in PLACES if guest.visit.may(place.asks)],
        "here": here,
        "token_field": TOKEN,
    }
