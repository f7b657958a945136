"""The same list as a file: CSV for a table, JSON for a program; with the filters of its page."""

from __future__ import annotations

import json
from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.services import review
from outreach.services.review import Listed
from outreach.store import shelves
from outreach.store.shelves import MOST_LOOKED_THROUGH
from outreach.web.attachments import attachment
from outreach.web.console.asked import wanted
from outreach.web.console.frame import PATH, Console
from outreach.web.doorway.admitting import Reviewer


def exports(console: Console) -> APIRouter:
    """Return the files; each holds the newest few thousand that fit."""
    router = APIRouter()

    def rows(request: Request) -> list[Listed]:
        asked = wanted(request.query_params)
        some = console.home.store.read(
            lambda conn: shelves.some(conn, asked, None, MOST_LOOKED_THROUGH)
        )
        return [review.as_listed(row) for row in some.rows]

    @router.get(PATH + "/export.csv")
    def as_csv(request: Request, guest: Reviewer) -> Response:
        return attachment(review.as_csv(rows(request)), "text/csv", "kept-back.csv")

    @router.get(PATH + "/export.json")
    def as_json(request: Request, guest: Reviewer) -> Response:
        plain = [asdict(one) for one in rows(request)]
        text = json.dumps(plain, ensure_ascii=False, indent=2, default=str)
        return attachment(text, "application/json", "kept-back.json")

    return router
