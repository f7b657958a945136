from __future__ import annotations

import re

import pytest
from httpx2 import Response

from outreach.domain.commitments import CommitmentKind
from outreach.services import calls
from outreach.store import attempts, commitments
from policies.channel import Channel
from tests.outreach.web.desk.conftest import BOLD, NUMBERS, Desked


def shows_a_number(answer: Response) -> bool:
    """Return whether any of it is there, other than in a word with letters, as tokens are."""
    words = re.split(r"[^\w+-]+", answer.text)
    figures = [word for word in words if not re.search(r"[A-Za-z]", word)]
    return any(one in word for one in NUMBERS for word in figures)


def press(place: Desked, name: str) -> Response:
    call = place.call(name)
    return place.rep("Ben Okri").presses(f"/desk/calls/{call}/press", f"/desk/calls/{call}")


def ended(place: Desked, call: str, **fields: str) -> Response:
    page = f"/desk/calls/{call}"
    return place.rep("Ben Okri").presses(f"{page}/ended", page, fields)


def outcome(place: Desked, call: str) -> str | None:
    return str(place.home.store.read(lambda conn: attempts.rows(conn, [call]))[0]["outcome_code"])


def test_no_page_shows_a_number_before_a_granted_press(place: Desked) -> None:
    browser = place.rep("Ben Okri")
    people = [f"/desk/person/{place.person(one)}" for one in ("Scott Reyes", "Tom Okafor", BOLD)]
    calls = [f"/desk/calls/{place.call(one)}" for one in ("Scott Reyes", "Tom Okafor", BOLD)]
    for path in ("/desk", "/desk/calls", *people, *calls):
        answer = browser.looks(path)
        assert answer.status_code == 200, path
        for number in ("555-0142", "5550142", "5550199", "5550177"):
            assert number not in answer.text, path


def test_a_call_by_itself_stands_as_it_does_in_the_book(place: Desked) -> None:
    place.owes("Tom Okafor", "Ben Okri", CommitmentKind.CALLBACK)
    gate = place.home.gate
    whole = calls.book(gate, "Ben Okri")
    assert {one.promised for one in whole} == {True, False}
    assert [calls.one_of(gate, one.id, "Ben Okri") for one in whole] == whole


def test_a_call_that_is_in_the_book_no_more_is_none(place: Desked) -> None:
    call = place.call("Tom Okafor")
    press(place, "Tom Okafor")
    unsaid = calls.one_of(place.home.gate, call, "Ben Okri")
    assert unsaid
    assert unsaid.group is calls.Group.UNSAID
    assert calls.one_of(place.home.gate, call, "Cy Moss") is None
    ended(place, call, what="connected")
    assert calls.one_of(place.home.gate, call, "Ben Okri") is None


def test_a_granted_press_shows_the_number_once(place: Desked) -> None:
    answer = press(place, "Tom Okafor")
    assert "+17025550199" in answer.text
    again = place.rep("Ben Okri").looks(f"/desk/calls/{place.call('Tom Okafor')}")
    assert "What came of it?" in again.text
    assert "5550199" not in again.text


def test_a_refusal_is_kind_quotes_them_and_says_what_would_change_it(place: Desked) -> None:
    answer = press(place, "Scott Reyes")
    assert "no number is shown" in answer.text
    assert "do phone this month" in answer.text
    assert "5550142" not in answer.text
    assert "555-0142" not in answer.text


@pytest.mark.parametrize("what", ["connected", "voicemail", "no-answer", "wrong-number"])
def test_an_ending_takes_one_press(place: Desked, what: str) -> None:
    press(place, "Tom Okafor")
    call = place.call("Tom Okafor")
    assert ended(place, call, what=what).status_code == 303
    assert outcome(place, call) == what


@pytest.mark.parametrize(
    ("what", "channel"),
    [("do-not-contact", Channel.EMAIL), ("no-calls", Channel.PHONE), ("by-email", Channel.PHONE)],
)
def test_a_wish_binds_before_the_press_is_answered(
    place: Desked, what: str, channel: Channel
) -> None:
    press(place, "Tom Okafor")
    ended(place, place.call("Tom Okafor"), what=what)
    page = place.rep("Ben Okri").looks(f"/desk/person/{place.person('Tom Okafor')}").text
    part = page[page.index(f"By {'phone' if channel is Channel.PHONE else 'email'}") :]
    assert part[: part.index("</h3>")].rstrip().endswith("no</span>")


def test_another_time_is_read_back_on_both_clocks_and_promised_to_anyone(place: Desked) -> None:
    press(place, "Tom Okafor")
    call = place.call("Tom Okafor")
    fields = {"what": "call-back", "at": "tomorrow 14:30", "hands": "anyone"}
    answer = ended(place, call, **fields)
    assert "14:30 their time (Pacific time)" in answer.text
    assert "ours" in answer.text
    assert outcome(place, call) == "None"
    assert ended(place, call, **fields, sure="yes").status_code == 303
    (promise,) = place.home.store.read(commitments.owed)
    assert (promise.channel, promise.anyone) == (Channel.PHONE, True)


def test_a_time_that_is_none_is_asked_for_again(place: Desked) -> None:
    press(place, "Tom Okafor")
    answer = ended(place, place.call("Tom Okafor"), what="call-back", at="blue")
    assert answer.status_code == 400
    assert "is no time we understand" in answer.text


def test_an_ending_is_taken_back(place: Desked) -> None:
    press(place, "Tom Okafor")
    call = place.call("Tom Okafor")
    ended(place, call, what="voicemail")
    page = f"/desk/calls/{call}"
    assert place.rep("Ben Okri").presses(f"{page}/undo", page).status_code == 303
    assert "What came of it?" in place.rep("Ben Okri").looks(page).text


def test_every_door_of_the_desk_is_shut_to_whoever_said_stop(place: Desked) -> None:
    """CASES 10: the book, a call thought of, an answer of one's own accord, a sequence."""
    place.writes("Tom Okafor", "Remove me from all of your lists and never contact me again.")
    browser, whom, call = (
        place.rep("Ben Okri"),
        place.person("Tom Okafor"),
        place.call("Tom Okafor"),
    )
    spring = place.sequence()
    for path, fields in (
        (f"/desk/calls/{call}/press", {}),
        (f"/desk/person/{whom}/call", {}),
        (f"/desk/person/{whom}/answer", {"text": "One more thing.", "channel": "email"}),
        ("/desk/enrol/now", {"sequence": spring, "whom": whom}),
    ):
        answer = browser.presses(path, "/account", fields)
        assert not shows_a_number(answer), path
    after = place.home.store.read(lambda conn: attempts.of(conn, whom))
    assert not {one["state"] for one in after} & {"cleared", "sending", "accepted", "queued"}


def test_a_colleagues_people_are_not_there_and_cannot_be_called(place: Desked) -> None:
    call, person = place.call("Tom Okafor"), place.person("Tom Okafor")
    other = place.rep("Cy Moss")
    assert "Tom Okafor" not in other.looks("/desk/calls").text + other.looks("/desk").text
    for path in (f"/desk/calls/{call}", f"/desk/person/{person}"):
        assert other.looks(path).status_code == 404
    for path in (
        f"/desk/calls/{call}/press",
        f"/desk/calls/{call}/ended",
        f"/desk/calls/{call}/undo",
        f"/desk/person/{person}/call",
        f"/desk/person/{person}/note",
    ):
        answer = other.presses(path, "/account", {"what": "connected", "text": "hers"})
        assert answer.status_code == 404, path
        assert not shows_a_number(answer)
    assert outcome(place, call) == "None"
