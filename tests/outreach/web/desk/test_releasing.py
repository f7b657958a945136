"""A promise that nobody can keep any more: shown with the reason, and let go by whoever owes it."""

from __future__ import annotations

import re

from tests.outreach.web.desk.conftest import Desked
from tests.outreach.web.doorway.conftest import Browser

REFUSES = "Do not call me any more. Email is fine."
PROMISE = re.compile(r'name="promise" value="([^"]+)"')


def waiting(place: Desked) -> tuple[Browser, str]:
    browser = place.rep("Ben Okri")
    place.owes("Tom Okafor", "Ben Okri")
    assert PROMISE.search(browser.looks("/desk").text) is None
    place.writes("Tom Okafor", REFUSES)
    found = PROMISE.search(browser.looks("/desk").text)
    assert found is not None
    return browser, found.group(1)


def path(place: Desked) -> str:
    return f"/desk/person/{place.person('Tom Okafor')}/release"


def test_what_cannot_be_kept_is_shown_with_the_reason_and_let_go(place: Desked) -> None:
    browser, promise = waiting(place)
    page = browser.looks("/desk").text
    assert "Promised, and cannot be kept" in page
    assert "Do not call me any more." in page
    fields = {"promise": promise, "because": "they write instead"}
    done = browser.presses(path(place), "/desk", fields)
    assert done.status_code == 303
    after = browser.looks(done.headers["location"]).text
    assert "It is released: we no longer owe it." in after
    assert promise not in after


def test_no_promise_is_let_go_without_a_reason_or_by_another_person(place: Desked) -> None:
    browser, promise = waiting(place)
    page = browser.presses(path(place), "/desk", {"promise": promise, "because": " "})
    assert (page.status_code, "why you let it go" in page.text) == (400, True)
    strange = browser.presses(path(place), "/desk", {"promise": "m_none", "because": "so"})
    assert strange.status_code == 404
    assert promise in browser.looks("/desk").text
