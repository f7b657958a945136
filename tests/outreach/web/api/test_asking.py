"""A program asks: it hears what the gate would say, and sees whole addresses nowhere."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from outreach.domain.programs import Scope
from outreach.store import people
from outreach.store.tables import attempt
from outreach.web.api.app import PATH
from outreach.web.api.pace import BURST
from tests.outreach.web.api.conftest import Api

MAY = PATH + "/may"
PEOPLE = PATH + "/people"


def test_may_is_answered_with_the_persons_own_words_and_another_way(api: Api) -> None:
    scott = api.person("Scott Reyes")
    words = {"words": "I can't do phone, I travel. Please email me.", "via": "phone"}
    assert api.client.post(f"{PEOPLE}/{scott}/statements", json=words).status_code == 201
    found = api.client.get(MAY, params={"person": scott, "channel": "phone"})
    said = found.json()
    assert found.status_code == 200
    assert said["verdict"] != "allow"
    assert "I can't do phone" in "".join(said["noted"])
    assert len(said["sentence"].split()) <= 40
    assert "preferred-channel" in said["rules"]


def test_asking_keeps_nothing(api: Api) -> None:
    api.client.get(MAY, params={"person": api.person("Scott Reyes"), "channel": "email"})
    kept = select(func.count()).select_from(attempt)
    assert api.house.store.read(lambda conn: conn.scalar(kept)) == 0


def test_a_moment_without_an_offset_is_refused_by_name(api: Api) -> None:
    asked = {"person": api.person("Gus Host"), "channel": "email", "at": "2026-11-24T06:30:00"}
    found = api.client.get(MAY, params=asked)
    assert found.status_code == 422
    assert found.headers["content-type"] == "application/problem+json"
    assert "`at`" in found.json()["detail"]


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_a_moment_out_of_reach_is_refused_by_name(api: Api, at: str) -> None:
    asked = {"person": api.person("Gus Host"), "channel": "email", "at": at}
    found = api.client.get(MAY, params=asked)
    assert found.status_code == 422
    assert "`at`" in found.json()["detail"]


def test_half_past_six_in_their_morning_is_not_open_for_calls(api: Api) -> None:
    asked = {"person": api.person("Scott Reyes"), "channel": "phone", "by_hand": "true"}
    found = api.client.get(MAY, params={**asked, "at": "2026-11-24T06:30:00-08:00"}).json()
    assert found["verdict"] != "allow"
    assert found["would_change"]


def test_whoever_is_not_on_file_is_no_one(api: Api) -> None:
    for path in (f"{PEOPLE}/p_nobody", f"{PEOPLE}/p_nobody/statements"):
        found = api.client.get(path)
        assert found.status_code == 404
        assert found.json()["status"] == 404
    assert api.client.get(MAY, params={"person": "p_0", "channel": "email"}).status_code == 404


def test_people_come_page_by_page_and_each_once(api: Api) -> None:
    first = api.client.get(PEOPLE, params={"limit": 2}).json()
    second = api.client.get(PEOPLE, params={"limit": 2, "after": first["next"]}).json()
    names = [one["name"] for page in (first, second) for one in page["people"]]
    assert sorted(names) == ["Gus Host", "Maria Delgado", "Scott Reyes"]
    assert second["next"] is None


def test_addresses_and_numbers_are_masked(api: Api) -> None:
    text = api.client.get(f"{PEOPLE}/{api.person('Scott Reyes')}").text
    assert "scott@reyes.example" not in text
    assert "5550142" not in text.replace("-", "").replace(" ", "")


def test_without_a_key_nobody_is_let_in(api: Api) -> None:
    for given in ("", "Bearer", "Bearer ok_wrong", "Basic b2s6", f"Bearer {api.secret}x"):
        found = api.client.get(PEOPLE, headers={"Authorization": given})
        assert found.status_code == 401
        assert found.headers["www-authenticate"] == "Bearer"
        assert found.headers["content-type"] == "application/problem+json"


def test_a_key_lets_a_program_do_what_it_was_given_for(api: Api) -> None:
    asks = api.key("reports", Scope.ASK)
    told = api.client.post(
        f"{PEOPLE}/{api.person('Gus Host')}/statements", json={"words": "stop"}, headers=asks
    )
    assert told.status_code == 403
    assert "does not let it tell" in told.json()["detail"]
    tells = api.key("desk", Scope.TELL)
    assert api.client.get(PEOPLE, headers=tells).status_code == 403


def test_a_program_that_asks_too_often_is_told_when_to_come_back(api: Api) -> None:
    codes = [api.client.get(f"{PEOPLE}/p_0").status_code for _ in range(BURST)]
    found = api.client.get(f"{PEOPLE}/p_0")
    while found.status_code != 429:  # a slow machine fills the bucket up again meanwhile
        codes.append(found.status_code)
        found = api.client.get(f"{PEOPLE}/p_0")
    assert set(codes) == {404}
    assert int(found.headers["retry-after"]) >= 1
    others = api.key("another", Scope.ASK)
    assert api.client.get(f"{PEOPLE}/p_0", headers=others).status_code == 404


def test_erased_and_merged_people_are_answered_for_as_the_gate_does(api: Api) -> None:
    everybody = api.house.store.read(people.everybody)
    for one in everybody:
        found = api.client.get(MAY, params={"person": one.id, "channel": "email"})
        assert found.status_code == 200
