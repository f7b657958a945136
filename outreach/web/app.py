"""The application that serves our pages."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outreach.web.hooks import Carrier, MailIn, carrier_hooks, mail_hook
from outreach.web.one_click import Links, one_click
from outreach.web.pages import STYLE_PATH, HouseCard, shown, style

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Strict-Transport-Security": "max-age=31536000",
}
"""On every answer. The address of a page is a secret of its owner, so it is never sent onwards."""


class Guarded:
    """Puts the headers on every answer; pages may keep their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, adding headers at the start of the answer."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**HEADERS, "Cache-Control": "no-store"}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded)


def create_app(
    links: Links, house: HouseCard, carrier: Carrier | None = None, mail: MailIn | None = None
) -> FastAPI:
    """Return the pages and hooks of one house. There are no others: no documentation, no listing.

    Without a `carrier` or a `mail` server nobody finds where they would post to.
    """
    app = FastAPI(
        title=house.name, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    app.include_router(one_click(links, house))
    if carrier is not None:
        app.include_router(carrier_hooks(carrier))
    if mail is not None:
        app.include_router(mail_hook(mail))
    app.add_middleware(Guarded)

    @app.get(STYLE_PATH)
    def style_sheet() -> Response:
        return Response(style(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    @app.get("/alive")
    def alive() -> PlainTextResponse:
        return PlainTextResponse("alive\n")

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: Exception) -> HTMLResponse:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return shown("not-found", house, status=status)

    return app
