"""The console in a real browser: by keyboard, phone and desk, light and dark, scripts or none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web.browsing import FLAGS
from tests.outreach.web.console.conftest import Opened

pytestmark = pytest.mark.needs("chromium")


@dataclass(frozen=True)
class Seen:
    """How somebody looks at the pages."""

    scripts: bool
    scheme: Literal["light", "dark"]
    width: int


DESK, PHONE = Seen(True, "light", 1280), Seen(True, "dark", 390)
WITHOUT_SCRIPTS = Seen(False, "light", 390)


@pytest.fixture
def address(place: Opened) -> Iterator[str]:
    """Serve the console on a free port of this machine."""
    config = uvicorn.Config(place.app, port=0, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def logged_in(chromium: Browser, address: str, seen: Seen) -> Page:
    """Log in by keyboard alone."""
    page = chromium.new_context(
        java_script_enabled=seen.scripts,
        color_scheme=seen.scheme,
        viewport={"width": seen.width, "height": 800},
    ).new_page()
    page.goto(f"{address}/console")
    for text in ("Cora Lindt", GOOD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/console")
    return page


@pytest.mark.parametrize("seen", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_is_wider_than_the_screen_or_hard_to_read(
    place: Opened, address: str, chromium: Browser, seen: Seen, tmp_path: Path
) -> None:
    place.comes("Cora Lindt")
    page = logged_in(chromium, address, seen)
    for path in ("/console", f"/console/decision/{place.about('Scott Reyes').id}", "/console/law"):
        page.goto(address + path)
        page.screenshot(path=tmp_path / f"{path.replace('/', '-')}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= seen.width, path
        assert Axe().run(page).response["violations"] == [], path


def test_a_review_takes_two_keys(place: Opened, address: str, chromium: Browser) -> None:
    place.comes("Cora Lindt")
    page = logged_in(chromium, address, DESK)
    page.keyboard.press("o")
    page.wait_for_url("**/console/decision/*")
    page.keyboard.press("u")
    page.wait_for_url(f"{address}/console")
    assert place.review("Ben Hollis").review_action == "uphold"


def test_without_scripts_the_keyboard_alone_upholds(
    place: Opened, address: str, chromium: Browser
) -> None:
    place.comes("Cora Lindt")
    page = logged_in(chromium, address, WITHOUT_SCRIPTS)
    page.get_by_role("link", name="Not by email until").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/decision/*")
    page.get_by_label("Why (left empty").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/console")
    assert place.review("Ben Hollis").review_action == "uphold"
