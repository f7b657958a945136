"""Kind errors, bodies that are too long or too slow, and headers on every answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi import APIRouter, HTTPException
from fastapi.testclient import TestClient

from outreach.errors import ConflictError, InputError, NotFoundError, StorageError
from outreach.web import patience, serving
from outreach.web.app import create_app
from outreach.web.forms import Posted
from outreach.web.guarded import HEADERS
from outreach.web.pages import HouseCard
from outreach.web.serving import Server, server_of

CARD = HouseCard("Kite & Sons", "ana@house.example", "12 Harbour Road")


def room() -> APIRouter:
    router = APIRouter()

    @router.get("/fails/{how}")
    def fails(how: str) -> None:
        raise {
            "unknown": NotFoundError("person", "Scott"),
            "nonsense": InputError("a word of ours"),
            "asleep": StorageError("gone"),
            "surprise": ValueError("secret words"),
            "quicker": ConflictError("somebody was"),
            "often": HTTPException(429, headers={"Retry-After": "30"}),
        }[how]

    @router.get("/number/{given}")
    def number(given: int) -> int:
        return given

    @router.post("/echo")
    def echo(form: Posted) -> dict[str, list[str]]:
        return {name: list(values) for name, values in form.fields.items()}

    return router


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app(CARD, [room()]), raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/nothing", 404, "There is nothing here"),
        ("/fails/unknown", 404, "There is nothing here"),
        ("/fails/nonsense", 400, "We could not read that"),
        ("/fails/quicker", 409, "Somebody was quicker"),
        ("/fails/often", 429, "One moment, please"),
        ("/fails/asleep", 503, "nothing was recorded"),
        ("/fails/surprise", 500, "That did not work"),
        ("/number/many", 400, "We could not read that"),
        ("/echo", 405, "Please use the button"),
    ],
)
def test_every_error_is_a_kind_page_that_tells_nothing_of_the_inside(
    client: TestClient, path: str, status: int, told: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert told in answer.text
    assert "Kite &amp; Sons" in answer.text
    assert "secret" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_an_error_speaks_the_language_of_the_browser(client: TestClient) -> None:
    answer = client.get("/nothing", headers={"Accept-Language": "de-AT, en;q=0.5"})
    assert "Hier ist nichts" in answer.text
    assert answer.headers["Content-Language"] == "de"
    assert '<html lang="de">' in answer.text


def test_one_of_us_who_is_lost_is_led_back_and_a_person_told_how_to_stop(
    client: TestClient,
) -> None:
    ours, theirs = client.get("/desk/person/p_gone").text, client.get("/you/cut-off").text
    assert 'href="/"' in ours
    assert "STOP" not in ours
    assert "STOP" in theirs
    assert 'href="/"' not in theirs


@pytest.mark.parametrize(
    "how",
    [{"data": {"a": ["1", "2"], "b": ""}}, {"files": [("a", (None, "1")), ("a", (None, "2"))]}],
    ids=["urlencoded", "multipart"],
)
def test_a_form_of_either_kind_is_read(client: TestClient, how: dict[str, object]) -> None:
    assert client.post("/echo", **how).json()["a"] == ["1", "2"]  # type: ignore[arg-type]


def test_a_form_takes_no_file(client: TestClient) -> None:
    answer = client.post("/echo", files={"a": ("passwd", b"root", "text/plain")})
    assert answer.status_code == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_that_is_too_long_is_refused(client: TestClient, kind: str) -> None:
    headers = {"Content-Type": f"{kind}; boundary=x"}
    answer = client.post("/echo", content=b"a=" + b"x" * patience.LONGEST_BODY, headers=headers)
    assert answer.status_code == 413
    assert "more than we can take" in answer.text


def test_too_many_fields_are_refused(client: TestClient) -> None:
    answer = client.post("/echo", content=b"&".join(b"a%d=1" % n for n in range(2_000)))
    assert client.post("/echo", data={f"a{n}": "1" for n in range(2_000)}).status_code == 400
    assert answer.status_code in (200, 400)


def test_the_script_is_ours_and_nothing_may_run_inside_a_page(client: TestClient) -> None:
    policy = client.get("/nothing").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    script = client.get("/page.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "eval" not in script.text
    assert "fetch" not in script.text


@contextmanager
def serving_slowly() -> Iterator[tuple[str, int]]:
    server: Server = server_of(create_app(CARD, [room()]))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        given = {"sockets": [listener]}
        thread = threading.Thread(target=server.run, kwargs=given, daemon=True)
        thread.start()
        yield listener.getsockname()
        server.should_exit = True
        thread.join(10)


def answered(address: tuple[str, int], *parts: bytes) -> bytes:
    with socket.create_connection(address, timeout=30) as caller:
        for part in parts:
            caller.sendall(part)
        found = b""
        while more := caller.recv(4096):
            found += more
        return found


def test_a_client_that_never_finishes_its_request_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.05)
    with serving_slowly() as address:
        assert answered(address, b"GET / HTTP/1.1\r\nHost: x\r\n") == b""
        assert answered(address) == b""


def test_a_body_that_never_ends_is_answered_and_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience.Patience.__init__, "__defaults__", ((), 65_536, 0.05))
    with serving_slowly() as address:
        head = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n"
        kind = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        assert b" 408 " in answered(address, head, kind, b"a=").partition(b"\r\n")[0]
