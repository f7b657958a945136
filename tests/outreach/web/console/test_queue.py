from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

import pytest
from sqlalchemy import Connection

from outreach.domain.access import Access
from outreach.domain.attempts import AttemptState
from outreach.store import attempts, decisions, withdrawing
from outreach.store.withdrawing import Where
from tests.outreach.web.console.conftest import Opened

QUEUE = "/console"


def test_the_queue_shows_what_waits_with_whom_and_why(place: Opened) -> None:
    page = place.comes("Cora Lindt").looks(QUEUE).text
    assert "Ben Hollis" in page
    assert "held for compliance" in page
    assert "two people share this address" in page
    assert "Scott Reyes" not in page


def test_what_was_blocked_stands_on_a_shelf_of_its_own(place: Opened) -> None:
    page = place.comes("Cora Lindt").looks(f"{QUEUE}?shelf=blocked").text
    assert "Scott Reyes" in page
    assert "Ingrid Lund" in page
    assert "Ben Hollis" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("shelf=all&channel=phone", {"Scott Reyes", "Ingrid Lund"}),
        ("shelf=all&rule=identity-unclear", {"Ben Hollis"}),
        ("shelf=all&verdict=hold", {"Ben Hollis"}),
        ("clearer=compliance", {"Ben Hollis"}),
        ("clearer=rep", set()),
        ("shelf=all&by=Nobody", set()),
    ],
)
def test_filters_narrow_the_list(place: Opened, query: str, shown: set[str]) -> None:
    page = place.comes("Cora Lindt").looks(f"{QUEUE}?{query}").text
    names = {"Scott Reyes", "Ingrid Lund", "Ben Hollis"}
    assert {name for name in names if f"<strong>{name}</strong>" in page} == shown


def test_a_view_is_kept_opened_and_dropped(place: Opened) -> None:
    browser = place.comes("Cora Lindt")
    fields = {"name": "Calls <i>of mine</i>", "query": "shelf=all&channel=phone&evil=1"}
    answer = browser.presses("/console/views", QUEUE, fields)
    assert answer.status_code == 303
    page = browser.looks(QUEUE).text
    assert "Calls &lt;i&gt;of mine&lt;/i&gt;" in page
    assert "evil" not in page
    assert 'href="/console?shelf=all&amp;channel=phone"' in page
    assert "of mine" not in place.comes("Mo Diaz").looks(QUEUE).text
    drop = page.split('action="/console/views/')[1].split('"')[0]
    browser.presses(f"/console/views/{drop}", QUEUE)
    assert "of mine" not in browser.looks(QUEUE).text


def test_a_view_cannot_lead_out_of_the_house(place: Opened) -> None:
    browser = place.comes("Cora Lindt")
    fields = {"name": "x", "query": "\r\nLocation: https://evil.example"}
    answer = browser.presses("/console/views", QUEUE, fields)
    assert answer.headers["location"].startswith("/console?")
    assert "evil.example" not in answer.headers.get("set-cookie", "")


def test_nonsense_in_the_address_is_refused_kindly(place: Opened) -> None:
    browser = place.comes("Cora Lindt")
    for query in ("shelf=nothing", "after=%00", "after=AAAA", "after=MjAyNi0wMS0wMSB4"):
        assert browser.looks(f"{QUEUE}?{query}").status_code == 400


def test_the_csv_holds_the_list_and_no_formulas(place: Opened) -> None:
    answer = place.comes("Cora Lindt").looks("/console/export.csv?shelf=all")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["person"] for row in rows} >= {"Scott Reyes", "Ben Hollis"}
    assert "attachment" in answer.headers["content-disposition"]


def test_the_json_holds_the_same(place: Opened) -> None:
    rows = place.comes("Cora Lindt").looks("/console/export.json?shelf=blocked").json()
    assert {row["verdict"] for row in rows} == {"block"}


def test_the_top_says_that_we_listen_and_how_much_waits(place: Opened) -> None:
    page = place.comes("Cora Lindt").looks(QUEUE).text
    assert "Listening" in page
    assert "from a stop to silence" in page
    assert "This is a rehearsal" in page


@pytest.mark.parametrize("access", [Access.REP, Access.MANAGER])
def test_the_console_is_for_whoever_reviews(place: Opened, access: Access) -> None:
    browser = place.comes("Ben Okri", access)
    about = place.about("Scott Reyes").id
    for path in (QUEUE, f"/console/decision/{about}", "/console/export.csv", "/console/ledger"):
        assert browser.looks(path).status_code == 403
    acts = (f"decision/{about}/uphold", f"evidence/{place.person('Scott Reyes')}", "what-if")
    for act in acts:
        assert browser.presses(f"/console/{act}", "/account").status_code == 403
    assert place.review("Scott Reyes").reviewed_at is None


def test_nobody_has_to_look_at_what_a_stop_withdrew(place: Opened) -> None:
    browser = place.comes("Cora Lindt")
    assert "Ben Hollis" in browser.looks(QUEUE).text
    where, now = Where((place.person("Ben Hollis"),)), place.home.clock.now()
    place.home.store.write(lambda conn: withdrawing.withdraw(conn, where, "they said stop", now))
    assert "Ben Hollis" not in browser.looks(QUEUE).text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ingrid", {"Ingrid Lund"}),
        ("I TRAVEL all week", {"Scott Reyes"}),
        ("two people share", {"Ben Hollis"}),
        ("%", set()),
        ("<script>", set()),
        ("nobody ever said this", set()),
    ],
)
def test_a_name_or_words_that_were_said_are_found(
    place: Opened, text: str, shown: set[str]
) -> None:
    page = place.comes("Cora Lindt").looks(f"{QUEUE}?{urlencode({'shelf': 'all', 'text': text})}")
    names = {"Scott Reyes", "Ingrid Lund", "Ben Hollis"}
    assert {name for name in names if f"<strong>{name}</strong>" in page.text} == shown
    assert "<script>" not in page.text.replace("<script src", "")


def test_a_search_stays_within_its_filters_and_is_kept_in_a_view(place: Opened) -> None:
    browser = place.comes("Cora Lindt")
    page = browser.looks(f"{QUEUE}?shelf=all&channel=email&text=travel").text
    assert "<strong>Scott Reyes</strong>" not in page
    assert 'name="channel" value="email"' in page
    fields = {"name": "Travellers", "query": "shelf=all&text=travel+all"}
    browser.presses("/console/views", QUEUE, fields)
    assert 'href="/console?shelf=all&amp;text=travel+all"' in browser.looks(QUEUE).text


def test_what_nobody_looked_at_in_time_has_a_shelf_of_its_own(place: Opened) -> None:
    browser = place.comes("Cora Lindt")
    assert "Ben Hollis" not in browser.looks(f"{QUEUE}?shelf=expired").text
    attempt = place.about("Ben Hollis").attempt_id

    def runs_out(conn: Connection) -> None:
        attempts.moved(conn, [attempt], AttemptState.EXPIRED, {})
        decisions.close(conn, [attempt])

    place.home.store.write(runs_out)
    assert "Ben Hollis" in browser.looks(f"{QUEUE}?shelf=expired").text
    assert "Ben Hollis" not in browser.looks(QUEUE).text
