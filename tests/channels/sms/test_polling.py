"""A house that nobody can post to misses nothing that people wrote, and learns of its own texts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from channels.arrivals import Delivery, Incoming, StatusReport, TextMessage
from channels.sms import polling
from channels.sms.account import Account
from channels.sms.carrier_server.script import Take
from channels.sms.carrier_server.server import CarrierServer
from channels.sms.decoded import encode, read
from channels.sms.polling import Doubtful, FromList, TextList
from tests.channels.contract import NOON
from tests.channels.sms.carriers import OURS, THEIRS, account, exchange


class Post:
    """A carrier, and a house that reads its list; `heard_until` is what the house remembers."""

    def __init__(self) -> None:
        self.now = NOON
        self.heard_until: datetime | None = NOON
        self.doubts: list[Doubtful] = []
        self.server = CarrierServer(exchange(lambda: self.now)).__enter__()
        self.carrier = self.server.exchange
        self.texts = self.another()

    def another(self, number: str = OURS) -> TextList:
        """Return the list as another process begins to read it."""
        return TextList(
            account(self.server),
            lambda: self.now,
            lambda: self.heard_until,
            number,
            lambda: self.doubts,
        )

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def they_write(self, body: str, to: str = OURS) -> str:
        return self.server.do(lambda: self.carrier.text_us(THEIRS, to, body)).sid

    def we_write(self, body: str, so: Take) -> str:
        form = {"From": [OURS], "To": [THEIRS], "Body": [body]}
        return self.server.do(lambda: self.carrier.take(form, so)).sid

    def poll(self, texts: TextList | None = None, most: int = 100) -> list[FromList]:
        """Read the list to its end as the intake does."""
        found: list[FromList] = []
        while batch := (texts or self.texts).fetch(most):
            for one in batch:
                (texts or self.texts).done(one.key)
            found += batch
        self.heard_until = self.now
        return found


def understood(found: list[FromList]) -> list[Incoming]:
    return [read(one.raw, lambda token: token.partition("-")[0]) for one in found]


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    yield post
    post.server.__exit__()


def test_what_they_wrote_is_read_as_if_it_had_been_posted(post: Post) -> None:
    sid = post.they_write("Stop 🙏")
    [found] = post.poll()
    assert found.key == sid
    assert understood([found]) == [TextMessage(THEIRS, OURS, "Stop 🙏", sid)]


def test_the_oldest_comes_first_however_few_are_asked_for(post: Post) -> None:
    sids = [post.they_write(f"{number}") for number in range(7)]
    assert [one.key for one in post.poll(most=2)] == sids


def test_nothing_comes_twice(post: Post) -> None:
    post.they_write("Stop")
    assert len(post.poll()) == 1
    post.later(minutes=1)
    assert post.poll() == []


def test_what_was_written_down_late_is_not_missed(post: Post) -> None:
    post.later(minutes=5)
    post.poll()
    post.now -= timedelta(minutes=4)
    late = post.they_write("Stop")
    post.later(minutes=6)
    assert [one.key for one in post.poll()] == [late]


def test_what_came_while_the_house_was_down_is_read_when_it_is_back(post: Post) -> None:
    sid = post.they_write("Stop")
    post.later(days=30)
    assert [(one.key, one.received_at) for one in post.poll(post.another())] == [(sid, NOON)]


def test_a_house_that_was_never_there_hears_the_last_days(post: Post) -> None:
    sid = post.they_write("Stop")
    post.later(days=6)
    post.heard_until = None
    assert [one.key for one in post.poll(post.another())] == [sid]


def test_another_process_reads_again_what_only_its_key_tells_was_read(post: Post) -> None:
    post.they_write("Stop")
    assert post.poll() == post.poll(post.another())


def test_what_became_of_ours_is_told_station_by_station(post: Post) -> None:
    sid = post.we_write("Hello", Take("sent"))
    first = post.poll()
    post.later(hours=20)
    post.server.do(lambda: post.carrier.advance(sid, Take("undelivered", "30003")))
    second = post.poll()
    assert [one.key for one in first + second] == [f"{sid}:sent", f"{sid}:undelivered:30003"]
    [report] = understood(second)
    assert isinstance(report, StatusReport)
    assert (report.status, report.code, report.to) == (Delivery.UNDELIVERED, "30003", THEIRS)


def test_what_still_waits_at_the_carrier_is_no_news(post: Post) -> None:
    post.carrier.reports = False
    post.we_write("Hello", Take())
    assert post.poll() == []


def test_a_text_in_doubt_is_found_by_its_number_and_words(post: Post) -> None:
    """CASES 3: nobody sends it again; the carrier's own list says that it has it."""
    post.carrier.reports = False
    sid = post.we_write("Hello", Take())
    since = post.now - timedelta(seconds=2)
    post.doubts = [
        Doubtful("a_1-x", THEIRS, "Hello", since),
        Doubtful("a_2-x", THEIRS, "Another", since),
    ]
    assert understood(post.poll()) == [
        StatusReport(sid, Delivery.QUEUED, THEIRS, attempt="a_1"),
    ]


def test_the_same_words_of_an_hour_before_settle_no_doubt(post: Post) -> None:
    post.carrier.reports = False
    post.we_write("Hello", Take())
    post.later(hours=1)
    post.doubts = [Doubtful("a_1-x", THEIRS, "Hello", post.now)]
    assert post.poll() == []


def test_numbers_that_are_not_ours_are_left_alone(post: Post) -> None:
    post.they_write("Stop", to="+15559999999")
    assert post.poll() == []
    assert len(post.poll(post.another(number=""))) == 1


def test_a_long_list_is_turned_over(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_PAGE", 3)
    sids = [post.they_write(f"{number}") for number in range(10)]
    assert [one.key for one in post.poll()] == sids


def test_a_carrier_that_is_down_is_an_error_and_nothing_is_lost(post: Post) -> None:
    sid = post.they_write("Stop")
    post.server.stop()
    with pytest.raises(OSError, match="the carrier cannot be reached"):
        post.texts.fetch(100)
    post.server.start()
    assert [one.key for one in post.poll()] == [sid]


def test_a_carrier_that_does_not_know_us_is_an_error_without_our_token(post: Post) -> None:
    wrong = replace(account(post.server), auth_token="another")
    texts = TextList(wrong, lambda: NOON, lambda: NOON)
    with pytest.raises(OSError, match=r"does not show its list \(it answered 401\)") as caught:
        texts.fetch(1)
    assert "another" not in str(caught.value)


@contextmanager
def somebody_else(body: bytes) -> Iterator[TextList]:
    """Let anybody answer in the carrier's place: a proxy, a page to log in at."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = Account("AC1", "token", f"http://127.0.0.1:{server.server_port}")
        in_doubt = Doubtful("a_1-token", THEIRS, "Hello", NOON)
        yield TextList(there, lambda: NOON, lambda: NOON, doubtful=lambda: [in_doubt])
        server.shutdown()


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"[]", b'{"messages": null}', b"{}"])
def test_an_answer_in_the_carriers_place_is_not_taken_for_its_list(body: bytes) -> None:
    with somebody_else(body) as texts, pytest.raises(OSError, match="the carrier"):
        texts.fetch(1)


def test_a_text_without_its_name_or_its_time_hides_no_other() -> None:
    said = {"direction": "inbound", "status": "received", "from": THEIRS, "to": OURS}
    ours = {"direction": "outbound-api", "status": "sent", "from": OURS, "to": THEIRS}
    several = [
        {**said, "body": "STOP"},
        {**ours, "sid": "SM1", "body": "Hello"},
        said | {"sid": "SM2"},
    ]
    body = json.dumps({"messages": several, "next_page_uri": None}).encode()
    with somebody_else(body) as texts:
        assert [one.key for one in texts.fetch(10)] == ["SM2", "SM1:sent"]


def test_the_raw_form_is_the_one_that_a_web_hook_gets(post: Post) -> None:
    sid = post.they_write("Stop & go")
    [found] = post.poll()
    fields = {"MessageSid": sid, "From": THEIRS, "To": OURS, "SmsStatus": "received"}
    assert found.raw == encode({**fields, "Body": "Stop & go", "NumMedia": "0"})
