from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.store import commitments
from outreach.web.console import lists
from policies.channel import Channel
from tests.outreach.web.console.conftest import Opened


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("causes", "Compliance clears these"),
        ("proposals", "Nothing waits"),
        ("messages", "Every message is understood"),
        ("doubtful", "No doubt about any"),
        ("callbacks", "in the person’s own words"),
        ("law", "What changes when"),
        ("law/pack/us", "CFR"),
        ("law/rule/quiet-hours", "Why it matters"),
        ("ledger", "Where the chain ends"),
        ("what-if", "What if the rules were others"),
    ],
)
def test_each_room_opens(place: Opened, path: str, shown: str) -> None:
    answer = place.comes("Cora Lindt").looks(f"/console/{path}")
    assert answer.status_code == 200
    assert shown in answer.text


def test_the_chain_is_read_again_on_a_press(place: Opened) -> None:
    answer = place.comes("Cora Lindt").presses("/console/ledger", "/console/ledger")
    assert "is as it was written" in answer.text


def test_what_if_the_house_allowed_nothing_on_mondays(place: Opened) -> None:
    browser = place.comes("Cora Lindt")
    answer = browser.presses("/console/what-if", "/console/what-if", {"pack": "", "days": "7"})
    assert "4 judged again: 4 the same" in answer.text


def test_a_pack_that_is_none_is_told_by_its_place(place: Opened) -> None:
    fields = {"pack": "this is no pack", "days": "7"}
    answer = place.comes("Cora Lindt").presses("/console/what-if", "/console/what-if", fields)
    assert answer.status_code == 400
    assert "what you typed" in answer.text.lower()


def test_a_pack_that_is_not_there_is_a_kind_page(place: Opened) -> None:
    browser = place.comes("Cora Lindt")
    for path in ("pack/zz", "pack/..%2f..%2fetc", "rule/none"):
        assert browser.looks(f"/console/law/{path}").status_code == 404


def test_callbacks_that_do_not_fit_stand_on_the_next_page(
    place: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, whom = place.home.clock.now(), place.person("Ben Hollis")

    def work(conn: Connection) -> None:
        for nth in range(3):
            due = now + timedelta(days=1 + nth // 2)
            given = (f"m_{nth}", whom, CommitmentKind.CALLBACK, f"call {nth}", due, now)
            commitments.add(conn, Commitment(*given, channel=Channel.PHONE))

    place.home.store.write(work)
    monkeypatch.setattr(lists, "MOST", 1)
    browser, path, seen = place.comes("Cora Lindt"), "/console/callbacks", []
    while path:
        page = browser.looks(path).text
        seen += [nth for nth in range(3) if f"call {nth}" in page]
        path = page.partition('rel="next" href="')[2].partition('"')[0]
    assert seen == [0, 1, 2]
    assert browser.looks("/console/callbacks?after=none").status_code == 400
