"""`/readyz` tells anybody a word, `/metrics` needs a key; `/healthz` needs no house to answer."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from outreach.bootstrap.house import House
from outreach.bootstrap.standing import standing
from outreach.bootstrap.status import status
from outreach.domain.programs import Scope
from outreach.errors import StorageError
from outreach.services.programs import KeyRefusedError, admitted
from outreach.web.api.problems import problem
from outreach.web.health.numbers import CONTENT_TYPE, Numbers

_BEARER = "Bearer "


def health(home: House) -> APIRouter:
    """Return the room for whoever watches this house."""
    room = APIRouter()

    @room.get("/readyz")
    def ready() -> PlainTextResponse:
        """Say whether it can work: the database answers, and answers to us can be heard."""
        try:
            found = standing(home)
        except StorageError:
            return PlainTextResponse("the database is away\n", 503)
        if found.deaf:
            return PlainTextResponse("deaf: nothing goes out\n", 503)
        return PlainTextResponse("ready\n")

    @room.get("/metrics")
    def metrics(request: Request) -> Response:
        """Tell the numbers to a program whose key lets it watch."""
        refused = _refused(home, request.headers.get("authorization", ""))
        if refused is not None:
            return refused
        return Response(Numbers(status(home)).as_text(), media_type=CONTENT_TYPE)

    return room


def _refused(home: House, given: str) -> Response | None:
    """Return why a program is not told, as programs are; None for one that may watch."""
    try:
        program = admitted(home.store, home.clock, given.removeprefix(_BEARER))
    except KeyRefusedError as error:
        return problem(401, str(error), {"WWW-Authenticate": "Bearer"})
    if not program.may(Scope.WATCH):
        msg = f"the key of `{program.key.name}` does not let it {Scope.WATCH}"
        return problem(403, msg)
    return None
