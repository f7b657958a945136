"""A note at the desk: what it tells of somebody's wishes binds; the rest stands in their story."""

from __future__ import annotations

import pytest

from outreach.store import notes, statements
from policies.statement import Callback, Prefer, Refuse
from tests.outreach.web.desk.conftest import Desked


def test_a_note_that_tells_of_a_refusal_binds_at_once(place: Desked) -> None:
    tom = place.person("Tom Okafor")
    page, browser = f"/desk/person/{tom}", place.rep("Ben Okri")
    call = place.call("Tom Okafor")
    told = {"text": "Met him at the pier. Do not call him any more, he said, email him instead."}
    done = browser.presses(f"{page}/note", page, told)
    after = browser.looks(done.headers["location"]).text
    assert "which binds from now on" in after
    said = place.home.store.read(lambda conn: statements.of(conn, tom))[-1]
    meant = {type(one.meaning) for one in said.meanings}
    assert Refuse in meant or Prefer in meant
    assert place.home.store.read(lambda conn: notes.of(conn, tom))[-1].statement_id == said.id
    pressed = browser.presses(f"/desk/calls/{call}/press", page).text
    assert "0199" not in pressed


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("meeting", "He liked the atlas.", "He liked the atlas."),
        ("milestone", "quote sent", "quote sent"),
        ("readiness", "really interested, no idea who decides", "no idea who decides"),
    ],
)
def test_what_happened_is_noted_with_its_kind_time_and_cost(
    place: Desked, kind: str, text: str, told: str
) -> None:
    tom, browser = place.person("Tom Okafor"), place.rep("Ben Okri")
    page = f"/desk/person/{tom}"
    fields = {"text": text, "kind": kind, "at": "2026-11-20T10:30", "minutes": "90"}
    done = browser.presses(f"{page}/note", page, {**fields, "spent": "42.50 EUR", "shared": "yes"})
    assert done.status_code == 303
    assert told in browser.looks(page).text
    one = place.home.store.read(lambda conn: notes.of(conn, tom))[-1]
    assert (one.kind, one.minutes, one.amount, one.currency) == (kind, 90, 4250, "EUR")
    assert one.organisation_id is not None
    assert one.at.astimezone(place.home.ears.zone).isoformat()[:16] == "2026-11-20T10:30"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": " "}, "A note has 1 to"),
        ({"text": "Stop calling me.", "at": "2031-01-01T10:00"}, "promise it instead"),
        ({"text": "Stop calling me.", "minutes": "soon"}, "no number of minutes"),
        ({"text": "Stop calling me.", "spent": "a lot"}, "no amount of money"),
        ({"text": "Stop calling me.", "at": "tomorrow"}, "is no moment"),
    ],
)
def test_of_what_is_no_note_nothing_is_kept_and_nothing_lost(
    place: Desked, fields: dict[str, str], told: str
) -> None:
    tom, browser = place.person("Tom Okafor"), place.rep("Ben Okri")
    page = f"/desk/person/{tom}"
    answer = browser.presses(f"{page}/note", page, fields)
    assert (answer.status_code, told in answer.text) == (400, True), answer.text
    assert fields["text"].strip() in answer.text
    assert not place.home.store.read(lambda conn: statements.of(conn, tom))


def test_a_callback_in_a_note_is_promised(place: Desked) -> None:
    tom, browser = place.person("Tom Okafor"), place.rep("Ben Okri")
    page = f"/desk/person/{tom}"
    browser.presses(f"{page}/note", page, {"text": "“Call me back on 3 December at 11.”"})
    said = place.home.store.read(lambda conn: statements.of(conn, tom))[-1]
    assert any(isinstance(one.meaning, Callback) for one in said.meanings)
    assert "Thu 03 Dec 11:00 their time" in browser.looks(page).text
