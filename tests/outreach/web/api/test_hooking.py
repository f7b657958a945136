"""A program has its own webhooks, and nobody else's."""

from __future__ import annotations

import pytest

from outreach.domain.programs import Scope
from outreach.services.programs import revoke
from outreach.store import notices
from outreach.web.api.app import PATH
from tests.outreach.web.api.conftest import Api

HOOKS = PATH + "/webhooks"
AT = {"url": "https://crm.example/hooks?house=1", "events": ["statement.heard"]}


def test_a_webhook_shows_its_secret_once_and_another_when_it_is_changed(api: Api) -> None:
    may = api.key("crm 2", Scope.HOOK)
    made = api.client.post(HOOKS, json=AT, headers=may)
    assert made.status_code == 201, made.text
    secret, one = made.json()["secret"], f"{HOOKS}/{made.json()['id']}"
    assert secret.startswith("whsec_")
    for path in (HOOKS, one):
        assert secret not in api.client.get(path, headers=may).text
    changed = api.client.post(one + "/secret", headers=may).json()
    assert changed["secret"] not in ("", secret)
    assert changed["rotated_at"]


def test_another_programs_webhook_is_not_there(api: Api) -> None:
    mine, other = api.key("crm 2", Scope.HOOK), api.key("crm 3", Scope.HOOK)
    one = f"{HOOKS}/{api.client.post(HOOKS, json=AT, headers=mine).json()['id']}"
    found = [
        api.client.get(one, headers=other),
        api.client.delete(one, headers=other),
        api.client.post(one + "/secret", headers=other),
        api.client.post(one + "/test", headers=other),
        api.client.get(one + "/notices", headers=other),
        api.client.post(one + "/again", json={}, headers=other),
    ]
    assert [each.status_code for each in found] == [404] * 6
    assert api.client.get(HOOKS, headers=other).json() == []
    assert api.client.get(HOOKS).status_code == 403


def test_a_try_is_a_notice_that_waits_to_be_posted_and_may_be_asked_for_again(api: Api) -> None:
    may = api.key("crm 2", Scope.HOOK)
    one = f"{HOOKS}/{api.client.post(HOOKS, json=AT, headers=may).json()['id']}"
    tried = api.client.post(one + "/test", headers=may)
    assert (tried.status_code, tried.json()["state"]) == (202, "waiting")
    listed = api.client.get(one + "/notices", headers=may).json()["notices"]
    assert [each["id"] for each in listed] == [tried.json()["id"]]
    assert api.client.get(one + "/notices?state=dead", headers=may).json()["notices"] == []
    again = api.client.post(one + "/again", json={"notices": [tried.json()["id"]]}, headers=may)
    assert (again.status_code, again.json()) == (202, {"notices": 1})
    strange = api.client.post(one + "/again", json={"notices": ["n_0"]}, headers=may)
    assert strange.status_code == 404


def test_an_ended_webhook_is_told_nothing_and_neither_is_one_whose_key_ended(api: Api) -> None:
    may = api.key("crm 2", Scope.HOOK)
    first, second = (api.client.post(HOOKS, json=AT, headers=may).json()["id"] for _ in "ab")
    ended = api.client.delete(f"{HOOKS}/{first}", headers=may).json()
    assert ended["ended_because"] == "removed by Ana"
    assert api.client.post(f"{HOOKS}/{first}/test", headers=may).status_code == 422
    store = api.house.store
    assert [one.id for one in store.read(notices.live)] == [second]
    revoke(store, api.clock, "crm 2", "Ana")
    assert store.read(notices.live) == []


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("ftp://crm.example/x", "must be an address"),
        ("https://crm.example/x\r\nX-Evil: 1", "must be an address"),
        ("https://ana:secret@crm.example/", "name and password"),
        ("https://crm.example/#x", "#"),
        ("https://127.0.0.1/x", "cannot be posted to"),
        ("https://[::1]/x", "cannot be posted to"),
        ("https://[::ffff:10.0.0.1]/x", "cannot be posted to"),
        ("https://169.254.169.254/latest", "cannot be posted to"),
        ("http://crm.example/x", "https://"),
        ("https://crm.example:99999/", "must be an address"),
    ],
)
def test_an_address_that_is_not_posted_to_is_refused_at_once(
    api: Api, url: str, named: str
) -> None:
    found = api.client.post(HOOKS, json={"url": url}, headers=api.key("crm 2", Scope.HOOK))
    assert found.status_code == 422
    assert named in found.json()["detail"]
