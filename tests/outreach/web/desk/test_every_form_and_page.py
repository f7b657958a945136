"""Every form and every page of ours at once: forged presses, mere looking, hostile names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser as Chromium
from sqlalchemy import Connection, update

from outreach.domain.access import Access
from outreach.store import decisions, importing, ledger, people, team
from outreach.store.tables import organisation, statement
from outreach.store.tables import team as members
from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web.browsing import Seen, logged_in, looking
from tests.outreach.web.console.test_in_a_browser import address, chromium
from tests.outreach.web.desk.conftest import Desked, posted
from tests.outreach.web.desk.test_lists import hands_in
from tests.outreach.web.desk.test_others_records import FORMS, _everything
from tests.outreach.web.doorway.conftest import Browser
from tests.outreach.web.test_every_route import asks, every, is_public

__all__ = ["address", "chromium"]
HOSTILE = '"><img src=x onerror=alert(1)> \u202egnol {{7*7}} ' + "x" * 500
"""Markup, words from right to left, a template's signs, 500 letters without a place to break."""
OWN = {"/desk/lists/{upload_id}", "/desk/lists/{upload_id}/left-out.csv"}
"""A list that waits is shown to nobody but whoever handed it in."""
LOOKED_UP = {"person looked up"}


def _filled(place: Desked) -> dict[str, str]:
    """Return for each part of an address something that is there, by its name."""
    ben = place.rep("Ben Okri")
    place.sequence()
    place.owes("Scott Reyes", "Ben Okri")
    posted(ben, "/desk/enrol/now", {"sequence": "spring", "whom": place.person("Tom Okafor")})
    there = hands_in(ben).headers["location"]
    scott = place.person("Scott Reyes")
    posted(ben, f"/desk/person/{scott}/call", {})
    read = place.home.store.read
    return {
        "person_id": scott,
        "call_id": place.call("Tom Okafor"),
        "attempt_id": place.call("Scott Reyes"),
        "upload_id": there.rpartition("/")[2],
        "run_id": read(lambda conn: importing.runs(conn, 1))[0].id,
        "promise_id": "m_call",
        "decision_id": read(lambda conn: decisions.of_person(conn, scott))[0].id,
        "name": "spring",
        "code": "us-nv",
        "channel": "email",
        "message": "intro",
        "proposal": "r_1",
        "inbound": "k_1",
        "view": "w_1",
        "label": ben.cookie[:8],
    }


def _ours(place: Desked, method: str) -> Iterator[APIRoute]:
    for one in every(place.app.routes):
        if not isinstance(one, APIRoute) or is_public(one) or not asks(one):
            continue
        if method in (one.methods or ()) and one.path not in OWN:
            yield one


def _path(route: APIRoute, filled: dict[str, str]) -> str:
    return route.path.replace("/rule/{name}", "/rule/paused").format(**filled)


def _admin(place: Desked) -> Browser:
    return place.comes("Cora Lindt", Access.ADMIN)


def test_no_form_is_taken_without_its_token_or_from_another_page(place: Desked) -> None:
    filled, cora = _filled(place), _admin(place)
    other = place.comes("Dora Quist", Access.ADMIN).token("/account")
    mine, here = cora.token("/account"), {"Origin": cora.at, "Sec-Fetch-Site": "same-origin"}
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    before, tried = _everything(place), 0
    for route in _ours(place, "POST"):
        for fields in FORMS:
            for token, began in (("", here), (other, here), (mine, elsewhere)):
                whole = {"token": token, **fields}
                answer = cora.client.post(_path(route, filled), data=whole, headers=began)
                assert answer.status_code in (401, 403), (route.path, answer.status_code)
                tried += 1
    assert tried > 200
    assert _everything(place) == before


def test_looking_at_every_page_twice_changes_nothing(place: Desked) -> None:
    """That somebody was looked up is noted; nothing else is, and no record is another."""
    filled, cora = _filled(place), _admin(place)
    before, kinds = _everything(place), _kinds(place)
    for _ in range(2):
        for route in _ours(place, "GET"):
            status = cora.looks(_path(route, filled)).status_code
            assert status == 200, (route.path, status)
    assert _everything(place) == before
    assert set(_kinds(place) - kinds) <= LOOKED_UP


def _kinds(place: Desked) -> Counter[str]:
    return Counter(place.home.store.read(lambda conn: [one["kind"] for one in _entries(conn)]))


def _entries(conn: Connection) -> list[dict[str, str]]:
    return [dict(one) for one in ledger.newest(conn, 10_000)]


def _called_hostile(place: Desked) -> None:
    """Let all that people can type be hostile: what stands there since earlier may be anything."""

    def work(conn: Connection) -> None:
        for one in people.everybody(conn):
            people.change(conn, one.id, {"name": HOSTILE, "notes": HOSTILE, "source": HOSTILE})
        conn.execute(update(organisation).values(name=HOSTILE))
        conn.execute(update(statement).values(words=HOSTILE))
        ben = team.get(conn, "Ben Okri")
        conn.execute(update(members).where(members.c.id == ben.id).values(name=HOSTILE[:200]))

    place.home.store.write(work)


def test_no_page_takes_a_name_for_markup(place: Desked) -> None:
    filled, cora = _filled(place), _admin(place)
    _called_hostile(place)
    shown = 0
    for route in _ours(place, "GET"):
        answer = cora.looks(_path(route, filled))
        assert answer.status_code == 200, route.path
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        assert "<img" not in answer.text, route.path
        assert "49 x" not in answer.text, route.path
        shown += "onerror" in answer.text
    assert shown > 8


@pytest.mark.needs("chromium")
def test_a_long_name_breaks_no_page_on_the_narrowest_phone(
    place: Desked, address: str, chromium: Chromium
) -> None:
    filled = _filled(place)
    _admin(place)
    _called_hostile(place)
    wide = []
    with looking(chromium, Seen("phone", "light")) as page:
        logged_in(page, address, "Cora Lindt", GOOD, "/console")
        page.set_viewport_size({"width": 320, "height": 640})
        for route in _ours(place, "GET"):
            if route.path.endswith((".csv", ".json", ".toml")):
                continue
            page.goto(address + _path(route, filled))
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append(route.path)
    assert wide == []
