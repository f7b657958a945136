"""The shorter lists: holds by cause, callbacks nobody proved, what may or may not have left."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.domain.attempts import AttemptState
from outreach.store import attempts, reviewing
from outreach.store.shelves import After
from outreach.web.console.asked import after
from outreach.web.console.frame import PATH, Console
from outreach.web.console.telling import ours, span
from outreach.web.cursors import cursor
from outreach.web.doorway.admitting import Reviewer

MOST = 200
"""Rows that a list shows at once."""


def lists(console: Console) -> APIRouter:
    """Return the pages of the shorter lists."""
    router, home = APIRouter(), console.home

    @router.get(PATH + "/causes")
    def causes(guest: Reviewer) -> Response:
        found = sorted(home.store.read(reviewing.causes), key=lambda one: one.clearer)
        by = {who: list(some) for who, some in groupby(found, lambda one: one.clearer)}
        return console.page("causes", guest, PATH + "/causes", {"by": by})

    @router.get(PATH + "/callbacks")
    def callbacks(request: Request, guest: Reviewer) -> Response:
        behind = after(request.query_params.get("after", ""))
        found = home.store.read(lambda conn: reviewing.unproven_callbacks(conn, behind, MOST + 1))
        shown, more = found[:MOST], len(found) > MOST
        theirs = sorted(shown, key=lambda one: one.owner)
        fields = {
            "by": {who: list(some) for who, some in groupby(theirs, lambda one: one.owner)},
            "ours": lambda at: ours(at, home.ears.zone),
            "next": cursor(After(shown[-1].due_at, shown[-1].id)) if more else "",
        }
        return console.page("callbacks", guest, PATH + "/callbacks", fields)

    @router.get(PATH + "/doubtful")
    def doubtful(guest: Reviewer) -> Response:
        now = home.clock.now()
        rows = home.store.read(lambda conn: attempts.in_state(conn, AttemptState.UNKNOWN, MOST))
        fields = {
            "rows": rows,
            "span": lambda at: span(now - at) if at else "",
            "ours": lambda at: ours(at, home.ears.zone),
        }
        return console.page("doubtful", guest, PATH + "/doubtful", fields)

    return router
