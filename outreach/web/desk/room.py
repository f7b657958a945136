"""The whole room: every page of the desk of an open house."""

from __future__ import annotations

from fastapi import APIRouter

from outreach.bootstrap.house import House
from outreach.web.desk.calls import book
from outreach.web.desk.day import day
from outreach.web.desk.endings import endings
from outreach.web.desk.frame import Desk
from outreach.web.desk.person import person
from outreach.web.pages import HouseCard


def desk_room(home: House, card: HouseCard) -> APIRouter:
    """Return the desk of this house."""
    router, desk = APIRouter(), Desk(home, card)
    for part in (day, person, book, endings):
        router.include_router(part(desk))
    return router
