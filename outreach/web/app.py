"""The application that serves our pages: rooms, behind one door."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import PlainTextResponse

from outreach.bootstrap.marks import CARRIER_PATH, MAIL_PATH, STOP_PATH
from outreach.web.doorway.coming_in import keep_forms
from outreach.web.faults import kind_pages
from outreach.web.guarded import Guarded
from outreach.web.pages import SCRIPT_PATH, STYLE_PATH, HouseCard, script, style
from outreach.web.patience import FILES_PATH, IMPORTS_PATH, Patience

_KEPT = {"Cache-Control": "max-age=3600"}


def create_app(house: HouseCard, rooms: Iterable[APIRouter]) -> FastAPI:
    """Return the pages and hooks of one house: these rooms, and no documentation, no listing."""
    app = FastAPI(
        title=house.name, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    for room in rooms:
        app.include_router(room)
    unlimited = (CARRIER_PATH, MAIL_PATH, STOP_PATH, IMPORTS_PATH)
    app.add_middleware(Patience, except_for=unlimited, files=FILES_PATH)
    app.add_middleware(Guarded)
    kind_pages(app, house)
    keep_forms(app, house)

    @app.get(STYLE_PATH)
    def style_sheet() -> Response:
        return Response(style(), media_type="text/css", headers=_KEPT)

    @app.get(SCRIPT_PATH)
    def our_script() -> Response:
        return Response(script(), media_type="text/javascript", headers=_KEPT)

    @app.get("/favicon.ico")
    def no_picture() -> Response:
        return Response(status_code=204, headers=_KEPT)

    @app.get("/alive")
    @app.get("/healthz")
    def alive() -> PlainTextResponse:
        return PlainTextResponse("alive\n")

    return app
