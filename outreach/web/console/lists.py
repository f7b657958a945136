"""The shorter lists: holds by cause, callbacks nobody proved, what may or may not have left."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.domain.attempts import AttemptState
from outreach.store import attempts, reviewing
from outreach.web.console.frame import PATH, Console
from outreach.web.console.telling import ours, span
from outreach.web.doorway.admitting import Reviewer

_MOST = 200


def lists(console: Console) -> APIRouter:
    """Return the pages of the shorter lists."""
    router, home = APIRouter(), console.home

    @router.get(PATH + "/causes")
    def causes(guest: Reviewer) -> Response:
        found = sorted(home.store.read(reviewing.causes), key=lambda one: one.clearer)
        by = {who: list(some) for who, some in groupby(found, lambda one: one.clearer)}
        return console.page("causes", guest, PATH + "/causes", {"by": by})

    @router.get(PATH + "/callbacks")
    def callbacks(guest: Reviewer) -> Response:
        found = sorted(home.store.read(reviewing.unproven_callbacks), key=lambda one: one.owner)
        by = {who: list(some) for who, some in groupby(found, lambda one: one.owner)}
        fields = {"by": by, "ours": lambda at: ours(at, home.ears.zone)}
        return console.page("callbacks", guest, PATH + "/callbacks", fields)

    @router.get(PATH + "/doubtful")
    def doubtful(guest: Reviewer) -> Response:
        now = home.clock.now()
        rows = home.store.read(lambda conn: attempts.in_state(conn, AttemptState.UNKNOWN, _MOST))
        fields = {
            "rows": rows,
            "span": lambda at: span(now - at) if at else "",
            "ours": lambda at: ours(at, home.ears.zone),
        }
        return console.page("doubtful", guest, PATH + "/doubtful", fields)

    return router
