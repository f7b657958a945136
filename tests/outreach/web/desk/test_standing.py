"""Who somebody is, as it is noted at the desk: roles, ties, their own words, and who speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from outreach.errors import InputError
from outreach.services import listen
from outreach.store import people, portraits, relations, roles
from outreach.web.desk.frame import Desk
from outreach.web.pages import HouseCard
from tests.outreach.web.desk.conftest import BOLD, Desked
from tests.outreach.web.doorway.conftest import Browser


def at(place: Desked, name: str = "Tom Okafor") -> tuple[Browser, str]:
    return place.rep("Ben Okri"), f"/desk/person/{place.person(name)}/who"


def test_a_role_begins_and_ends_and_stays_in_the_story(place: Desked) -> None:
    browser, page = at(place)
    fields = {"role": "Buyer", "place": "Okafor Roofing", "since": "2026-05-01"}
    assert browser.presses(f"{page}/role", page, fields).status_code == 303
    assert "buyer at Okafor Roofing" in browser.looks(page.removesuffix("/who")).text
    tom = place.person("Tom Okafor")
    one = place.home.store.read(lambda conn: roles.of(conn, tom))[-1]
    over = {"what": one.what, "at": one.organisation_id or "", "because": "he moved on"}
    assert browser.presses(f"{page}/role/over", page, {**over, "because": ""}).status_code == 400
    assert browser.presses(f"{page}/role/over", page, over).status_code == 303
    assert "buyer at Okafor Roofing</h3>" not in browser.looks(page).text
    assert "he moved on" in browser.looks(page.removesuffix("/who")).text


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Tokyo", date.min), ("Europe/Bucharest", date.min)]
)
def test_a_day_at_the_end_of_time_is_told(place: Desked, zone: str, day: date) -> None:
    home = replace(place.home, ears=replace(place.home.ears, zone=ZoneInfo(zone)))
    desk = Desk(home, HouseCard("Kestrel Mapping", "12 Harbour Road, Bristol"))
    with pytest.raises(InputError, match="that day is too far away"):
        desk.midnight(day)
    assert desk.midnight(date(2026, 12, 1)).astimezone(ZoneInfo(zone)).hour == 0


def test_no_role_ends_by_a_press_where_the_organisation_asked_for_nobody(place: Desked) -> None:
    browser, page = at(place)
    browser.presses(f"{page}/role", page, {"role": "buyer", "place": "Quiet Works"})
    home = place.home
    listen.stop(home.ears, listen.subject(home.ears, "Quiet Works"), "nobody here", "Ana Ruiz")
    tom = place.person("Tom Okafor")
    one = home.store.read(lambda conn: roles.of(conn, tom))[-1]
    over = {"what": "buyer", "at": one.organisation_id or "", "because": "he moved on"}
    forged = {**over, "proof": "he said so", "second": "Cy Moss"}
    answer = browser.presses(f"{page}/role/over", page, forged)
    assert (answer.status_code, "They asked for nobody there." in answer.text) == (400, True)
    assert home.store.read(lambda conn: roles.of(conn, tom))[-1].until is None


def test_how_people_stand_to_each_other_is_seen_from_both_sides(place: Desked) -> None:
    browser, page = at(place)
    tie = {"tie": "introduced by", "other": "scott@reyes.example"}
    assert browser.presses(f"{page}/tie", page, tie).status_code == 303
    assert "introduced by Scott Reyes" in browser.looks(page).text
    scotts = f"/desk/person/{place.person('Scott Reyes')}/who"
    assert "introduced Tom Okafor" in browser.looks(scotts).text
    over = {"with": place.person("Tom Okafor"), "because": "it was somebody else"}
    assert browser.presses(f"{scotts}/tie/over", scotts, over).status_code == 303
    assert "introduced by Scott Reyes" not in browser.looks(page).text


def test_nobody_is_named_whom_one_may_not_see(place: Desked) -> None:
    place.given("Scott Reyes", "Cy Moss")
    browser, page = at(place)
    for form, more in (("tie", {"tie": "works with"}), ("through", {"words": "ask Scott"})):
        answer = browser.presses(f"{page}/{form}", page, {"other": "Scott Reyes", **more})
        assert answer.status_code == 400
        assert "Nobody of yours is called `Scott Reyes`" in answer.text
    tom = place.person("Tom Okafor")
    assert not place.home.store.read(lambda conn: relations.of(conn, tom))


def test_whom_a_colleague_looks_after_is_taken_over_by_nobody(place: Desked) -> None:
    browser, page = at(place)
    handed = {"tie": "looked after by", "ours": "Cy Moss"}
    assert browser.presses(f"{page}/tie", page, handed).status_code == 303
    assert browser.looks(page).status_code == 404
    tom = place.person("Tom Okafor")
    both = {**handed, "other": "Scott Reyes"}
    scotts = f"/desk/person/{place.person('Scott Reyes')}/who"
    assert "Name one" in browser.presses(f"{scotts}/tie", scotts, both).text
    cy = place.rep("Cy Moss")
    assert cy.looks(f"/desk/person/{tom}/who").status_code == 200


def test_their_own_words_are_kept_as_they_say_them(place: Desked) -> None:
    browser, page = at(place)
    words = {"themselves": "a roofer who hates phones", "called": "Tom", "speaks": "en, yo"}
    assert browser.presses(f"{page}/words", page, words).status_code == 303
    tom = place.person("Tom Okafor")
    known = place.home.store.read(lambda conn: portraits.of(conn, tom))
    assert (known.themselves, known.languages) == ("a roofer who hates phones", ("en", "yo"))
    assert "“a roofer who hates phones”" in browser.looks(page.removesuffix("/who")).text
    wrong = browser.presses(f"{page}/words", page, {"speaks": "English please"})
    assert (wrong.status_code, "is no language" in wrong.text) == (400, True)
    assert 'value="English please"' in wrong.text


def test_whoever_is_reached_through_another_is_left_alone_themselves(place: Desked) -> None:
    browser, page = at(place)
    asked = {"other": "Scott Reyes", "words": "Everything goes through Scott, please."}
    assert browser.presses(f"{page}/through", page, asked).status_code == 303
    story = browser.looks(page.removesuffix("/who")).text
    assert "Everything goes through Scott, please." in story
    pressed = browser.presses(f"/desk/calls/{place.call('Tom Okafor')}/press", page).text
    assert "0199" not in pressed


def test_hostile_words_are_only_shown(place: Desked) -> None:
    browser, page = at(place, BOLD)
    hostile = '"><script>alert(1)</script> {{7*7}}'
    browser.presses(f"{page}/role", page, {"role": hostile, "place": hostile})
    browser.presses(f"{page}/tie", page, {"tie": hostile, "ours": "Cy Moss"})
    browser.presses(f"{page}/words", page, {"themselves": hostile, "also": hostile})
    for path in (page, page.removesuffix("/who")):
        text = browser.looks(path).text
        assert "<script>alert" not in text
        assert "{{7*7}}" in text
    bold = place.person(BOLD)
    assert place.home.store.read(lambda conn: people.get(conn, bold)).name == BOLD
