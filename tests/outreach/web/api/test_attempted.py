"""Programs list what became of attempts and what was kept back, and see nobody else's records."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from outreach.bootstrap.engine import rounds_of
from outreach.domain.attempts import Attempt
from outreach.domain.people import Duty, Member
from outreach.domain.programs import Scope
from outreach.ids import new_id
from outreach.services.programs import make
from outreach.store import attempts, people, team
from outreach.web.api.app import PATH
from policies.channel import Channel, Purpose
from tests.outreach.web.api.conftest import Api

ATTEMPTS, BLOCKED = PATH + "/attempts", PATH + "/blocked"
NOT_BY_PHONE = "Please do not call me. Reach me on (702) 555-0142 by text if you must."


def planned(api: Api, name: str, channel: Channel = Channel.EMAIL) -> str:
    now = api.clock.now()
    one = Attempt(
        id=new_id("a"),
        person_id=api.person(name),
        channel=channel,
        purpose=Purpose.MARKETING,
        by="Ana",
        due_at=now,
        created_at=now,
        message="first-hello/1" if channel is Channel.EMAIL else None,
        automated=True,
    )
    return api.house.store.write(lambda conn: attempts.add(conn, one)).id


def judged(api: Api) -> None:
    asyncio.run(rounds_of(api.house).everything())


@pytest.fixture
def kept_back(api: Api) -> str:
    """Return an attempt at somebody who wants none, judged."""
    said = {"words": NOT_BY_PHONE, "via": "phone"}
    scott = api.person("Scott Reyes")
    assert api.client.post(f"{PATH}/people/{scott}/statements", json=said).status_code == 201
    one = planned(api, "Scott Reyes", Channel.PHONE)
    judged(api)
    return one


def test_what_was_kept_back_says_why_and_what_would_change_it(api: Api, kept_back: str) -> None:
    found = [
        one
        for which in ("open", "blocked", "all")
        for one in api.client.get(BLOCKED, params={"which": which}).json()["blocked"]
        if one["attempt"] == kept_back
    ]
    assert found
    assert found[0]["decision"]["verdict"] in ("block", "hold")
    assert len(found[0]["decision"]["sentence"].split()) <= 40
    assert found[0]["would_change"]
    assert "555-0142" not in str(found)


def test_an_attempt_shows_every_rule_that_was_asked_and_their_own_words(
    api: Api, kept_back: str
) -> None:
    found = api.client.get(f"{ATTEMPTS}/{kept_back}")
    shown = found.json()
    assert found.status_code == 200
    first = shown["decisions"][0]
    assert any("do not call me" in quote for one in first["objections"] for quote in one["quotes"])
    assert first["silent"]
    assert shown["decision"]["id"] == first["id"]
    assert "555-0142" not in found.text


def test_attempts_come_page_by_page_the_newest_first_and_each_once(api: Api) -> None:
    made = [planned(api, name) for name in ("Scott Reyes", "Maria Delgado", "Gus Host")]
    first = api.client.get(ATTEMPTS, params={"limit": 2}).json()
    second = api.client.get(ATTEMPTS, params={"limit": 2, "after": first["next"]}).json()
    listed = [one["id"] for page in (first, second) for one in page["attempts"]]
    assert listed == made[::-1]
    assert second["next"] is None
    maria = {"person": api.person("Maria Delgado")}
    assert [one["id"] for one in api.client.get(ATTEMPTS, params=maria).json()["attempts"]] == [
        made[1]
    ]


def test_a_program_sees_the_people_of_whoever_answers_for_it_and_no_others(api: Api) -> None:
    rep = Member("t_rep", "Rita", api.clock.now(), duty=Duty.REP)
    other = Member("t_other", "Otto", api.clock.now(), duty=Duty.REP)

    def work(conn: object) -> None:
        for one in (rep, other):
            team.add(conn, one)  # type: ignore[arg-type]
        owners = {"Maria Delgado": rep.id, "Scott Reyes": other.id, "Gus Host": None}
        for name, owner in owners.items():
            people.change(conn, api.person(name), {"owner_id": owner})  # type: ignore[arg-type]

    api.house.store.write(work)
    theirs, mine = planned(api, "Scott Reyes"), planned(api, "Maria Delgado")
    scott = api.person("Scott Reyes")
    key = make(api.house.store, api.clock, "rita", [Scope.ASK, Scope.ENROL], "Rita", "Ana")
    as_rita = {"Authorization": f"Bearer {key.secret}"}
    hidden = [
        api.client.get(f"{ATTEMPTS}/{theirs}", headers=as_rita),
        api.client.get(ATTEMPTS, params={"person": scott}, headers=as_rita),
        api.client.get(BLOCKED, params={"person": scott}, headers=as_rita),
        api.client.get(f"{PATH}/people/{scott}", headers=as_rita),
        api.client.get(f"{PATH}/people/{scott}/statements", headers=as_rita),
        api.client.get(f"{PATH}/may", params={"person": scott, "channel": "sms"}, headers=as_rita),
        *(
            api.client.post(
                f"{PATH}/{way}",
                json={"sequence": "first-hello", "people": [scott]},
                headers=as_rita,
            )
            for way in ("preflight", "enrolments")
        ),
    ]
    assert [one.status_code for one in hidden] == [404] * len(hidden)
    nobody = api.client.get(f"{PATH}/people/p_0", headers=as_rita).json()["detail"]
    assert hidden[3].json()["detail"] == nobody.replace("p_0", scott)
    seen = api.client.get(ATTEMPTS, headers=as_rita).json()["attempts"]
    assert [one["id"] for one in seen] == [mine]
    names = {
        one["name"] for one in api.client.get(f"{PATH}/people", headers=as_rita).json()["people"]
    }
    assert names == {"Maria Delgado", "Gus Host"}


@pytest.mark.parametrize(
    "after",
    ["nonsense", "AAAA", "MjAyNi0xMS0yNA==", "MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCB4", "\x00"],
)
def test_a_cursor_that_was_tampered_with_is_refused_by_name(api: Api, after: str) -> None:
    found = api.client.get(BLOCKED, params={"after": after})
    assert found.status_code == 422
    assert "`after`" in found.json()["detail"]


def test_a_cursor_of_ours_that_points_elsewhere_shows_no_more_than_the_first_page(
    api: Api, kept_back: str
) -> None:
    api.clock.advance(timedelta(minutes=1))
    whole = api.client.get(BLOCKED, params={"which": "all"}).json()["blocked"]
    forged = "OTk5OC0xMi0zMVQwMDowMDowMCswMDowMCB4"  # the year 9998
    again = api.client.get(BLOCKED, params={"which": "all", "after": forged}).json()["blocked"]
    assert [one["attempt"] for one in again] == [one["attempt"] for one in whole]
