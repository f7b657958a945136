"""The page in a real browser: without scripts, by keyboard, on a phone, light and dark."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright

from tests.outreach.web.browsing import FLAGS
from tests.outreach.web.conftest import Pages

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def address(pages: Pages) -> Iterator[str]:
    """Serve the pages on a free port of this machine; yield the address of Scott's link."""
    server = uvicorn.Server(
        uvicorn.Config(pages.app, port=0, log_level="critical", access_log=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}{pages.path}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme: Literal["light", "dark"] = request.param
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(
            java_script_enabled=False,
            color_scheme=scheme,
            viewport={"width": 360, "height": 740},
        )
        yield context.new_page()
        browser.close()


def test_one_press_of_a_key_stops(pages: Pages, address: str, page: Page, tmp_path: Path) -> None:
    """CASES 15: a browser that opens the page has not pressed the button."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.screenshot(path=tmp_path / "before.png", full_page=True)
    assert not pages.refuses()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    page.screenshot(path=tmp_path / "after.png", full_page=True)
    assert page.get_by_role("heading").inner_text() == "Emails are stopped"
    assert pages.refuses()
    assert all(url.startswith("http://127.0.0.1") for url in asked)


def test_nothing_is_wider_than_a_phone(address: str, page: Page) -> None:
    page.goto(address)
    button = page.get_by_role("button").bounding_box()
    assert button is not None
    assert button["x"] + button["width"] <= 360
    assert button["height"] >= 44
