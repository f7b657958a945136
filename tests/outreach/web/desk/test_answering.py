from __future__ import annotations

from outreach.services import answer as answers
from tests.outreach.web.desk.conftest import BOLD, Desked

ASKS = "Thank you. Could you email me the prices? Tom, (702) 555-0199"
STOPS = "Remove me from your lists and never write to me again."


def path(place: Desked, name: str = "Tom Okafor") -> str:
    return f"/desk/person/{place.person(name)}/answer"


def test_their_words_stand_beside_the_answer_without_their_number(place: Desked) -> None:
    place.writes("Tom Okafor", ASKS)
    browser = place.rep("Ben Okri")
    page = browser.looks(path(place)).text
    assert "Could you email me the prices?" in page
    assert "555-0199" not in page
    assert (
        f'href="{path(place)}"' in browser.looks(f"/desk/person/{place.person('Tom Okafor')}").text
    )
    assert f'href="{path(place)}"' in browser.looks("/desk").text


def test_a_look_shows_what_would_leave_and_keeps_nothing(place: Desked) -> None:
    place.writes("Tom Okafor", ASKS)
    fields = {"text": "290 dollars a month. <b>No</b> {{7*7}}", "channel": "email"}
    page = place.rep("Ben Okri").presses(f"{path(place)}/look", path(place), fields)
    assert page.status_code == 200
    assert "This would leave" in page.text
    assert "290 dollars a month. &lt;b&gt;No&lt;/b&gt; {{7*7}}" in page.text
    assert "t•••@okafor.example" in page.text
    assert "Re: Maps" in page.text
    assert place.sent("Tom Okafor") == 0


def test_one_press_sends_it_and_nothing_waits_any_more(place: Desked) -> None:
    place.writes("Tom Okafor", ASKS)
    browser = place.rep("Ben Okri")
    sent = browser.presses(path(place), path(place), {"text": "290 dollars.", "channel": "email"})
    assert sent.status_code == 303
    assert "Your answer is on its way." in browser.looks(sent.headers["location"]).text
    assert place.sent("Tom Okafor") == 1
    assert "Nothing waits for an answer" in browser.looks(path(place)).text


def test_who_stopped_us_is_not_answered_and_is_quoted(place: Desked) -> None:
    place.writes("Tom Okafor", STOPS)
    browser = place.rep("Ben Okri")
    page = browser.presses(path(place), "/account", {"text": "Please stay!", "channel": "email"})
    assert "never write to me again" in page.text
    assert "Please stay!" in page.text or "Nothing waits" in page.text
    assert place.sent("Tom Okafor") == 0


def test_whoever_stopped_us_waits_for_no_answer(place: Desked) -> None:
    place.writes("Tom Okafor", STOPS)
    browser = place.rep("Ben Okri")
    theirs = browser.looks(path(place).removesuffix("/answer")).text
    assert "never write to me again" in theirs
    assert "They wrote, or asked for something, and wait." not in theirs
    page = browser.presses(path(place), "/account", {"text": "Please stay!", "channel": "sms"})
    assert "that is not answered by text" in page.text


def test_an_answer_without_words_says_so_beside_the_field(place: Desked) -> None:
    place.writes("Tom Okafor", ASKS)
    for act in ("", "/look"):
        page = place.rep("Ben Okri").presses(f"{path(place)}{act}", path(place), {"text": " "})
        assert page.status_code == 400
        assert "An answer needs words." in page.text
        assert 'aria-describedby="text-wrong"' in page.text
        assert "--text" not in page.text


def test_what_is_kept_back_can_be_taken_back(place: Desked) -> None:
    place.writes("Tom Okafor", ASKS)
    browser = place.rep("Ben Okri")
    place.deaf()
    kept = browser.presses(path(place), path(place), {"text": "290.", "channel": "email"})
    assert "It is kept, and judged afresh" in kept.text
    undo = kept.text.partition(f'action="{path(place)}/')[2].partition('"')[0]
    assert not answers.take_back(place.home.gate, undo.partition("/")[0], "Cy Moss")
    back = browser.presses(f"{path(place)}/{undo}", path(place))
    assert back.status_code == 303
    assert "does not leave" in browser.looks(back.headers["location"]).text
    assert browser.presses(f"{path(place)}/{undo}", path(place)).status_code == 400


def test_a_colleagues_people_cannot_be_answered_or_read(place: Desked) -> None:
    place.writes("Tom Okafor", ASKS)
    other = place.rep("Cy Moss")
    assert other.looks(path(place)).status_code == 404
    for act in ("", "/look", "/a_none/undo"):
        answer = other.presses(f"{path(place)}{act}", "/account", {"text": "hello"})
        assert answer.status_code == 404, act
        assert "prices" not in answer.text
    assert place.sent("Tom Okafor") == 0


def test_a_press_without_the_forms_token_answers_nobody(place: Desked) -> None:
    place.writes("Tom Okafor", ASKS)
    browser = place.rep("Ben Okri")
    for act in ("", "/look"):
        forged = {"token": "0" * 64, "text": "hello"}
        assert browser.client.post(f"{path(place)}{act}", data=forged).status_code == 403
    assert place.sent("Tom Okafor") == 0


def test_hostile_words_are_only_shown(place: Desked) -> None:
    place.writes(BOLD, "<script>alert(2)</script> {{7*7}} could you email me the prices?")
    page = place.rep("Ben Okri").looks(path(place, BOLD)).text
    assert "<script>alert(2)" not in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt; {{7*7}}" in page
