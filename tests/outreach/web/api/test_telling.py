"""A program tells us what a person said: it binds at once, once, and permits nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from outreach.store import statements
from outreach.store.history import story
from outreach.web.api.app import PATH
from policies.channel import Channel
from policies.preferences import standing
from tests.outreach.web.api.conftest import Api


def path(api: Api, name: str = "Scott Reyes") -> str:
    return f"{PATH}/people/{api.person(name)}/statements"


def test_a_stop_that_another_system_heard_binds_every_channel_at_once(api: Api) -> None:
    heard = api.client.post(path(api), json={"words": "Never contact me again, please"})
    assert heard.status_code == 201
    assert heard.json()["understood"]
    scott = api.person("Scott Reyes")
    said = standing(api.house.store.read(lambda conn: statements.of(conn, scott)))
    assert all(said.refusals_of(channel) for channel in Channel)
    for channel in Channel:
        found = api.client.get(f"{PATH}/may", params={"person": scott, "channel": channel})
        assert found.json()["verdict"] == "block"


def test_a_programs_word_permits_nothing(api: Api) -> None:
    api.client.post(path(api), json={"words": "Please stop emailing me"})
    api.client.post(path(api), json={"words": "You can email me again, start"})
    found = api.client.get(
        f"{PATH}/may", params={"person": api.person("Scott Reyes"), "channel": "email"}
    )
    assert found.json()["verdict"] != "allow"


def test_asking_again_does_it_once_and_is_answered_alike(api: Api) -> None:
    again = {"Idempotency-Key": "call-7711"}
    words = {"words": "Call me next Tuesday at 10", "via": "phone"}
    first = api.client.post(path(api), json=words, headers=again)
    second = api.client.post(path(api), json=words, headers=again)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["idempotent-replayed"] == "true"
    scott = api.person("Scott Reyes")
    assert len(api.house.store.read(lambda conn: statements.of(conn, scott))) == 1


def test_of_several_at_once_one_is_done(api: Api) -> None:
    again = {"Idempotency-Key": "call-7712"}
    words, where = {"words": "Call me next Tuesday at 10", "via": "phone"}, path(api)

    def ask(_: int) -> int:
        return api.client.post(where, json=words, headers=again).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(ask, range(6)))
    assert set(codes) <= {201, 409}
    assert 201 in codes
    scott = api.person("Scott Reyes")
    assert len(api.house.store.read(lambda conn: statements.of(conn, scott))) == 1


def test_what_could_not_be_done_may_be_asked_again(api: Api) -> None:
    again = {"Idempotency-Key": "call-7713"}
    nobody = api.client.post(f"{PATH}/people/p_0/statements", json={"words": "stop"}, headers=again)
    assert nobody.status_code == 404
    assert api.client.post(path(api), json={"words": "stop"}, headers=again).status_code == 201


def test_one_name_for_two_requests_is_refused(api: Api) -> None:
    again = {"Idempotency-Key": "call-7711"}
    api.client.post(path(api), json={"words": "stop calling"}, headers=again)
    other = api.client.post(path(api), json={"words": "stop texting"}, headers=again)
    assert other.status_code == 422
    assert "named another request" in other.json()["detail"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "`words`"),
        ({"words": ""}, "`words`"),
        ({"words": "   "}, "there are no words"),
        ({"words": "stop", "via": "pigeon"}, "`via`"),
        ({"words": "stop", "proven": True}, "`proven`"),
        ({"words": ["stop"]}, "`words`"),
        ({"words": "x" * 20_001}, "`words`"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_its_field(
    api: Api, body: dict[str, object], named: str
) -> None:
    found = api.client.post(path(api), json=body)
    assert found.status_code == 422
    assert named in found.json()["detail"]


def test_broken_json_is_a_bad_request_and_a_long_body_is_too_large(api: Api) -> None:
    as_json = {"Content-Type": "application/json"}
    broken = api.client.post(path(api), content=b'{"words": "st', headers=as_json)
    assert broken.status_code == 400
    long = api.client.post(path(api), content=b'{"words": "' + b"x" * 90_000, headers=as_json)
    assert long.status_code == 413
    assert long.headers["content-type"] == "application/problem+json"


def test_what_a_program_told_is_told_on_as_its_own_and_not_as_a_reps(api: Api) -> None:
    api.client.post(path(api), json={"words": "Please stop calling me"})
    scott = api.person("Scott Reyes")
    [noted] = [one for one in api.house.store.read(lambda conn: story(conn, scott)) if one.words]
    assert noted.told.startswith("the program `crm` (for Ana) handed over what they said")
    asked = {"person": scott, "channel": "phone", "by_hand": "true"}
    found = api.client.get(f"{PATH}/may", params=asked).json()
    assert found["verdict"] == "block"
    assert "told by a program" in found["sentence"]
