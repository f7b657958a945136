"""The day of whoever is in: promises first, and why each thing is there."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.services import review
from outreach.services.agenda import Group, agenda
from outreach.web.desk.frame import PATH, Desk
from outreach.web.doorway.admitting import Worker

HEADINGS = {
    Group.PROMISED: "Promised",
    Group.OUT_OF_REACH: "Promised, and cannot be kept",
    Group.OPEN_NOW: "May be called now",
    Group.WORD_DUE: "Keep in touch",
    Group.UNANSWERED: "Wrote to us, and wait",
    Group.MATTER: "At organisations",
    Group.HELD: "Held until somebody looks",
}


def day(desk: Desk) -> APIRouter:
    """Return the page of the day."""
    router, home = APIRouter(), desk.home

    @router.get(PATH)
    def look(guest: Worker, done: str = "") -> Response:
        zone = home.ears.zone
        today = desk.now.astimezone(zone).date()
        found = agenda(home.gate, guest.visit.member.id, today, zone, home.zones)
        groups = [(HEADINGS[one], found.of(one), one in found.full) for one in Group]
        told = review.words_to(home.store, guest.name, desk.now)
        seen = desk.seen_by(guest, [one.person_id for one in told])
        fields = {
            "agenda": found,
            "groups": [one for one in groups if one[1]],
            "Group": Group,
            "done": done,
            "told": [one for one in told if one.person_id in seen],
            "reviewed": {"uphold": "upheld", "correct": "corrected", "again": "judged again"},
        }
        return desk.page("day", guest, PATH, fields)

    return router
