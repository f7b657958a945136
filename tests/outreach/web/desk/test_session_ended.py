"""A session that ends while somebody writes loses nothing, and does nothing by itself."""

from __future__ import annotations

import re
from html import unescape

from httpx2 import Response

from outreach.store import notes
from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web.desk.conftest import Desked
from tests.outreach.web.doorway.conftest import Browser

REP = "Ben Okri"
TEXT = 'He likes <b>maps</b> & asked for "the north".'
_FIELD = re.compile(r'name="([^"]+)" value="([^"]*)"')


def _fields(page: Response) -> dict[str, str]:
    form = page.text.partition("<form")[2].partition("</form>")[0]
    return {name: unescape(value) for name, value in _FIELD.findall(form)}


def _post(
    browser: Browser, path: str, fields: dict[str, str], site: str = "same-origin"
) -> Response:
    began = {"Sec-Fetch-Site": site}
    if site == "same-origin":
        began["Origin"] = browser.at
    return browser.client.post(path, data=fields, headers=began)


def _noted(place: Desked) -> list[str]:
    whom = place.person("Tom Okafor")
    return [one.text for one in place.home.store.read(lambda conn: notes.of(conn, whom))]


def test_what_was_filled_in_is_sent_after_logging_in_again(place: Desked) -> None:
    browser = place.rep(REP)
    note = f"/desk/person/{place.person('Tom Okafor')}/note"
    token = browser.token("/account")
    browser.client.cookies.clear()
    sent_away = _post(browser, note, {"token": token, "text": TEXT})
    assert (sent_away.status_code, _noted(place)) == (401, [])
    assert "What you filled in is kept" in sent_away.text
    fields = {**_fields(sent_away), "name": REP}
    wrong = _post(browser, "/enter", {**fields, "password": "not this one at all"})
    assert wrong.status_code == 401
    back = _post(browser, "/enter", {**_fields(wrong), "name": REP, "password": GOOD})
    assert "You are in again" in back.text
    assert "<b>maps" not in back.text
    assert _noted(place) == []
    assert _post(browser, note, _fields(back)).status_code == 303
    assert _noted(place) == [TEXT]


def test_a_tab_from_before_another_log_in_keeps_what_was_written(place: Desked) -> None:
    browser = place.rep(REP)
    note, old = f"/desk/person/{place.person('Tom Okafor')}/note", browser.token("/account")
    browser.client.cookies.clear()
    browser.enters(REP)
    refused = _post(browser, note, {"token": old, "text": TEXT})
    assert (refused.status_code, _noted(place)) == (403, [])
    assert _post(browser, note, _fields(refused)).status_code == 303
    assert _noted(place) == [TEXT]


def test_the_form_of_a_strange_page_is_not_kept(place: Desked) -> None:
    browser = place.rep(REP)
    note = f"/desk/person/{place.person('Tom Okafor')}/note"
    browser.client.cookies.clear()
    answer = _post(browser, note, {"token": "", "text": TEXT}, "cross-site")
    assert answer.status_code == 401
    assert "north" not in answer.text


def test_no_password_is_kept_and_no_form_leads_elsewhere(place: Desked) -> None:
    browser = place.rep(REP)
    token = browser.token("/account")
    browser.client.cookies.clear()
    answer = _post(browser, "/account/password", {"token": token, "old": GOOD, "new": GOOD})
    assert GOOD not in answer.text
    fields = {**_fields(answer), "name": REP, "password": GOOD}
    away = _post(browser, "/enter", {**fields, "again": "//evil.example/x", "kept.text": TEXT})
    assert (away.status_code, away.headers["location"]) == (303, "/desk")
