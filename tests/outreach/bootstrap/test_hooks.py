"""A whole house and its carrier, each posting to the other over real sockets."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import Connection

from channels.sms.carrier_server.hooks import Disorder
from channels.sms.carrier_server.script import Refuse, Take
from channels.sms.carrier_server.server import CarrierServer
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.clock import SimulatedClock
from outreach.config import Settings, read_settings
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.bases import Basis
from outreach.domain.people import ContactPoint, Person
from outreach.ids import new_id
from outreach.services.set_up import Plans, set_up
from outreach.store import attempts, consents, inbound, people, points, statements
from outreach.store.unit import Mode, Store
from outreach.web.opened import app_of
from policies.basis import BasisKind
from policies.channel import Channel, Kind, Purpose
from policies.preferences import standing
from tests.channels.sms.carriers import OURS, SID, TOKEN, exchange
from tests.outreach.bootstrap.test_texting import TUESDAY


@dataclass
class Both:
    """A house with its hooks served, and the carrier that knows where they are."""

    house: House
    server: CarrierServer
    clock: SimulatedClock
    runner: asyncio.Runner

    def go_on(self) -> None:
        """Make every round of the engine once, and let the carrier report."""
        self.runner.run(rounds_of(self.house).everything())
        self.server.ask(self.server.exchange.quiet())

    def person(self, number: str) -> Person:
        now = self.clock.now()
        one = Person(
            *(new_id("p"), "Scott Reyes", "Expo 2026", now, now),
            country="US",
            region="US-NV",
            zone="America/Los_Angeles",
            kind=Kind.BUSINESS,
            kind_source="card",
        )

        def work(conn: Connection) -> Person:
            people.add(conn, one)
            for channel in (Channel.SMS, Channel.PHONE):
                point = ContactPoint(new_id("c"), one.id, channel, number, number, "Expo", now)
                points.add(conn, point)
            agreed = (Channel.SMS, Purpose.MARKETING, now, "card", "Expo")
            consents.add(conn, Basis(new_id("k"), one.id, *agreed, kind=BasisKind.WRITTEN))
            return one

        return self.house.store.write(work)

    def plan(self, one: Person, words: str = "follow-up") -> str:
        now = self.clock.now()
        made = Attempt(
            *(new_id("a"), one.id, Channel.SMS, Purpose.MARKETING, "Ana", now, now),
            message=words,
            topic="spring maps",
            words_for={"sms": words},
            has_words_for=(Channel.SMS,),
        )
        return self.house.store.write(lambda conn: attempts.add(conn, made)).id

    def delivery(self, *ids: str) -> dict[str, str | None]:
        rows = self.house.store.read(lambda conn: attempts.rows(conn, ids))
        return {row["id"]: row["delivery"] for row in rows}

    def state(self, attempt: str) -> AttemptState:
        return self.house.store.read(lambda conn: attempts.get(conn, attempt)).state

    def refuses(self, one: Person) -> bool:
        said = self.house.store.read(lambda conn: statements.of(conn, one.id))
        return bool(standing(said).refusals_of(Channel.SMS))

    def soon(self, true: Callable[[], bool]) -> bool:
        until = time.monotonic() + 20
        while not true() and time.monotonic() < until:
            time.sleep(0.02)
        return true()


def told(folder: Path, public: str, carrier: str) -> Settings:
    plain = read_settings(folder)
    changed = {
        "twilio": {"account": SID, "auth_token": TOKEN, "base_url": carrier, "connections": 4},
        "sender": {"mailbox": "hello@kestrel.example", "text_number": OURS},
        "web": {"public_url": public},
    }
    return Settings.model_validate(plain.model_dump() | changed)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    clock, folder = SimulatedClock(TUESDAY), tmp_path / "house"
    named = (Mode.REHEARSAL, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    set_up(Plans(folder, *named, member="Ana"), clock)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        public = f"http://127.0.0.1:{listener.getsockname()[1]}"
        hooks = f"{public}/hooks/twilio"
        inside = exchange(clock.now, text_url=f"{hooks}/text", call_url=f"{hooks}/voice")
        with CarrierServer(inside) as server:
            settings = told(folder, public, server.url)
            house = build_house(settings, Store(settings.database_url), clock)
            house.mailbox.prepare()
            with serving(house, listener), asyncio.Runner() as runner:
                yield Both(house, server, clock, runner)
                runner.run(house.close())


@contextmanager
def serving(house: House, listener: socket.socket) -> Iterator[None]:
    """Serve a house's hooks on this socket for as long as the `with` block lasts."""
    app = app_of(house)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    given = {"sockets": [listener]}
    thread = threading.Thread(target=server.run, kwargs=given, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield
    server.should_exit = True
    thread.join(10)


def test_reports_three_times_and_shuffled_say_how_far_each_text_got(both: Both) -> None:
    """CASES 31: posted by the carrier while the engine is at work."""
    both.server.exchange.disorder = Disorder(copies=3, seed=5)
    ends = {}
    for n in range(24):
        number = f"+170255501{n:02}"
        if n % 4 == 0:
            both.server.exchange.for_number[number] = Take("undelivered", "30003")
        attempt = both.plan(both.person(number))
        ends[attempt] = "undelivered" if n % 4 == 0 else "delivered"
    both.go_on()
    assert both.soon(lambda: both.delivery(*ends) == ends)
    assert set(both.server.exchange.answers) == {200}
    assert {both.state(one) for one in ends} == {AttemptState.ACCEPTED}


def test_a_stop_posted_to_us_binds_before_the_next_text(both: Both) -> None:
    """CASES 25: nobody fetched it; the hook alone heard it."""
    scott = both.person("+17025550142")
    both.plan(scott)
    both.go_on()
    both.server.do(lambda: both.server.exchange.text_us("+17025550142", OURS, "STOP"))
    assert both.soon(lambda: both.refuses(scott))
    both.clock.advance(timedelta(days=1))
    second = both.plan(scott, "last-note")
    both.go_on()
    assert both.state(second) is AttemptState.BLOCKED


def test_what_is_posted_and_fetched_is_one_text(both: Both) -> None:
    """CASES 31: the carrier's own list names it alike."""
    scott = both.person("+17025550142")
    both.server.do(lambda: both.server.exchange.text_us("+17025550142", OURS, "STOP"))
    assert both.soon(lambda: both.refuses(scott))
    both.go_on()
    kept = both.house.store.read(lambda conn: inbound.of(conn, scott.id))
    assert len(kept) == 1


def test_a_call_to_our_number_is_answered(both: Both) -> None:
    scott = both.person("+17025550142")
    both.server.do(lambda: both.server.exchange.call_us("+17025550142", OURS))
    both.server.ask(both.server.exchange.quiet())
    assert both.server.exchange.answers == [200]
    kept = both.house.store.read(lambda conn: inbound.of(conn, scott.id))
    assert [one.kind for one in kept] == [inbound.InboundKind.CALL]


def test_an_error_that_comes_at_once_and_one_that_comes_later_mean_the_same(both: Both) -> None:
    """CASES 27: whether the carrier answers with it or reports it afterwards."""
    scott, dana = both.person("+17025550142"), both.person("+17025550143")
    both.server.exchange.for_number["+17025550142"] = Refuse(21610, message="they had said stop")
    both.server.exchange.for_number["+17025550143"] = Take("failed", "21610")
    for one in (scott, dana):
        both.plan(one)
    both.go_on()
    assert both.soon(lambda: both.refuses(scott) and both.refuses(dana))
