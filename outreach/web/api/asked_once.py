"""A query says each thing once, and nothing that nobody asks for: else half of it goes unheard."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException


def asked_once(request: Request) -> None:
    """Refuse (422), by its name, a parameter that comes twice or that is not asked for here."""
    given = [name for name, _ in request.query_params.multi_items()]
    twice = next((name for name in given if given.count(name) > 1), None)
    if twice is not None:
        raise HTTPException(422, f"`{_short(twice)}`: given more than once")
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = {field.alias for field in route.dependant.query_params}
    strange = next((name for name in given if name not in known), None)
    if strange is not None:
        there = ", ".join(f"`{name}`" for name in sorted(known)) or "none"
        raise HTTPException(422, f"`{_short(strange)}`: there is no such parameter here ({there})")


def _short(name: str) -> str:
    return name[:60]
