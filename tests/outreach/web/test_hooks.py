"""What is posted to us over a real socket: signed or refused, kept before it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from twilio.request_validator import RequestValidator

from channels.email.wire.tokens import Use
from outreach.domain.attempts import AttemptState
from outreach.store import attempts, inbound, statements
from outreach.store.unit import Store
from outreach.web.hooks import LONGEST_FORM
from policies.channel import Channel
from policies.preferences import standing
from tests.outreach.gate.world import World
from tests.outreach.services.carrier import Line, call_form, line, status_form, text_form
from tests.outreach.services.houses import TOKENS
from tests.outreach.web.carrier import (
    PUBLIC,
    SHARED,
    TOKEN,
    Posting,
    application,
    headers,
    serving,
)
from tests.outreach.web.conftest import Pages

NUMBER = "+17025550142"


@pytest.fixture
def outside(sqlite_store: Store) -> Iterator[Posting]:
    with serving(line(World(sqlite_store))) as posting:
        yield posting


@pytest.fixture
def each_outside(store: Store) -> Iterator[Posting]:
    """The same on each database in turn."""
    with serving(line(World(store))) as posting:
        yield posting


def sent(phone: Line, attempt: str) -> AttemptState:
    asyncio.run(phone.world.gate.pass_batch([attempt]))
    return phone.world.state(attempt)


def test_a_stop_by_web_hook_binds_after_the_answer(outside: Posting) -> None:
    """CASES 25, 31: it is answered with nothing to say, and read at once, by no engine."""
    scott = outside.phone.world.person(addresses=(NUMBER,))
    answer = outside.post("text", text_form(NUMBER, "STOP"))
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert list(ElementTree.fromstring(answer.text)) == []
    assert outside.soon(lambda: outside.phone.refused(scott))


def test_a_stop_by_web_hook_binds_an_engine_that_shares_only_the_database(
    sqlite_store: Store,
) -> None:
    """As in another process: versions rise, and what was cleared before is not redeemed."""
    world = World(sqlite_store)
    another = world.another_gate()
    scott = world.person(addresses=(NUMBER,))
    cleared = another.judge_batch([world.plan(scott, Channel.SMS)])
    assert cleared.cleared
    pages = Store(sqlite_store.url)
    with serving(line(World(pages))) as outside:
        outside.post("text", text_form(NUMBER, "STOP"))
        assert outside.soon(lambda: outside.phone.refused(scott))
    asyncio.run(another.hand_over(cleared))
    assert world.sent(Channel.SMS) == []
    pages.close()


@pytest.mark.parametrize("name", ["text", "status", "voice", "voice/pressed", "events"])
@pytest.mark.parametrize("given", [{}, {"X-Twilio-Signature": "bm90IG91cnM="}])
def test_what_is_not_signed_is_refused(outside: Posting, name: str, given: dict[str, str]) -> None:
    """CASES 31."""
    answer = outside.unsigned(name, call_form(NUMBER, "9"), **given)
    assert answer.status == 403
    assert outside.phone.house.unread() == []


def test_a_signature_for_another_address_is_refused(outside: Posting) -> None:
    """CASES 31: what was signed for one hook does not open another, nor another form."""
    form = text_form(NUMBER, "START")
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/hooks/twilio/text", form)
    given = headers(signature)
    other = outside.send("/hooks/twilio/status", urlencode(form).encode(), given)
    altered = urlencode({**form, "Body": "Hello"}).encode()
    assert other.status == 403
    assert outside.send("/hooks/twilio/text", altered, given).status == 403


def test_a_shared_key_signs_too(outside: Posting) -> None:
    """SHA-256 under a key that a header names, as the client signs since 9.13."""
    scott = outside.phone.world.person(addresses=(NUMBER,))
    form, path = text_form(NUMBER, "STOP"), "/hooks/twilio/text"
    signature = RequestValidator(SHARED).compute_signature(PUBLIC + path, form, "HMAC_SHA256")
    given = {"X-Twilio-Webhooks-Signature-Settings": "key=key1,algorithm=HMAC_SHA256"}
    answer = outside.send(path, urlencode(form).encode(), headers(signature) | given)
    assert answer.status == 200
    assert outside.soon(lambda: outside.phone.refused(scott))


def test_a_stop_that_is_not_signed_holds_until_somebody_has_looked(outside: Posting) -> None:
    """CASES 31: refused, and yet nobody is talked over."""
    phone = outside.phone
    scott = phone.world.person(addresses=(NUMBER,))
    assert outside.unsigned("text", text_form(NUMBER, "STOP")).status == 403
    assert outside.soon(lambda: bool(phone.house.unclear_because(scott)))
    assert phone.house.said(scott) == []
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.HELD


def test_hundreds_of_reports_at_once_twice_and_shuffled_end_in_the_right_states(
    each_outside: Posting,
) -> None:
    """CASES 31: four posts at a time, each of them with our mark in the address."""
    phone, ends = each_outside.phone, {}
    for n in range(60):
        scott = phone.world.person()
        attempt = phone.world.plan(scott, Channel.SMS, state=AttemptState.UNKNOWN)
        ends[attempt] = "delivered" if n % 3 else "undelivered"
    posts = [
        (status_form(f"SM{one}", status), TOKENS.make(one, Use.STATUS))
        for one, end in ends.items()
        for status in ("queued", "sent", end, end)
    ]
    Random(3).shuffle(posts)
    with ThreadPoolExecutor(4) as carrier:
        answers = carrier.map(lambda post: each_outside.post("status", *post), posts)
        assert {answer.status for answer in answers} == {200}
    assert each_outside.soon(lambda: phone.house.unread() == [])
    rows = phone.house.store.read(lambda conn: attempts.rows(conn, ends))
    assert {one["id"]: one["delivery"] for one in rows} == ends
    assert {one["state"] for one in rows} == {AttemptState.ACCEPTED}


def test_nothing_is_answered_with_a_success_that_was_not_recorded(sqlite_store: Store) -> None:
    """CASES 21."""
    phone = line(World(sqlite_store))
    client = TestClient(application(phone))
    phone.house.store.close()
    form = text_form(NUMBER, "STOP")
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/hooks/twilio/text", form)
    answer = client.post("/hooks/twilio/text", data=form, headers=headers(signature))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    pressed = call_form(NUMBER, "9")
    url = f"{PUBLIC}/hooks/twilio/voice/pressed"
    signature = RequestValidator(TOKEN).compute_signature(url, pressed)
    said = client.post("/hooks/twilio/voice/pressed", data=pressed, headers=headers(signature))
    assert "could not write that down" in said.text


def test_what_cannot_be_read_now_is_read_by_the_engine(
    outside: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept, so the answer is a success; the engine reads what is unread."""
    scott = outside.phone.world.person(addresses=(NUMBER,))
    with monkeypatch.context() as patched:
        patched.setattr("outreach.services.listen.take", _gone)
        assert outside.post("text", text_form(NUMBER, "STOP")).status == 200
        assert len(outside.phone.house.unread()) == 1
    for waiting in outside.phone.house.unread():
        outside.phone.house.takes(waiting)
    assert outside.phone.refused(scott)


def _gone(*_: object) -> None:
    raise OSError("the process is being killed")


def test_a_form_longer_than_any_text_is_refused(outside: Posting) -> None:
    answer = outside.unsigned("text", {"Body": "x" * LONGEST_FORM})
    assert answer.status == 413


def test_whoever_rings_hears_who_we_are_and_which_key_stops_us(outside: Posting) -> None:
    scott = outside.phone.world.person(addresses=(NUMBER,))
    heard = ElementTree.fromstring(outside.post("voice", call_form(NUMBER)).text)
    gather = heard.find("Gather")
    assert gather is not None
    assert gather.get("action") == f"{PUBLIC}/hooks/twilio/voice/pressed"
    said = gather.findtext("Say") or ""
    assert "Kite & Sons" in said
    assert "press 9" in said
    assert not outside.phone.refused(scott, Channel.PHONE)


def test_nine_is_in_effect_when_we_say_so(outside: Posting) -> None:
    scott = outside.phone.world.person(addresses=(NUMBER,))
    answer = outside.post("voice/pressed", call_form(NUMBER, "9"))
    assert "will not call or text you" in answer.text
    assert outside.phone.refused(scott, Channel.PHONE)
    assert outside.phone.refused(scott, Channel.SMS)


def test_a_number_that_changed_hands_is_heard_of(outside: Posting) -> None:
    """CASES 33."""
    scott = outside.phone.world.person(addresses=(NUMBER,))
    data = {"to_number": NUMBER, "is_reassigned": True}
    kind = "com.twilio.messaging.reassigned-number.detected"
    assert outside.event([{"type": kind, "id": "NO1", "data": data}]).status == 200
    assert outside.soon(lambda: outside.phone.point(scott).state == "wrong-person")


def test_a_mail_server_hands_over_a_stop(outside: Posting) -> None:
    """The way back in every mail works with a mail server that knows our secret, and no IMAP."""
    phone = outside.phone
    scott = phone.world.person(addresses=("scott@people.example",))
    attempt = phone.world.plan(scott)
    raw = phone.house.letter("scott@people.example", "", to_attempt=attempt, use=Use.STOP)
    assert outside.mail(raw).status == 200
    assert outside.soon(lambda: phone.refused(scott, Channel.EMAIL))
    assert outside.mail(raw).status == 200
    assert len(phone.house.said(scott)) == 1


@pytest.mark.parametrize("secret", ["", "guessed", "é"])
def test_a_mail_server_that_does_not_know_the_secret_hands_over_nothing(
    outside: Posting, secret: str
) -> None:
    raw = outside.phone.house.letter("scott@people.example", "stop")
    assert outside.mail(raw, secret).status == 403
    assert outside.phone.house.unread() == []


def test_a_house_without_a_carrier_has_no_such_addresses(pages: Pages) -> None:
    for path in ("/hooks/twilio/text", "/hooks/mail"):
        assert pages.client.post(path).status_code == 404


def test_what_was_kept_is_what_was_posted(outside: Posting) -> None:
    form = text_form(NUMBER, "Hello 👋")
    outside.post("text", form)
    key = f"twilio:{form['MessageSid']}"
    kept = outside.phone.house.store.read(lambda conn: inbound.keyed(conn, key))
    assert kept is not None
    assert kept.raw == urlencode(form).encode()


def test_one_stop_posted_by_four_threads_is_one_statement(each_outside: Posting) -> None:
    """CASES 31."""
    scott = each_outside.phone.world.person(addresses=(NUMBER,))
    form = text_form(NUMBER, "STOP")
    with ThreadPoolExecutor(4) as carrier:
        answers = list(carrier.map(lambda _: each_outside.post("text", form), range(8)))
    assert {answer.status for answer in answers} == {200}
    assert each_outside.soon(lambda: each_outside.phone.refused(scott))
    said = each_outside.phone.house.store.read(lambda conn: statements.of(conn, scott.id))
    assert len(standing(said).refusals) == 1
