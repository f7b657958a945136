"""What one of us has promised, for a calendar program: with a link of its own, and no cookie."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from outreach.bootstrap.calendars import read_from
from outreach.bootstrap.house import House
from outreach.bootstrap.marks import CALENDAR_PATH


def calendar(home: House) -> APIRouter:
    """Return the room for programs that show calendars; it is only read."""
    room = APIRouter()

    @room.api_route(f"{CALENDAR_PATH}{{token}}", methods=["GET", "HEAD"])
    def read(token: str) -> Response:
        content = read_from(home, token)
        if content is None:
            return PlainTextResponse("there is no such calendar\n", 404)
        return Response(content, media_type="text/calendar; charset=utf-8")

    return room
