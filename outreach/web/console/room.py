"""The whole room: every page of the console of an open house."""

from __future__ import annotations

from fastapi import APIRouter

from outreach.bootstrap.house import House
from outreach.web.console.agreeing import agreeing
from outreach.web.console.chain import chain
from outreach.web.console.decision import decision
from outreach.web.console.evidence import evidence
from outreach.web.console.exports import exports
from outreach.web.console.frame import Console
from outreach.web.console.law import law
from outreach.web.console.lists import lists
from outreach.web.console.messages import messages
from outreach.web.console.queue import queue
from outreach.web.console.trying import trying
from outreach.web.pages import HouseCard

_DESKS = (queue, decision, agreeing, messages, lists, law, chain, trying, exports, evidence)


def console_room(home: House, card: HouseCard) -> APIRouter:
    """Return the console of this house."""
    router, console = APIRouter(), Console(home, card)
    for desk in _DESKS:
        router.include_router(desk(console))
    return router
