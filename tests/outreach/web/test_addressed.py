"""Names that lead to our machine and are none of ours (DNS rebinding)."""

from __future__ import annotations

from http.client import HTTPConnection

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from outreach.web.addressed import Addressed, host_of
from tests.outreach.web.browsing import served

OURS = (
    *("localhost", "localhost:8180", "LOCALHOST", "127.0.0.1:8180", "[::1]:8180"),
    *("hello.kestrel.example", "desk.internal:8180", "demo.localhost:8180"),
)
THEIRS = (
    *("evil.example", "evil.example:8180", "localhost.evil.example", "127.0.0.1.evil.example"),
    *("evil.example@127.0.0.1.evil.example", "[", "", "192.168.0.7", "0.0.0.0"),
)


def _there() -> ASGIApp:
    app = Starlette(routes=[Route("/enter", lambda _: PlainTextResponse("come in"))])
    return Addressed(app, (host_of("https://Hello.Kestrel.example/x"), "desk.internal"))


@pytest.mark.parametrize("host", OURS)
def test_on_our_own_machine_a_name_of_ours_is_answered(host: str) -> None:
    page = TestClient(_there(), "http://127.0.0.1:8180").get("/enter", headers={"Host": host})
    assert page.text == "come in"


@pytest.mark.parametrize("host", THEIRS)
@pytest.mark.parametrize("here", ["http://127.0.0.1:8180", "http://[::1]:8180"])
def test_on_our_own_machine_a_name_that_is_none_of_ours_is_refused(here: str, host: str) -> None:
    page = TestClient(_there(), here).get("/enter", headers={"Host": host})
    assert page.status_code == 421
    assert "not the machine you meant" in page.text


def test_a_real_server_says_that_it_listens_on_our_own_machine() -> None:
    with served(_there()) as address:
        asked = HTTPConnection(address.removeprefix("http://"), timeout=20)
        for host, status in (("localhost", 200), ("evil.example", 421)):
            asked.request("GET", "/enter", headers={"Host": host})
            answer = asked.getresponse()
            answer.read()
            assert answer.status == status
        asked.close()


def test_where_others_reach_us_anyway_the_name_is_theirs_to_choose() -> None:
    page = TestClient(_there(), "http://10.0.0.5:8180").get("/enter", headers={"Host": "a.example"})
    assert page.status_code == 200
