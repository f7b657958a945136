"""A program puts people into sequences, once, and never around the gate."""

from __future__ import annotations

import asyncio

from outreach.bootstrap.engine import rounds_of
from outreach.domain.attempts import AttemptState
from outreach.domain.programs import Scope
from outreach.services.enrol import add_sequence
from outreach.store import attempts, enrollments
from outreach.web.api.app import PATH
from tests.outreach.web.api.conftest import Api

PUT, LOOK = PATH + "/enrolments", PATH + "/preflight"


def chosen(api: Api, *names: str) -> dict[str, object]:
    path = api.house.settings.folder / "sequences" / "first-hello.toml"
    add_sequence(api.house.store, api.clock, api.house.templates, path, "Ana")
    [sequence] = api.client.get(f"{PATH}/sequences").json()
    return {"sequence": sequence["name"], "people": [api.person(name) for name in names]}


def inside(api: Api, name: str) -> int:
    person = api.person(name)
    return len(api.house.store.read(lambda conn: enrollments.of_people(conn, [person])))


def test_people_are_put_in_once_however_often_it_is_asked(api: Api) -> None:
    may, again = api.key("forms", Scope.ENROL), {"Idempotency-Key": "form-1"}
    asked = chosen(api, "Maria Delgado", "Gus Host")
    first = api.client.post(PUT, json=asked, headers=may | again)
    second = api.client.post(PUT, json=asked, headers=may | again)
    assert first.status_code == 201, first.text
    assert second.headers["idempotent-replayed"] == "true"
    assert first.json() == second.json()
    assert len(first.json()["enrolled"]) == 2
    later = api.client.post(PUT, json=asked, headers=may).json()
    assert (later["enrolled"], len(later["already"])) == ([], 2)
    assert inside(api, "Maria Delgado") == 1


def test_a_dry_run_puts_nobody_in(api: Api) -> None:
    may = api.key("forms", Scope.ENROL)
    asked = chosen(api, "Maria Delgado") | {"dry": True}
    found = api.client.post(PUT, json=asked, headers=may)
    assert found.json()["dry"] is True
    assert len(found.json()["enrolled"]) == 1
    assert inside(api, "Maria Delgado") == 0


def test_whoever_said_stop_may_be_put_in_and_hears_nothing(api: Api) -> None:
    scott = api.person("Scott Reyes")
    api.client.post(f"{PATH}/people/{scott}/statements", json={"words": "Never contact me again"})
    api.client.post(PUT, json=chosen(api, "Scott Reyes"), headers=api.key("forms", Scope.ENROL))
    asyncio.run(rounds_of(api.house).everything())
    made = api.house.store.read(lambda conn: attempts.of(conn, scott))
    gone = {AttemptState.SENDING, AttemptState.ACCEPTED, AttemptState.UNKNOWN}
    assert not [one for one in made if one["state"] in gone and one["purpose"] == "marketing"]


def test_preflight_says_what_would_become_of_each_step_and_keeps_nothing(api: Api) -> None:
    scott = api.person("Scott Reyes")
    api.client.post(f"{PATH}/people/{scott}/statements", json={"words": "Never contact me again"})
    found = api.client.post(LOOK, json=chosen(api, "Scott Reyes", "Gus Host"))
    told = found.json()
    assert found.status_code == 200, found.text
    assert {one["fate"] for one in told["steps"] if one["person"] == scott} == {"blocked"}
    assert {one["person"] for one in told["steps"]} == {scott, api.person("Gus Host")}
    assert sum(told["totals"].values()) == len(told["steps"])
    assert inside(api, "Scott Reyes") == 0


def test_what_cannot_be_put_in_is_named(api: Api) -> None:
    may = api.key("forms", Scope.ENROL)
    wrong = [
        ({"sequence": "no-such", "people": [api.person("Gus Host")]}, 404, "no-such"),
        (chosen(api) | {"people": ["p_0"]}, 404, "p_0"),
        (chosen(api) | {"people": []}, 422, "`people`"),
        (chosen(api, "Gus Host") | {"force": True}, 422, "`force`"),
        (chosen(api) | {"people": ["x"] * 101}, 422, "`people`"),
    ]
    for body, status, named in wrong:
        found = api.client.post(PUT, json=body, headers=may)
        assert (found.status_code, named in found.json()["detail"]) == (status, True)
    assert api.client.post(PUT, json=chosen(api, "Gus Host")).status_code == 403
