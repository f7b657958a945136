"""From the day to what came of a call in a real browser: a phone, dark, keys alone; no scripts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from outreach.domain.attempts import AttemptState
from outreach.store import attempts, commitments
from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web.browsing import Seen, faults, logged_in, looking
from tests.outreach.web.console.test_in_a_browser import address, chromium
from tests.outreach.web.desk.conftest import BOLD, Desked

__all__ = ["address", "chromium"]
pytestmark = pytest.mark.needs("chromium")
ENDINGS = {"c": "connected", "v": "voicemail", "n": "no-answer"}
FINAL = {
    "w": "wrong-number",
    "p": "prefers",
    "t": "prefers",
    "x": "do-not-contact",
    "d": "do-not-contact",
}
"""What is a word of theirs, or shuts a number: no press takes it back."""


def follow(page: Page, role: str, name: str) -> None:
    """Press something by its key, as somebody without a mouse does."""
    page.get_by_role(role, name=name).first.focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def check(page: Page, folder: Path, name: str, *, scripts: bool) -> None:
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    if scripts:  # axe, and asking for a width, are scripts themselves
        assert faults(page) == [], name


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_call_from_the_day_to_its_ending(
    place: Desked, address: str, chromium: Browser, tmp_path: Path, scripts: bool
) -> None:
    place.rep("Ben Okri")
    with looking(chromium, Seen("phone", "dark", scripts)) as page:
        logged_in(page, address, "Ben Okri", GOOD, "/desk")
        check(page, tmp_path, "day", scripts=scripts)
        follow(page, "link", "Prepare the call to Tom Okafor")
        page.wait_for_url("**/desk/calls/*")
        check(page, tmp_path, "call", scripts=scripts)
        follow(page, "button", "Call Tom Okafor")
        page.wait_for_url("**/press")
        check(page, tmp_path, "ending", scripts=scripts)
        follow(page, "button", "Voicemail")
        page.wait_for_url("**/desk/calls/*")
        check(page, tmp_path, "came", scripts=scripts)
        call = place.call("Tom Okafor")
        assert place.home.store.read(lambda conn: attempts.rows(conn, [call]))[0][
            "outcome_code"
        ] == ("voicemail")
        page.goto(f"{address}/desk/person/{place.person('Scott Reyes')}")
        check(page, tmp_path, "person", scripts=scripts)


def test_what_came_of_a_call_is_said_and_taken_back_by_one_key_each(
    place: Desked, address: str, chromium: Browser
) -> None:
    """Pressed, told and taken back without ever leaving the keyboard."""
    place.rep("Ben Okri")
    call = place.call("Tom Okafor")
    with looking(chromium, Seen("desktop", "light")) as page:
        logged_in(page, address, "Ben Okri", GOOD, "/desk")
        page.goto(f"{address}/desk/calls/{call}")
        page.keyboard.press("c")
        page.wait_for_url("**/press")
        for key, outcome in ENDINGS.items():
            page.keyboard.press(key)
            page.get_by_text("Noted, and in effect").wait_for()
            [row] = place.home.store.read(lambda conn: attempts.rows(conn, [call]))
            assert row["outcome_code"] == outcome
            page.keyboard.press("u")
            page.get_by_text("What came of it?").wait_for()


@pytest.mark.parametrize("key", FINAL)
def test_what_they_said_on_the_phone_is_noted_by_one_key(
    place: Desked, address: str, chromium: Browser, key: str
) -> None:
    place.rep("Ben Okri")
    call = place.call("Tom Okafor")
    with looking(chromium, Seen("desktop", "light")) as page:
        logged_in(page, address, "Ben Okri", GOOD, f"/desk/calls/{call}")
        page.keyboard.press("c")
        page.wait_for_url("**/press")
        page.keyboard.press(key)
        page.get_by_text("Noted, and in effect").wait_for()
    [row] = place.home.store.read(lambda conn: attempts.rows(conn, [call]))
    assert row["outcome_code"] == FINAL[key]


def test_a_call_back_is_promised_by_keyboard_and_enter_presses_what_has_the_focus(
    place: Desked, address: str, chromium: Browser
) -> None:
    place.rep("Ben Okri")
    call = place.call("Tom Okafor")
    with looking(chromium, Seen("desktop", "light")) as page:
        logged_in(page, address, "Ben Okri", GOOD, "/desk")
        page.goto(f"{address}/desk/calls/{call}")
        page.keyboard.press("c")
        page.wait_for_url("**/press")
        page.keyboard.press("b")  # the day is asked for first, and has the focus
        page.keyboard.type("Fri 10:00")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="back then?").wait_for()
        follow(page, "link", "Another time")
        page.get_by_label("When, on their clock").fill("Fri 11:00")
        page.keyboard.press("Enter")
        page.get_by_text("11:00 their time").wait_for()
        page.keyboard.press("Enter")
        page.get_by_text("Noted, and in effect").wait_for()
        assert "number hidden" not in page.locator("main").inner_text()
    [promise] = place.home.store.read(lambda conn: commitments.of(conn, place.person("Tom Okafor")))
    assert promise.named_hour


def test_the_whole_call_book_is_worked_through_by_keyboard_alone(
    place: Desked, address: str, chromium: Browser
) -> None:
    """Whoever may be called is; whoever may not is refused; nobody touches a mouse."""
    place.rep("Ben Okri")
    names = ("Scott Reyes", "Tom Okafor", BOLD)
    with looking(chromium, Seen("desktop", "light")) as page:
        logged_in(page, address, "Ben Okri", GOOD, "/desk/calls")
        for _ in names:
            if page.get_by_role("heading", name="Nobody waits").count():
                break
            page.keyboard.press("o")
            page.wait_for_url("**/desk/calls/*")
            page.keyboard.press("c")
            page.wait_for_url("**/press")
            if page.get_by_text("What came of it?").count():
                page.keyboard.press("v")
                page.get_by_text("Noted, and in effect").wait_for()
            page.keyboard.press("n")
            page.wait_for_url(f"{address}/desk/calls")
    calls = [place.home.store.read(partial(attempts.get, attempt_id=place.call(n))) for n in names]
    assert [one.state for one in calls if one.state is AttemptState.QUEUED] == []
