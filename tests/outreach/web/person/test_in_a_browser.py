"""A person's page in a real browser: phone or desk, light or dark, scripts or none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from outreach.domain.choices import Wish
from policies.channel import Channel
from tests.outreach.web.browsing import EVERY_WAY, Seen, chromium, complaints, looking, served
from tests.outreach.web.person.conftest import Own
from tests.outreach.web.person.test_by_the_link_in_a_mail import choices

pytestmark = pytest.mark.needs("chromium")
HOSTILE = "Never call <b>me</b> <script>document.title='stolen'</script> " + "x" * 300


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def here(own: Own) -> Iterator[str]:
    with served(own.app) as address:
        yield address


@pytest.fixture(params=EVERY_WAY, ids=str)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with looking(browser, request.param) as one:
        yield one


@pytest.fixture
def at_a_desk(browser: Browser) -> Iterator[Page]:
    with looking(browser, Seen()) as one:
        yield one


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    page.get_by_role("status").wait_for()


def test_somebody_asks_for_less_and_undoes_it(own: Own, here: str, page: Page) -> None:
    """CASES 15, 24: looked at, nothing has happened; saved, it says what, and shows it again."""
    page.goto(here + own.by_mail)
    assert own.said() == []
    page.get_by_role("group", name="Phone +1").get_by_label("Please don’t").check()
    page.get_by_label("One month").check()
    save(page)
    assert page.get_by_role("listitem").first.inner_text() == "No calls"
    assert own.refuses(Channel.PHONE)
    assert complaints(page) == []
    page.get_by_role("link", name="Back to your page").click()
    assert page.get_by_role("group", name="Phone +1").get_by_label("Please don’t").is_checked()
    assert page.get_by_role("group", name="Phone +1").get_by_label("Welcome").is_disabled()
    page.go_back()
    page.get_by_role("button", name="Undo this").click()
    page.get_by_role("heading", name="Undone").wait_for()
    assert choices(own).ways[Channel.PHONE] is Wish.WELCOME


@pytest.mark.parametrize("page", [EVERY_WAY[0], EVERY_WAY[-1]], ids=str, indirect=True)
def test_nothing_is_wrong_with_any_page(own: Own, here: str, page: Page) -> None:
    own.house.writes(own.scott, "I can't do phone. Never after six. " + HOSTILE)
    mine = own.sent_to_him()
    for path in (own.by_mail, mine, mine + "/history", mine + "/erase", own.by_mail + "/link"):
        page.goto(here + path)
        assert complaints(page) == [], path
        assert page.title() != "stolen"


def test_stop_everything_is_as_large_as_save_and_one_press(own: Own, here: str, page: Page) -> None:
    page.goto(here + own.by_mail)
    sizes = [
        page.get_by_role("button", name=name).bounding_box() for name in ("Save", "Stop everything")
    ]
    assert sizes[0]
    assert sizes[1]
    assert abs(sizes[0]["width"] - sizes[1]["width"]) <= 1
    assert sizes[0]["height"] == sizes[1]["height"] >= 44
    page.get_by_role("button", name="Stop everything").click()
    page.get_by_role("status").wait_for()
    assert all(own.refuses(channel) for channel in Channel)


def test_the_keyboard_alone_is_enough(own: Own, here: str, at_a_desk: Page) -> None:
    page = at_a_desk
    page.goto(here + own.by_mail)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Stop everything":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert own.refuses(Channel.SMS)


def test_the_clock_is_theirs_and_their_zone_is_found_only_on_a_press(
    own: Own, here: str, at_a_desk: Page
) -> None:
    page = at_a_desk
    page.goto(here + own.sent_to_him())
    assert page.locator("[data-clock]").get_attribute("data-clock") == "America/Los_Angeles"
    field = page.get_by_label("Your time zone")
    assert field.input_value() == "America/Los_Angeles"
    page.get_by_role("button", name="Use this device’s").click()
    found = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert field.input_value() == found


def test_a_form_is_sent_once_however_often_somebody_presses(
    own: Own, here: str, at_a_desk: Page
) -> None:
    at_a_desk.goto(here + own.by_mail)
    at_a_desk.get_by_role("button", name="Stop everything").dblclick()
    at_a_desk.get_by_role("status").wait_for()
    assert len(own.said()) == 1
