"""The page for whoever leads the team. It ranks nobody and counts no calls: neither helps anybody.

Figures of a period are at most some minutes old; what is queued is as it stands now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from outreach.bootstrap.house import House
from outreach.domain.charts import Bar, Tone, figure
from outreach.domain.losses import By
from outreach.services import measuring, oversee, queueing
from outreach.services.measuring import Gone, Measures
from outreach.services.oversee import Overview
from outreach.web.doorway.admitting import Guest, Steerer
from outreach.web.doorway.frame import framed
from outreach.web.overview.remembered import Remembered
from outreach.web.pages import HouseCard

PATH = "/overview"
PERIODS = {7: "a week", 30: "30 days", 90: "90 days", 365: "a year"}
_DAYS = 30
_MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Whole:
    """All figures of one period."""

    measures: Measures
    team: Overview
    gone: tuple[Gone, ...]


def overview_room(home: House, card: HouseCard) -> APIRouter:
    """Return the page of this house."""
    router, remembered = APIRouter(), Remembered[Whole](home.clock)

    @router.get(PATH)
    def look(guest: Steerer, request: Request) -> Response:
        days, by = _period(request), _by(request)
        found = remembered.get((days, by), lambda: _whole(home, days, by))
        return _page(home, card, guest, found.of)

    return router


def _period(request: Request) -> int:
    given = request.query_params.get("days", str(_DAYS))
    days = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0
    if days not in PERIODS:
        raise HTTPException(400)
    return days


def _by(request: Request) -> By:
    try:
        return By(request.query_params.get("by", By.STEP))
    except ValueError:
        raise HTTPException(400) from None


def _whole(home: House, days: int, by: By) -> Whole:
    now = home.clock.now()
    asked = measuring.period(now, since=now - timedelta(days=days), by=by)
    measures = measuring.measure(home.store, asked, home.zones, now)
    gone = measuring.lost_lately(home.store, asked, home.zones)
    return Whole(measures, oversee.overview(home.store, now, days), tuple(gone))


def _page(home: House, card: HouseCard, guest: Guest, found: Whole) -> Response:
    asked, zone = found.measures.asked, home.ears.zone
    fields = {
        "measures": found.measures,
        "team": found.team.each,
        "gone": found.gone,
        "queue": queueing.queue(home.store, home.clock.now(), zone),
        "days": (asked.until - asked.since).days,
        "periods": PERIODS,
        "by": asked.by,
        "ways": list(By),
        "at": asked.until.astimezone(zone),
        "since": asked.since.astimezone(zone),
        "zone": zone,
        "promises": Markup(_promises(found.measures)),
        "lost": Markup(_lost(found.measures)),
        "more": max(0, len(found.measures.lost.groups) - _MOST_BARS),
    }
    return framed("overview/team", card, guest, PATH, fields)


def _promises(found: Measures) -> str:
    one = found.promises
    bars = (
        Bar("Kept in time", one.in_time),
        Bar("Kept late", one.late),
        Bar("Broken", one.broken, Tone.LOSS),
        Bar("No longer wanted", one.released),
        Bar("Still to come", one.waiting),
    )
    return figure("promises", "What came of promises", "Of those that fell due:", bars)


def _lost(found: Measures) -> str:
    asked = found.asked
    bars = [Bar(one.name, one.lost, Tone.LOSS) for one in found.lost.groups[:_MOST_BARS]]
    told = f"Who stopped us or complained within {asked.after} days of a contact, of those reached:"
    return figure("lost", f"People lost, by {asked.by}", told, bars, "people")
