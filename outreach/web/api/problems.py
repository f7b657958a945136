"""Errors as programs want them: one shape, `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from outreach.errors import ConflictError, HouseError, InputError, NotFoundError, StorageError
from outreach.web.guarded import HEADERS
from outreach.web.patience import LONGEST_BODY

MEDIA_TYPE = "application/problem+json"
_STATUS: tuple[tuple[type[HouseError], int], ...] = (
    (NotFoundError, 404),
    (ConflictError, 409),
    (InputError, 422),
    (StorageError, 503),
)
_log = structlog.get_logger()


class Problem(BaseModel):
    """What went wrong and what to do about it."""

    title: str
    status: int
    detail: str = ""


_OTHERWISE = {
    404: "there is nothing at this address: `openapi.json` says what there is",
    405: "not by this method: `openapi.json` says which there are",
    408: "the body took too long to arrive",
    413: f"the body is longer than {LONGEST_BODY} octets",
}
"""What is told where whoever refused it said nothing of their own."""


def too_long(octets: int) -> HTTPException:
    """Return the refusal of a body that is longer than so many octets."""
    msg = f"the body is longer than {octets} octets"
    return HTTPException(413, msg, {"Connection": "close"})


ANSWERS: dict[int | str, dict[str, object]] = {
    status: {
        "model": Problem,
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {}},
    }
    for status in (400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503)
}
"""For the description of every route: any of them may answer so."""


def problem(
    status: int, detail: str = "", headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return an error as an answer."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(body.model_dump(), status, dict(headers or {}), media_type=MEDIA_TYPE)


def tell_problems(app: FastAPI) -> None:
    """Answer every error of this application as a problem."""

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> JSONResponse:
        plain = error.detail == HTTPStatus(error.status_code).phrase
        detail = _OTHERWISE.get(error.status_code, "") if plain else error.detail
        return problem(error.status_code, detail, error.headers)

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> JSONResponse:
        said = [f"`{_where(one['loc'])}`: {one['msg']}" for one in error.errors()]
        broken = any(one["type"] == "json_invalid" for one in error.errors())
        return problem(400 if broken else 422, "; ".join(said))

    @app.exception_handler(HouseError)
    def not_done(request: Request, error: HouseError) -> JSONResponse:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
        if status == 503:
            _log.error("api.failed", fault=type(error).__name__)
            return problem(status, "the database is busy or away", {"Retry-After": "60"})
        return problem(status, str(error))

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> JSONResponse:
        """Put the headers on by hand: this is answered outside of everything that we wrap."""
        _log.error("api.failed", fault=type(error).__name__)
        return problem(500, headers={**HEADERS, "Cache-Control": "no-store"})


def _where(places: tuple[int | str, ...]) -> str:
    return ".".join(str(one) for one in places[1:]) or str(places[0])
