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


def opens_the_first(page: Page) -> None:
    """Open the first decision of the list by its key."""
    page.keyboard.press("o")
    page.wait_for_url("**/console/decision/*")


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
        opens_the_first(page)
        page.keyboard.press("u")
        page.wait_for_url(f"{address}/console")
    assert place.review("Ben Hollis").review_action == "uphold"


def test_everything_that_waits_is_reviewed_by_three_keys_each_at_most(
    place: Opened, address: str, chromium: Browser
) -> None:
    """The first is judged again, the others upheld, until nothing waits."""
    place.comes("Cora Lindt")
    keys, reviews = 0, 0
    with looking(chromium, DESK) as page:
        logged_in(page, address)
        while page.locator("[data-key=o]").count():
            opens_the_first(page)
            with page.expect_navigation():
                page.keyboard.press("j" if reviews == 0 else "u")
            keys, reviews = keys + 2, reviews + 1
            if page.url != f"{address}/console":
                page.keyboard.press("q")
                page.wait_for_url(f"{address}/console")
                keys += 1
            assert reviews < 10
        assert page.get_by_role("heading", name="Nothing").count()
    assert reviews > 0
    assert keys <= 3 * reviews


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


def test_judging_again_takes_two_keys_and_the_list_one(
    place: Opened, address: str, chromium: Browser
) -> None:
    place.comes("Cora Lindt")
    with looking(chromium, DESK) as page:
        logged_in(page, address)
        opens_the_first(page)
        page.keyboard.press("q")
        page.wait_for_url(f"{address}/console")
        opens_the_first(page)
        with page.expect_navigation():
            page.keyboard.press("j")
    assert place.review("Ben Hollis").review_action == "again"


def test_a_wrong_fact_is_put_to_a_second_person_by_keyboard_alone(
    place: Opened, address: str, chromium: Browser
) -> None:
    place.comes("Cora Lindt")
    with looking(chromium, DESK) as page:
        logged_in(page, address)
        opens_the_first(page)
        page.locator("summary", has_text="A fact is wrong").focus()
        for key in ("Enter", "Tab", "Space", "ArrowUp"):
            page.keyboard.press(key)  # the last of the four: we know who it is
        assert not page.get_by_label("Country (US)").is_visible()
        for text in ("he came to our stand", "his card"):
            page.keyboard.press("Tab")
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.get_by_text("waits for a second person").wait_for()
        assert "we know who this is" in page.locator("#proposed").inner_text()
    assert place.review("Ben Hollis").reviewed_at is None
