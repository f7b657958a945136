"""A promise that nobody can keep any more: shown with the reason, and let go by whoever owes it."""

from __future__ import annotations

import re

from tests.outreach.web.desk.conftest import Desked
from tests.outreach.web.doorway.conftest import Browser

REFUSES = "Do not call me any more. Email is fine."
PROMISE = re.compile(r'href="(/desk/person/[^"]+/promise/[^"]+)">Let it go, or give it away')


def waiting(place: Desked) -> tuple[Browser, str]:
    browser = place.rep("Ben Okri")
    place.owes("Tom Okafor", "Ben Okri")
    assert PROMISE.search(browser.looks("/desk").text) is None
    place.writes("Tom Okafor", REFUSES)
    found = PROMISE.search(browser.looks("/desk").text)
    assert found is not None
    return browser, found.group(1)


def test_what_cannot_be_kept_is_shown_with_the_reason_and_let_go(place: Desked) -> None:
    browser, promise = waiting(place)
    page = browser.looks("/desk").text
    assert "Promised, and cannot be kept" in page
    assert "Do not call me any more." in page
    assert "no longer want it" in browser.looks(promise).text
    done = browser.presses(f"{promise}/release", promise, {"because": "they write instead"})
    assert done.status_code == 303
    after = browser.looks(done.headers["location"]).text
    assert "It is released: we no longer owe it." in after
    assert promise not in after + browser.looks("/desk").text


def test_no_promise_is_let_go_without_a_reason_or_by_another_person(place: Desked) -> None:
    browser, promise = waiting(place)
    page = browser.presses(f"{promise}/release", promise, {"because": " "})
    assert (page.status_code, "released for a reason." in page.text) == (400, True)
    another = promise.replace(place.person("Tom Okafor"), place.person("Scott Reyes"))
    assert browser.presses(f"{another}/release", promise, {"because": "so"}).status_code == 404
    nothing = promise.rpartition("/")[0] + "/m_none/release"
    strange = browser.presses(nothing, promise, {"because": "so"})
    assert strange.status_code == 404
    assert promise in browser.looks("/desk").text
