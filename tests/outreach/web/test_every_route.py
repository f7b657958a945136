"""No page stands open by oversight: each asks for a right, or is on the short list below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

from outreach.bootstrap.house import visiting
from outreach.bootstrap.marks import (
    CALENDAR_PATH,
    CARRIER_PATH,
    MAIL_PATH,
    PAGE_PATH,
    STOP_PATH,
)
from outreach.cli import main
from outreach.web.api.app import PATH as API
from outreach.web.doorway.admitting import ASKS
from outreach.web.opened import app_of

PUBLIC = {
    *("/style.css", "/page.js", "/favicon.ico", "/alive", "/healthz", "/readyz", "/metrics"),
    *("/", "/enter", "/claim/{link}"),  # of whoever is not in yet
}
SIGNED = (STOP_PATH, PAGE_PATH, CALENDAR_PATH, CARRIER_PATH, MAIL_PATH)
"""What carries a signature or a secret of its own: a person's link, a carrier, a mail server."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    folder = tmp_path_factory.mktemp("routes") / "kestrel"
    told = ("--rehearsal", "--name", "Kestrel", "--address", "12 Harbour Road, Bristol")
    more = ("--mailbox", "hello@kestrel.example", "--country", "US", "--assume-country", "US")
    assert main(["init", str(folder), *told, *more, "--member", "Ana Ruiz"]) == 0
    with visiting(Path(folder)) as home:
        yield app_of(home)


def every(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Yield every route, of rooms within rooms too."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from every(inner.routes)


def called(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for each in dependant.dependencies:
        yield from called(each)


def asks(route: APIRoute) -> bool:
    return any(call in ASKS for call in called(route.dependant))


def is_public(route: BaseRoute) -> bool:
    if isinstance(route, Mount):
        return route.path == API  # its keys are asked for by its own test
    assert isinstance(route, Route), f"what is {route}?"
    return route.path in PUBLIC or route.path.startswith(SIGNED)


def test_every_route_asks_for_a_right_or_is_public_on_purpose(app: FastAPI) -> None:
    open_ones = [
        route
        for route in every(app.routes)
        if not is_public(route) and not (isinstance(route, APIRoute) and asks(route))
    ]
    assert open_ones == []


def test_every_page_of_ours_is_looked_at(app: FastAPI) -> None:
    paths = {route.path for route in every(app.routes) if isinstance(route, APIRoute)}
    assert paths >= {"/console", "/console/decision/{decision_id}/uphold", "/accounts/revoke"}


def test_a_route_without_a_right_would_be_found(app: FastAPI) -> None:
    careless = FastAPI()
    careless.get("/console/careless")(lambda: None)
    [route] = [one for one in every(careless.routes) if isinstance(one, APIRoute)]
    assert not asks(route)
    assert not is_public(route)


def test_there_are_pages_that_ask_for_each_right_of_the_console(app: FastAPI) -> None:
    asked = {
        ASKS[call]
        for route in every(app.routes)
        if isinstance(route, APIRoute)
        for call in called(route.dependant)
        if call in ASKS
    }
    assert {"see", "review", "admit"} <= asked
