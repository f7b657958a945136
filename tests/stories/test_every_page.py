"""Every page there is, on what the demo leaves: nothing is wrong with it, in any size or dress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from outreach.bootstrap.promising import Promised, promise
from outreach.services import calls
from outreach.store import importing
from outreach.store.shelves import Shelf
from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web import browsing
from tests.outreach.web.browsing import Seen, faults, logged_in, looking
from tests.outreach.web.test_every_route import asks, every, is_public
from tests.stories.shown import ANA, CORA, Shown, shown, told

pytestmark = pytest.mark.needs("chromium")
SIZES = [Seen("phone", "dark"), Seen("desktop", "light")]
OTHER: dict[str, Literal["light", "dark"]] = {"dark": "light", "light": "dark"}
FILES = (".csv", ".json", ".toml")
"""What is saved rather than looked at."""
ELSEWHERE = {"/desk/lists/{upload_id}", "/desk/lists/{upload_id}/left-out.csv"}
"""A list that waits: `test_clicked` and the desk's own browser tests bring one in."""
ALSO = (
    "/console?shelf=blocked",
    "/console?shelf=all&text=travel",
    "/console?shelf=expired",
    "/overview?days=365",
    "/desk/people?name=sco",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    with shown(told(tmp_path_factory.mktemp("pages") / "place")) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsing.chromium() as browser:
        yield browser


def _filled(place: Shown) -> dict[str, str]:
    """Return for each part of an address what stands there in the demo's house."""
    runs = place.home.store.read(lambda conn: importing.runs(conn, 1))
    visit = Promised(place.person("Scott Reyes"), "in four weeks", ANA, "a visit")
    return {
        "person_id": place.person("Scott Reyes"),
        "promise_id": promise(place.home, visit).id,
        "call_id": calls.book(place.home.gate, ANA)[0].id,
        "decision_id": place.decision("Scott Reyes", Shelf.ALL),
        "run_id": runs[0].id,
        "name": "spring-sites",
        "code": "us-nv",
        "channel": "email",
        "message": "intro",
    }


def _pages(app: FastAPI, filled: dict[str, str]) -> Iterator[str]:
    """Yield the address of every page of ours; a part of one that nobody filled is a fault."""
    for route in every(app.routes):
        if not isinstance(route, APIRoute) or is_public(route) or not asks(route):
            continue
        if "GET" not in (route.methods or ()) or route.path.endswith(FILES):
            continue
        if route.path not in ELSEWHERE:
            yield route.path.replace("/rule/{name}", "/rule/paused").format(**filled)


def _wrong(page: Page, seen: Seen) -> list[str]:
    """Return what is wrong with a page, and what is hard to read in the other dress."""
    found = faults(page)
    page.emulate_media(color_scheme=OTHER[seen.scheme], reduced_motion="reduce")
    found += [f"{OTHER[seen.scheme]}: {one}" for one in faults(page, "color-contrast")]
    page.emulate_media(color_scheme=seen.scheme, reduced_motion="reduce")
    return found


@pytest.mark.parametrize("seen", SIZES, ids=lambda seen: f"{seen.width} {seen.scheme}")
def test_nothing_is_wrong_with_any_page_of_ours(
    place: Shown, chromium: Browser, seen: Seen, tmp_path: Path
) -> None:
    found = {}
    with looking(chromium, seen) as page:
        logged_in(page, place.at, CORA, GOOD, "/console")
        paths = [*_pages(place.app, _filled(place)), *ALSO]
        assert len(paths) > 25
        for number, path in enumerate(paths):
            answer = page.goto(place.at + path)
            assert answer
            assert answer.status == 200, path
            page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
            if wrong := _wrong(page, seen):
                found[path] = wrong
    assert found == {}


@pytest.mark.parametrize("seen", SIZES, ids=lambda seen: f"{seen.width} {seen.scheme}")
def test_nothing_is_wrong_with_a_page_of_theirs(
    place: Shown, chromium: Browser, seen: Seen
) -> None:
    found = {}
    with looking(chromium, seen) as page:
        own = place.mailed("Scott Reyes")
        for path in (own, own.replace("/you/", "/stop/"), place.mailed("Tom Okafor"), "/enter"):
            page.goto(place.at + path)
            if wrong := _wrong(page, seen):
                found[path] = wrong
    assert found == {}
