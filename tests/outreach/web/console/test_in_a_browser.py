"""The console in a real browser: by keyboard, phone and desk, light and dark, scripts or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web import browsing
from tests.outreach.web.browsing import Seen, faults, looking, served
from tests.outreach.web.console.conftest import Opened

pytestmark = pytest.mark.needs("chromium")
DESK, PHONE = Seen("desktop", "light"), Seen("phone", "dark")
WITHOUT_SCRIPTS = Seen("phone", "light", scripts=False)


@pytest.fixture
def address(place: Opened) -> Iterator[str]:
    """Serve the console on a free port of this machine."""
    with served(place.app) as where:
        yield where


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsing.chromium() as browser:
        yield browser


def logged_in(page: Page, address: str) -> None:
    browsing.logged_in(page, address, "Cora Lindt", GOOD, "/console")


@pytest.mark.parametrize("seen", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_is_wider_than_the_screen_or_hard_to_read(
    place: Opened, address: str, chromium: Browser, seen: Seen, tmp_path: Path
) -> None:
    place.comes("Cora Lindt")
    decision = f"/console/decision/{place.about('Scott Reyes').id}"
    with looking(chromium, seen) as page:
        logged_in(page, address)
        for path in ("/console", decision, "/console/law"):
            page.goto(address + path)
            page.screenshot(path=tmp_path / f"{path.replace('/', '-')}.png", full_page=True)
            assert faults(page) == [], path


def test_a_review_takes_two_keys(place: Opened, address: str, chromium: Browser) -> None:
    place.comes("Cora Lindt")
    with looking(chromium, DESK) as page:
        logged_in(page, address)
        page.keyboard.press("o")
        page.wait_for_url("**/console/decision/*")
        page.keyboard.press("u")
        page.wait_for_url(f"{address}/console")
    assert place.review("Ben Hollis").review_action == "uphold"


def test_without_scripts_the_keyboard_alone_upholds(
    place: Opened, address: str, chromium: Browser
) -> None:
    place.comes("Cora Lindt")
    with looking(chromium, WITHOUT_SCRIPTS) as page:
        logged_in(page, address)
        page.get_by_role("link", name="Not by email until").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/decision/*")
        page.get_by_label("Why (left empty").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/console")
    assert place.review("Ben Hollis").review_action == "uphold"
