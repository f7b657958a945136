"""`/healthz`, `/readyz` and `/metrics`: the first two tell anybody a word, the last needs a key."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from outreach.bootstrap.house import House
from outreach.domain.programs import Scope
from outreach.errors import StorageError
from outreach.gate.hearing import deaf_now
from outreach.services.programs import KeyRefusedError, admitted
from outreach.store import house as at_home
from outreach.store import reviewing
from outreach.web.health.numbers import CONTENT_TYPE, Numbers

_BEARER = "Bearer "


def health(home: House) -> APIRouter:
    """Return the room for whoever watches this house."""
    room = APIRouter()

    @room.get("/healthz")
    def alive() -> PlainTextResponse:
        """Say that the process answers."""
        return PlainTextResponse("alive\n")

    @room.get("/readyz")
    def ready() -> PlainTextResponse:
        """Say whether it can work: the database answers, and answers to us can be heard."""
        try:
            numbers = home.store.read(lambda conn: _numbers(home, conn))
        except StorageError:
            return PlainTextResponse("the database is away\n", 503)
        if not numbers.listening:
            return PlainTextResponse("deaf: nothing goes out\n", 503)
        return PlainTextResponse("ready\n")

    @room.get("/metrics")
    def metrics(request: Request) -> Response:
        """Tell the numbers to a program whose key lets it watch."""
        _watcher(home, request.headers.get("authorization", ""))
        numbers = home.store.read(lambda conn: _numbers(home, conn))
        return Response(numbers.as_text(), media_type=CONTENT_TYPE)

    return room


def _watcher(home: House, given: str) -> None:
    try:
        program = admitted(home.store, home.clock, given.removeprefix(_BEARER))
    except KeyRefusedError:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"}) from None
    if not program.may(Scope.WATCH):
        raise HTTPException(403)


def _numbers(home: House, conn: Connection) -> Numbers:
    now = home.clock.now()
    midnight = now.astimezone(home.ears.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = reviewing.strip(conn, midnight)
    return Numbers(
        now=now,
        listening=not deaf_now(conn, now, home.gate.habits),
        halted=bool(at_home.get(conn).halted_because),
        waiting=found.waiting,
        oldest=found.oldest,
        proposals=found.proposals,
        reviewed_today=found.today,
        heard_in=tuple(sorted(one.total_seconds() for one in reviewing.took_to_hear(conn))),
    )
