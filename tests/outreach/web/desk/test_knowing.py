from __future__ import annotations

from tests.outreach.web.desk.conftest import BOLD, Desked


def test_the_day_says_who_may_be_called_and_whose_hour_it_is(place: Desked) -> None:
    page = place.rep("Ben Okri").looks("/desk").text
    assert "May be called now" in page
    assert "Tom Okafor" in page
    assert "there" in page


def test_their_words_stand_first_and_a_channel_they_refused_is_no(place: Desked) -> None:
    page = place.rep("Ben Okri").looks(f"/desk/person/{place.person('Scott Reyes')}").text
    assert page.index("do phone this month") < page.index("May we, now?")
    assert "s•••@reyes.example" in page


def test_a_note_stands_in_the_story(place: Desked) -> None:
    page = f"/desk/person/{place.person('Tom Okafor')}"
    browser = place.rep("Ben Okri")
    assert "They may read this." in browser.looks(page).text
    answer = browser.presses(f"{page}/note", page, {"text": "Prefers <i>Tuesdays</i>"})
    assert answer.status_code == 303
    assert "Prefers &lt;i&gt;Tuesdays&lt;/i&gt;" in browser.looks(page).text
    assert browser.presses(f"{page}/note", page, {"text": " "}).status_code == 400


def test_the_story_tells_who_pressed_a_refused_call_and_at_which_hour_there(place: Desked) -> None:
    page = f"/desk/person/{place.person('Scott Reyes')}"
    browser = place.rep("Ben Okri")
    assert "no number is shown" in browser.presses(f"{page}/call", page).text
    told = " ".join(browser.looks(page).text.split())
    assert "Ben Okri pressed a call, and it was refused: Not by phone" in told
    assert ", 11:00 there, Ben Okri</small>" in told


def test_hostile_names_and_words_are_only_shown(place: Desked) -> None:
    browser = place.rep("Ben Okri")
    call = place.call(BOLD)
    for path in (f"/desk/person/{place.person(BOLD)}", f"/desk/calls/{call}", "/desk/calls"):
        page = browser.looks(path).text
        assert "<b>Bold" not in page
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{7*7}}" in page
