"""The carrier that ships with us is one to Twilio's own client, and signs as Twilio does."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from twilio.rest import Client

from channels.sms.account import rebased, split
from channels.sms.carrier import Line
from channels.sms.carrier_server.exchange import Exchange
from channels.sms.carrier_server.hooks import Disorder
from channels.sms.carrier_server.script import MAGIC, Refuse, Take
from channels.sms.carrier_server.server import CarrierServer
from channels.sms.decoded import decode
from channels.sms.wire.form import Form, value
from tests.channels.contract import NOON
from tests.channels.sms.carriers import OURS, SID, THEIRS, TOKEN, account, exchange


class Here(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's client, at another host."""

    def __init__(self, url: str) -> None:
        super().__init__(timeout=5)
        self.base = split(url)

    def request(self, method: str, url: str, **more: Any) -> Any:  # noqa: ANN401
        return super().request(method, rebased(url, self.base), **more)


@dataclass(frozen=True, slots=True)
class Call:
    """One request to our web hook."""

    url: str
    form: Form
    headers: dict[str, str]

    def genuine(self, secret: str) -> bool:
        algorithm = get_signature_algorithm(self.headers.get(SIGNATURE_SETTINGS_HEADER))
        flat = {name: values[0] for name, values in self.form.items()}
        signature = self.headers[SIGNATURE_HEADER]
        valid: bool = RequestValidator(secret).validate(self.url, flat, signature, algorithm)
        return valid


@dataclass
class House:
    """Our side: a web hook that keeps what it is told."""

    heard: list[Call] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def house() -> Iterator[House]:
    house = House()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            house.heard.append(Call(f"{house.url}{self.path}", decode(raw), dict(self.headers)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    house.url = f"http://127.0.0.1:{listening.server_address[1]}"
    thread = Thread(target=listening.serve_forever, args=(0.02,))
    thread.start()
    yield house
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def carrier() -> Iterator[CarrierServer]:
    with CarrierServer(exchange()) as server:
        yield server


def client(server: CarrierServer, token: str = TOKEN) -> Client:
    return Client(SID, token, http_client=Here(server.url))


def serving(inside: Exchange) -> CarrierServer:
    return CarrierServer(inside)


def test_the_official_client_sends_and_reads_back_a_text(carrier: CarrierServer) -> None:
    made = client(carrier).messages.create(to=THEIRS, from_=OURS, body="Hello", validity_period=60)
    again = client(carrier).messages(made.sid).fetch()
    assert (made.status, made.direction, made.error_code) == ("queued", "outbound-api", None)
    assert (made.date_created, made.num_segments) == (NOON, "1")
    assert (again.sid, again.status, again.to, again.body) == (
        made.sid,
        "delivered",
        THEIRS,
        "Hello",
    )
    assert again.date_sent == NOON


def test_the_official_asynchronous_client_does_too(carrier: CarrierServer) -> None:
    async def sent() -> str | None:
        line = Line(account(carrier))
        made = await Client(SID, TOKEN, http_client=line).messages.create_async(
            to=THEIRS, messaging_service_sid="MG1", body="Hello"
        )
        await line.close()
        return made.status if isinstance(made.status, str) else None

    assert asyncio.run(sent()) == "accepted"


def test_a_listing_is_turned_over_page_by_page(carrier: CarrierServer) -> None:
    official = client(carrier)
    made = [official.messages.create(to=THEIRS, from_=OURS, body=f"{n}").sid for n in range(7)]
    assert [one.sid for one in official.messages.list(page_size=3)] == made[::-1]
    assert [one.sid for one in official.messages.list(limit=2)] == made[:-3:-1]


def test_a_listing_holds_what_was_asked_for() -> None:
    moment = [NOON]
    with serving(exchange(lambda: moment[0])) as server:
        official = client(server)
        old = official.messages.create(to=THEIRS, from_=OURS, body="old").sid
        moment[0] = NOON + timedelta(hours=2)
        new = official.messages.create(to="+17025550143", from_=OURS, body="new").sid
        since = official.messages.list(date_sent_after=NOON + timedelta(hours=1))
        until = official.messages.list(date_sent_before=NOON + timedelta(hours=1))
        assert [one.sid for one in since] == [new]
        assert [one.sid for one in until] == [old]
        assert [one.sid for one in official.messages.list(to=THEIRS)] == [old]
        assert official.messages.list(from_="+15559999999") == []


@pytest.mark.parametrize(("number", "code"), [(n, r.code) for n, r in MAGIC.items()])  # type: ignore[union-attr]
def test_some_numbers_are_refused_as_at_twilio(
    carrier: CarrierServer, number: str, code: int
) -> None:
    with pytest.raises(TwilioRestException) as caught:
        client(carrier).messages.create(to=number, from_=OURS, body="Hello")
    assert (caught.value.status, caught.value.code) == (400, code)
    assert carrier.exchange.record.taken() == []


def test_another_token_is_not_let_in(carrier: CarrierServer) -> None:
    with pytest.raises(TwilioRestException) as caught:
        client(carrier, "another").messages.create(to=THEIRS, from_=OURS, body="Hello")
    assert (caught.value.status, caught.value.code) == (401, 20003)
    with pytest.raises(TwilioException, match="Authenticate"):
        client(carrier, "another").messages.list()


@pytest.mark.parametrize(
    ("missing", "code"), [("body", 21602), ("from_", 21603), ("validity_period", 20001)]
)
def test_what_no_text_can_be_made_of_is_refused(
    carrier: CarrierServer, missing: str, code: int
) -> None:
    wanted: dict[str, Any] = {"to": THEIRS, "from_": OURS, "body": "Hello", "validity_period": 60}
    wanted[missing] = 36_001 if missing == "validity_period" else ""
    with pytest.raises(TwilioRestException) as caught:
        client(carrier).messages.create(**wanted)
    assert caught.value.code == code


def test_what_a_script_says_comes_true_once(carrier: CarrierServer) -> None:
    carrier.exchange.script.append(Refuse(21610))
    official = client(carrier)
    with pytest.raises(TwilioRestException):
        official.messages.create(to=THEIRS, from_=OURS, body="Hello")
    assert official.messages.create(to=THEIRS, from_=OURS, body="Hello").sid


@pytest.mark.parametrize(
    ("key", "secret"), [("", TOKEN), ("key_1", "a shared secret")], ids=["sha1", "sha256"]
)
def test_every_station_is_reported_and_signed(house: House, key: str, secret: str) -> None:
    """CASES 31."""
    with serving(exchange(key=key, secret=secret)) as server:
        server.exchange.for_number[THEIRS] = Take("undelivered", "30007")
        official = client(server)
        callback = f"{house.url}/status?a=a_1-x"
        made = official.messages.create(
            to=THEIRS, from_=OURS, body="Hello", status_callback=callback
        )
        server.quiet()
        assert official.messages(made.sid).fetch().error_code == 30007
    told = [(value(one.form, "MessageStatus"), value(one.form, "ErrorCode")) for one in house.heard]
    assert told == [("sent", ""), ("undelivered", "30007")]
    assert {one.url for one in house.heard} == {callback}
    assert all(one.genuine(secret) for one in house.heard)
    assert not any(one.genuine("another") for one in house.heard)


def test_reports_come_twice_and_in_any_order_where_that_is_wanted(house: House) -> None:
    """CASES 31."""
    with serving(exchange()) as server:
        server.exchange.disorder = Disorder(copies=3, seed=5)
        client(server).messages.create(
            to=THEIRS, from_=OURS, body="Hello", status_callback=f"{house.url}/status"
        )
        server.quiet()
    told = [value(one.form, "MessageStatus") for one in house.heard]
    assert sorted(told) == ["delivered"] * 3 + ["sent"] * 3
    assert told != ["sent", "sent", "sent", "delivered", "delivered", "delivered"]


def test_what_people_write_and_their_calls_come_in_signed(house: House) -> None:
    inside = exchange(text_url=f"{house.url}/text", call_url=f"{house.url}/call")
    with serving(inside) as server:
        text = server.do(lambda: inside.text_us(THEIRS, OURS, "Stop 🙏"))
        call = server.do(lambda: inside.call_us(THEIRS, OURS))
        server.quiet()
        listed = client(server).messages.list(to=OURS)
    assert [one.body for one in listed] == ["Stop 🙏"]
    forms = {one.url.rpartition("/")[2]: one for one in house.heard}
    assert value(forms["text"].form, "Body") == "Stop 🙏"
    assert value(forms["text"].form, "MessageSid") == text.sid
    assert value(forms["call"].form, "CallSid") == call
    assert all(one.genuine(TOKEN) for one in house.heard)
    assert inside.answers == [204, 204]


def test_the_record_outlives_a_fall(carrier: CarrierServer) -> None:
    official = client(carrier)
    official.messages.create(to=THEIRS, from_=OURS, body="before")
    carrier.stop()
    with pytest.raises(OSError, match="refused"):
        official.messages.create(to=THEIRS, from_=OURS, body="while down")
    carrier.start()
    official.messages.create(to=THEIRS, from_=OURS, body="after")
    assert [one.body for one in carrier.exchange.record.taken()] == ["before", "after"]


def test_moments_are_shown_in_utc() -> None:
    madrid = datetime.fromisoformat("2026-11-24T13:00:00+01:00")
    with serving(exchange(lambda: madrid)) as server:
        made = client(server).messages.create(to=THEIRS, from_=OURS, body="Hello")
    assert made.date_created == datetime(2026, 11, 24, 12, tzinfo=UTC)
