"""What hostile programs send: everything is answered as a problem, and nothing gets further."""

from __future__ import annotations

import pytest

from outreach.web.api.app import PATH
from outreach.web.patience import LONGEST_BODY
from tests.outreach.web.api.conftest import Api

MAY = PATH + "/may"


def test_a_parameter_that_comes_twice_is_refused_by_its_name(api: Api) -> None:
    person = api.person("Scott Reyes")
    found = api.client.get(f"{MAY}?person=p_0&person={person}&channel=email")
    assert found.status_code == 422
    assert found.json()["detail"] == "`person`: given more than once"


def test_a_parameter_that_nobody_asks_for_is_refused_by_its_name(api: Api) -> None:
    asked = {"person": api.person("Scott Reyes"), "channel": "phone", "by_hnd": "true"}
    found = api.client.get(MAY, params=asked)
    assert found.status_code == 422
    assert "`by_hnd`" in found.json()["detail"]
    assert "`by_hand`" in found.json()["detail"]


def test_every_refusal_of_the_way_says_what_to_do(api: Api) -> None:
    nowhere = api.client.get(PATH + "/nowhere")
    method = api.client.delete(PATH + "/people")
    long = api.client.post(
        f"{PATH}/people/{api.person('Gus Host')}/statements",
        content=b"x" * (LONGEST_BODY + 1),
        headers={"Content-Type": "application/json"},
    )
    found = [(one.status_code, one.headers["content-type"]) for one in (nowhere, method, long)]
    assert found == [(code, "application/problem+json") for code in (404, 405, 413)]
    assert "openapi.json" in nowhere.json()["detail"]
    assert "openapi.json" in method.json()["detail"]
    assert str(LONGEST_BODY) in long.json()["detail"]


@pytest.mark.parametrize(
    "given", ["p_%0d%0aSet-Cookie:%20x=1", "%0Ap", "..%2f..%2fetc%2fpasswd", "p_'--"]
)
def test_a_forged_id_finds_nobody_and_writes_no_header(api: Api, given: str) -> None:
    for path in (f"/people/{given}", f"/attempts/{given}"):
        found = api.client.get(PATH + path)
        assert found.status_code == 404
        assert found.headers["content-type"] == "application/problem+json"
        assert "set-cookie" not in found.headers
        assert found.headers["x-content-type-options"] == "nosniff"


def test_a_name_of_a_request_with_a_line_break_goes_into_no_header(api: Api) -> None:
    again = {b"Idempotency-Key": "x\u2028y\x85".encode()}
    words = {"words": "Please stop calling"}
    where = f"{PATH}/people/{api.person('Gus Host')}/statements"
    found = api.client.post(where, json=words, headers=again)
    assert found.status_code == 201
    assert "idempotency-key" not in found.headers
