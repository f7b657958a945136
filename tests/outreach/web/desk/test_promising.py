"""Promises at the desk: given, asked for, kept in every way, taken, given on; refused like all."""

from __future__ import annotations

import re

import pytest

from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.store import commitments
from tests.outreach.web.desk.conftest import Desked
from tests.outreach.web.doorway.conftest import Browser


def at(place: Desked, name: str = "Tom Okafor") -> tuple[Browser, str]:
    return place.rep("Ben Okri"), f"/desk/person/{place.person(name)}/promise"


def last(place: Desked, name: str = "Tom Okafor") -> Commitment:
    whom = place.person(name)
    return place.home.store.read(lambda conn: commitments.of(conn, whom))[-1]


def test_a_promise_of_ours_is_on_the_agenda_and_done(place: Desked) -> None:
    browser, page = at(place)
    fields = {"at": "Fri 10:00", "how": "meeting", "what": "at their stand"}
    made = browser.presses(page, page, fields)
    assert made.status_code == 303
    one = made.headers["location"].partition("?")[0]
    told = " ".join(browser.looks(made.headers["location"]).text.split())
    assert "It is promised." in told
    assert "Fri 27 Nov 10:00 their time (Pacific time)" in told
    assert "You keep it." in told
    assert one in browser.looks(page.removesuffix("/promise")).text
    done = browser.presses(f"{one}/done", one, {"note": "they want two of them"})
    assert "The promise is kept." in browser.looks(done.headers["location"]).text
    assert "they want two of them" in browser.looks(page.removesuffix("/promise")).text
    assert last(place).state is CommitmentState.KEPT
    assert browser.looks(one).headers["location"].endswith("done=not-owed")


def test_what_they_asked_for_in_their_words_is_a_callback_and_kept_by_a_call(place: Desked) -> None:
    browser, page = at(place)
    fields = {"at": "in four weeks", "how": "phone", "words": "Ring me in four weeks."}
    made = browser.presses(page, page, fields)
    assert last(place).kind is CommitmentKind.CALLBACK
    shown = browser.looks(made.headers["location"]).text
    assert "Ring me in four weeks." in shown
    assert f'href="/desk/calls/{last(place).id}"' in shown
    assert "0199" not in shown


def test_a_promise_to_write_is_kept_by_writing_and_judged_like_every_contact(place: Desked) -> None:
    browser, page = at(place)
    before = place.sent("Tom Okafor")
    made = browser.presses(page, page, {"at": "Fri", "how": "email", "what": "the quote"})
    one = made.headers["location"].partition("?")[0]
    assert browser.presses(f"{one}/write", one, {"text": ""}).status_code == 400
    place.writes("Tom Okafor", "Stop. Remove me from everything.")
    assert browser.looks(one).headers["location"].endswith("done=not-owed")
    refused = browser.presses(f"{one}/write", page, {"text": "Here is the quote."})
    assert place.sent("Tom Okafor") == before
    assert "The promise is kept." not in refused.text
    assert last(place).state is CommitmentState.RELEASED


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"at": "", "what": "the quote"}, "Say when, on their own clock."),
        ({"at": "whenever", "what": "the quote"}, "is no time we understand"),
        ({"at": "2026-01-01", "what": "the quote"}, "is over where they are"),
        ({"at": "Fri", "what": ""}, "Say what you promise"),
    ],
)
def test_what_is_no_promise_is_told_and_what_was_typed_is_kept(
    place: Desked, fields: dict[str, str], told: str
) -> None:
    browser, page = at(place)
    answer = browser.presses(page, page, {"how": "meeting", "words": "", **fields})
    assert (answer.status_code, told in answer.text) == (400, True), answer.text
    assert f'value="{fields["at"]}"' in answer.text
    assert browser.presses(page, page, {"at": "Fri", "what": "x", "how": "fax"}).status_code == 400
    whom = place.person("Tom Okafor")
    assert not place.home.store.read(lambda conn: commitments.of(conn, whom))


@pytest.mark.parametrize("how", ["", "meeting"])
def test_words_that_ask_for_something_else_are_made_no_call(place: Desked, how: str) -> None:
    browser, page = at(place)
    asked = {"at": "Fri", "how": how, "words": "Bring the atlas to our stand on Friday."}
    answer = browser.presses(page, page, asked)
    assert (answer.status_code, "Say how they asked to be reached" in answer.text) == (400, True)
    assert "Bring the atlas to our stand" in answer.text
    whom = place.person("Tom Okafor")
    assert not place.home.store.read(lambda conn: commitments.of(conn, whom))


def test_nobody_is_promised_a_call_against_their_words(place: Desked) -> None:
    browser, page = at(place)
    words = {"at": "Fri 10:00", "how": "phone", "words": "Never call me again, any of you."}
    answer = browser.presses(page, page, words)
    assert answer.status_code == 400
    assert "whoever wants no contact is promised none" in answer.text


def test_a_promise_is_given_to_a_colleague_and_taken_once_it_is_late(place: Desked) -> None:
    browser, page = at(place)
    made = browser.presses(page, page, {"at": "Fri", "what": "the quote", "how": ""})
    one = made.headers["location"].partition("?")[0]
    given = browser.presses(f"{one}/give", one, {"to": "Cy Moss"})
    assert "Your colleague keeps it now." in browser.looks(given.headers["location"]).text
    assert "Cy Moss keeps it." in browser.looks(one).text
    mine = browser.presses(f"{one}/take", one)
    assert mine.status_code == 400
    told = re.sub(r"\s+", " ", mine.text)
    assert "Cy Moss has time to keep this: until it is overdue it is theirs" in told
    assert "outreach promises" not in told
