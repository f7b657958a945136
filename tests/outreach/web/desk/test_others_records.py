"""No route lets one of us see or change a colleague's records: asked of every route there is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

import pytest
from fastapi.routing import APIRoute

from outreach.domain.access import Access
from outreach.store import importing
from tests.outreach.web.desk.conftest import BOLD, TRAVELS, Desked, posted
from tests.outreach.web.desk.test_lists import hands_in
from tests.outreach.web.doorway.conftest import Browser
from tests.outreach.web.test_every_route import asks, every, is_public

WRITTEN_DOWN = {"ledger", "ledger_head", "session", "login_try", "invitation", "program"}
"""Where it is noted that somebody tried; everything else must stay as it is."""
SHARED = {"name", "code", "channel", "message"}
"""Sequences, packs, rules and words are the whole team's: they belong to no colleague."""
NAMES = ("Scott Reyes", "Tom Okafor", "Zoë")
FORMS: tuple[Mapping[str, str], ...] = (
    {"text": "Gladly, and soon.", "what": "connected", "words": "as I said", "sure": "yes"},
    {"what": "do-not-contact", "because": "so", "sequence": "spring", "channel": "email"},
    {"what": "words", "means": "", "reason": "so it is", "proof": "none", "point": "x"},
    {"role": "buyer", "tie": "works with", "ours": "Cy Moss", "themselves": "a roofer"},
    {"at": "Fri", "what": "a visit", "how": "meeting", "to": "Cy Moss", "with": "t_1"},
)


def _everything(place: Desked) -> dict[str, str]:
    """Return every table as text, but for where tries are noted."""
    path = str(place.home.settings.database_url).removeprefix("sqlite:///")
    with sqlite3.connect(path) as conn:
        rows = conn.execute("select name from sqlite_master where type = 'table'")
        tables = [one for (one,) in rows if not one.startswith("sqlite_")]
        assert set(tables) & WRITTEN_DOWN, tables
        found = {
            one: json.dumps(sorted(map(repr, conn.execute(f"select * from {one}"))))
            for one in tables
            if one not in WRITTEN_DOWN
        }
    conn.close()
    return found


def _theirs(place: Desked) -> dict[str, str]:
    """Return for each name of a part of an address something of Ben's that it could name."""
    ben = place.rep("Ben Okri")
    place.sequence()
    place.owes("Scott Reyes", "Ben Okri")
    posted(ben, "/desk/enrol/now", {"sequence": "spring", "whom": place.person("Tom Okafor")})
    there = hands_in(ben).headers["location"]
    runs = place.home.store.read(lambda conn: importing.runs(conn, 1))
    return {
        "person_id": place.person("Scott Reyes"),
        "call_id": place.call("Tom Okafor"),
        "attempt_id": place.call("Scott Reyes"),
        "upload_id": there.rpartition("/")[2],
        "run_id": runs[0].id,
        "decision_id": "d_1",
        "promise_id": "m_call",
        "proposal": "r_1",
        "inbound": "k_1",
        "view": "w_1",
        "label": ben.cookie[:8],
    }


def _routes(place: Desked) -> list[tuple[str, APIRoute]]:
    found = [one for one in every(place.app.routes) if isinstance(one, APIRoute)]
    ours = [one for one in found if asks(one) and not is_public(one)]
    return [(method, one) for one in ours for method in sorted(one.methods or ())]


def _shows_them(text: str) -> bool:
    return any(name in text for name in NAMES) or TRAVELS[:20] in text


def _asked(browser: Browser, method: str, path: str) -> list[tuple[int, str]]:
    if method == "GET":
        answer = browser.looks(path)
        return [(answer.status_code, answer.text)]
    answers = [posted(browser, path, fields) for fields in FORMS]
    return [(one.status_code, one.text) for one in answers]


@pytest.mark.parametrize("who", [("Cy Moss", Access.REP), ("Nobody New", Access.REP)], ids=str)
def test_nothing_of_a_colleagues_is_seen_or_changed_by_any_route(
    place: Desked, who: tuple[str, Access]
) -> None:
    theirs = _theirs(place)
    other = place.comes(*who)
    before, tried = _everything(place), 0
    for method, route in _routes(place):
        named = set(route.param_convertors)
        if not named or named <= SHARED:
            continue
        path = route.path.format(**{one: theirs[one] for one in named})
        for status, text in _asked(other, method, path):
            assert status in (403, 404), (method, path, status, text[-400:])
            assert not _shows_them(text), (method, path)
        tried += 1
    assert tried > 25
    assert _everything(place) == before


def test_no_list_or_file_of_a_rep_names_a_colleagues_people(place: Desked) -> None:
    _theirs(place)
    other = place.rep("Cy Moss")
    for method, route in _routes(place):
        if method == "GET" and not route.param_convertors:
            answer = other.looks(route.path)
            assert answer.status_code in (200, 403), route.path
            assert not _shows_them(answer.text), route.path


def test_whoever_sees_no_one_enrols_answers_for_and_takes_back_nothing(place: Desked) -> None:
    theirs = _theirs(place)
    other, before = place.rep("Cy Moss"), _everything(place)
    whom = [theirs["person_id"], place.person(BOLD)]
    tries: list[tuple[str, dict[str, str | list[str]]]] = [
        ("/desk/enrol", {"sequence": "spring", "whom": whom}),
        ("/desk/enrol/preflight.json", {"sequence": "spring", "whom": whom}),
        ("/desk/enrol/now", {"sequence": "spring", "whom": whom, "held": "yes"}),
        ("/desk/away/leave", {"who": "Ben Okri", "to": "Cy Moss", "sure": "yes"}),
    ]
    for path, fields in tries:
        answer = posted(other, path, fields)
        assert answer.status_code >= 400, path
        assert not _shows_them(answer.text), path
    assert _everything(place) == before
