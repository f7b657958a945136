"""What somebody sees when a page cannot be shown: what happened, and what they can do."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from outreach.errors import ConflictError, InputError, NotFoundError, StorageError
from outreach.web.guarded import HEADERS
from outreach.web.pages import HouseCard, shown
from outreach.web.words import spoken, words_in

OUR_ROOMS = ("/desk", "/console", "/overview", "/account")
"""Where whoever is lost is one of us: they are shown the way back, not how to stop our mails."""
_OTHERWISE = 400
_log = structlog.get_logger()


def kind_pages(app: FastAPI, house: HouseCard) -> None:
    """Answer every error with a page of ours, in the language the browser asks for."""

    def page(request: Request, status: int, headers: dict[str, str] | None = None) -> HTMLResponse:
        us = request.url.path.startswith(OUR_ROOMS)
        answer = error_page(house, status, request.headers.get("accept-language"), us=us)
        answer.headers.update(headers or {})
        return answer

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> HTMLResponse:
        return page(request, error.status_code, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    def nonsense(request: Request, _: RequestValidationError) -> HTMLResponse:
        return page(request, 400)

    @app.exception_handler(NotFoundError)
    def not_here(request: Request, _: NotFoundError) -> HTMLResponse:
        return page(request, 404)

    @app.exception_handler(InputError)
    def unusable(request: Request, _: InputError) -> HTMLResponse:
        return page(request, 400)

    @app.exception_handler(ConflictError)
    def quicker(request: Request, _: ConflictError) -> HTMLResponse:
        return page(request, 409)

    @app.exception_handler(StorageError)
    def asleep(request: Request, error: StorageError) -> HTMLResponse:
        _log.error("page.failed", fault=type(error).__name__)
        return page(request, 503, {"Retry-After": "60"})

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> HTMLResponse:
        """Put the headers on by hand: this is answered outside of everything that we wrap."""
        _log.error("page.failed", fault=type(error).__name__)
        return page(request, 500, {**HEADERS, "Cache-Control": "no-store"})


def error_page(
    house: HouseCard, status: int, language: str | None, *, us: bool = False
) -> HTMLResponse:
    """Return the page of a status; one without words of its own is told as the nearest."""
    words = words_in(spoken(language))
    known = status if words.has(f"error.{status}.title") else _nearest(status)
    return shown("error", house, {"error": str(known), "us": us}, status, words.language)


def _nearest(status: int) -> int:
    return 500 if status >= 500 else _OTHERWISE
