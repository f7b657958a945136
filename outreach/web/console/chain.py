"""Whether the record of what was done is as it was written, read again on a press."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.store import ledger, ledger_head
from outreach.web.console.frame import PATH, Console
from outreach.web.console.telling import ours
from outreach.web.doorway.admitting import Guest, Reviewer

TAB = PATH + "/ledger"


def chain(console: Console) -> APIRouter:
    """Return the page of the ledger."""
    router, home = APIRouter(), console.home

    def page(guest: Guest, found: object = None) -> Response:
        fields = {
            "head": home.store.read(ledger_head.head),
            "found": found,
            "whole": isinstance(found, ledger.Whole),
            "newest": home.store.read(ledger.newest),
            "ours": lambda at: ours(at, home.ears.zone),
        }
        return console.page("ledger", guest, TAB, fields)

    @router.get(TAB)
    def look(guest: Reviewer) -> Response:
        return page(guest)

    @router.post(TAB)
    def verify(guest: Reviewer) -> Response:
        return page(guest, home.store.read(ledger.verify))

    return router
