"""The whole room: every page of the desk of an open house."""

from __future__ import annotations

from fastapi import APIRouter

from outreach.bootstrap.house import House
from outreach.web.desk.answering import answering
from outreach.web.desk.away import away
from outreach.web.desk.building import building
from outreach.web.desk.calls import book
from outreach.web.desk.day import day
from outreach.web.desk.endings import endings
from outreach.web.desk.enrolling import enrolling
from outreach.web.desk.frame import Desk
from outreach.web.desk.lists import lists
from outreach.web.desk.noting import noting
from outreach.web.desk.people import listed
from outreach.web.desk.person import person
from outreach.web.desk.promised import one_promise
from outreach.web.desk.promising import promising
from outreach.web.desk.sequences import kept_sequences, one_person
from outreach.web.desk.standing import standing
from outreach.web.desk.writing import writing
from outreach.web.pages import HouseCard

_PAGES = (day, book, endings, listed)
_PERSON = (person, noting, standing, promising, one_promise, answering, one_person, enrolling)
_HOUSE = (kept_sequences, building, writing, lists, away)


def desk_room(home: House, card: HouseCard) -> APIRouter:
    """Return the desk of this house."""
    router, desk = APIRouter(), Desk(home, card)
    for part in (*_PAGES, *_PERSON, *_HOUSE):
        router.include_router(part(desk))
    return router
