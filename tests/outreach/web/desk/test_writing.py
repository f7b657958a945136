"""Words are written on a page, tried with somebody, checked, and kept beside those that stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from httpx2 import Response

from outreach.bootstrap.new_words import KIND
from outreach.store import sequences
from tests.outreach.web.desk.conftest import Desked, posted

WORDS = "/desk/words"
BODY = "Hello {{ person.call_name }},\n\nhere is something about {{ topic }}."


def sends(place: Desked, do: str, **fields: str) -> Response:
    whole = {"channel": "email", "like": "intro", "name": "intro-2", "do": do}
    said = {"subject": "Maps for {{ person.organisation }}", "text": BODY, "person": "Tom Okafor"}
    return posted(place.rep("Ben Okri"), WORDS, {**whole, **said, **fields})


def kept(place: Desked, name: str = "intro-2") -> Path:
    return place.home.settings.path("words") / "email" / name


def test_words_begin_from_those_that_stand_under_a_name_of_their_own(place: Desked) -> None:
    page = place.rep("Ben Okri").looks(f"{WORDS}/email/intro").text
    assert 'name="name" class="short" maxlength="64" value="intro-2"' in page
    assert "{{ person.call_name }}" in page
    assert f'href="{WORDS}/email/intro"' in place.rep("Ben Okri").looks(WORDS).text


def test_no_sequence_says_what_the_house_says_by_itself(place: Desked) -> None:
    """In seven languages those would bury the words that somebody looks for."""
    ben = place.rep("Ben Okri")
    chosen = ben.looks("/desk/sequences/new").text
    listed, _, folded = ben.looks(WORDS).text.partition("<details")
    for one in ("acknowledge-stop", "own-link-de", "promised-call", "call-in", "try"):
        assert f">{one}<" not in chosen + listed
    assert ">acknowledge-stop<" in folded
    assert ">intro<" in chosen
    assert ">intro<" in listed


def test_they_are_seen_as_they_would_leave_and_nothing_is_kept(place: Desked) -> None:
    page = sends(place, "look").text
    assert "Maps for Okafor Roofing" in page
    assert "here is something about maps of your sites." in page
    assert "12 Harbour Road, Bristol" in page
    assert "t•••@okafor.example" in page
    assert not kept(place).exists()
    assert place.sent("Tom Okafor") == 0


def test_what_is_kept_can_be_chosen_and_never_changes(place: Desked) -> None:
    before = (place.home.settings.path("words") / "email/intro/body.txt").read_text()
    assert sends(place, "save").status_code == 303
    assert (kept(place) / "body.txt").read_text() == BODY + "\n"
    assert (place.home.settings.path("words") / "email/intro/body.txt").read_text() == before
    assert "intro-2</option>" in place.rep("Ben Okri").looks("/desk/sequences/new").text
    assert [one["by"] for one in place.entries(KIND)] == ["Ben Okri"]
    again = sends(place, "save", text="Something else.")
    assert again.status_code == 400
    assert "already" in again.text
    assert (kept(place) / "body.txt").read_text() == BODY + "\n"
    assert 'value="intro-3"' in place.rep("Ben Okri").looks(f"{WORDS}/email/intro").text


def test_a_sequence_says_the_new_words(place: Desked) -> None:
    sends(place, "save")
    place.sequence()
    fields = {"name": "spring", "base": "1", "purpose": "marketing", "steps": "1", "do": "save"}
    step = {"1-channel": "email", "1-words-email": "intro-2", "1-topic": "maps"}
    posted(place.rep("Ben Okri"), "/desk/sequences/draft", {**fields, **step})
    row = place.home.store.read(lambda conn: sequences.get(conn, "spring"))
    assert row.version == 2
    assert row.body[0]["words"]["email"] == "intro-2"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "Hello {{ person.shoe_size }}"}, "shoe_size"),
        ({"text": "{% for %}"}, "cannot be used"),
        ({"text": "{{ cycler.__init__.__globals__ }}"}, "cannot be used"),
        ({"text": "  "}, "no words"),
        ({"subject": ""}, "no subject"),
        ({"name": "../../secret"}, "is no name for words"),
        ({"name": "frame"}, "is no name for words"),
        ({"name": "intro"}, "already"),
    ],
)
def test_what_cannot_be_said_is_refused_and_stays_in_the_form(
    place: Desked, fields: dict[str, str], told: str
) -> None:
    answer = sends(place, "save", **fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert not kept(place).exists()
    assert not [one for one in kept(place).parent.iterdir() if one.name.startswith(".")]


def test_a_subject_is_one_line_whatever_was_posted(place: Desked) -> None:
    page = sends(place, "look", subject="Maps\r\nBcc: somebody@evil.example").text
    assert "<strong>Maps Bcc: somebody@evil.example</strong>" in page


def test_words_are_tried_with_ones_own_people_alone(place: Desked) -> None:
    whole = {"channel": "email", "like": "intro", "name": "intro-2", "do": "look", "text": BODY}
    answer = posted(
        place.rep("Cy Moss"), WORDS, {**whole, "subject": "Maps", "person": "Tom Okafor"}
    )
    assert answer.status_code == 400
    assert "Roofing" not in answer.text


def test_no_address_leads_out_of_the_words(place: Desked) -> None:
    ben = place.rep("Ben Okri")
    for path in ("/email/..%2f..%2fsecret", "/fax/intro", "/email/frame%00", "/email/nothing"):
        assert ben.looks(WORDS + path).status_code == 404
