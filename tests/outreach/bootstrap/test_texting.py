"""Texts through a whole house, over a real socket to the carrier that ships with us."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from channels.email.wire.tokens import Tokens
from channels.sms.carrier_server import hooks
from channels.sms.carrier_server.script import Drop, Refuse, Take
from channels.sms.carrier_server.server import CarrierServer
from channels.sms.decoded import encode
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.texting import callback_of
from outreach.clock import SimulatedClock
from outreach.config import Settings, read_settings
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.bases import Basis
from outreach.domain.people import ContactPoint, Person
from outreach.ids import new_id
from outreach.services import listen
from outreach.services.set_up import Plans, set_up
from outreach.store import attempts, consents, people, points, statements
from outreach.store.tables import attempt as attempt_table
from outreach.store.tables import inbound as inbound_table
from outreach.store.unit import Mode, Store
from policies.basis import BasisKind
from policies.channel import Channel, Kind, Purpose
from policies.facts import PointState
from policies.statement import Refuse as Refusal
from policies.statement import Source
from tests.channels.sms.carriers import OURS, SID, TOKEN, exchange

TUESDAY = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
"""Noon in Las Vegas."""
SCOTT = "+17025550142"
OTHER_OF_OURS = "+15550002222"


class Texting:
    """A rehearsal whose texts go to a carrier on this machine."""

    def __init__(self, folder: Path) -> None:
        self.clock = SimulatedClock(TUESDAY)
        self.server = CarrierServer(exchange(self.clock.now)).__enter__()
        self.carrier = self.server.exchange
        self.carrier.reports = False
        self.folder = folder
        self.runner = asyncio.Runner()
        told = (Mode.REHEARSAL, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
        set_up(Plans(folder, *told, member="Ana"), self.clock)
        self.house = self.opened(OURS)

    def opened(self, number: str) -> House:
        """Open the house with this number of ours."""
        settings = read_settings(self.folder)
        twilio = settings.twilio.model_copy(
            update={"account": SID, "base_url": self.server.url, "connections": 3}
        )
        twilio = twilio.model_copy(update={"auth_token": _secret(TOKEN)})
        sender = settings.sender.model_copy(update={"text_number": number})
        settings = settings.model_copy(update={"twilio": twilio, "sender": sender})
        house = build_house(settings, Store(settings.database_url), self.clock)
        house.mailbox.prepare()
        return house

    def close(self) -> None:
        self.runner.run(self.house.close())
        self.runner.close()
        self.server.__exit__()

    def person(self, number: str = SCOTT) -> Person:
        now = self.clock.now()
        one = Person(
            new_id("p"),
            "Scott Reyes",
            "Expo 2026",
            now,
            now,
            country="US",
            region="US-NV",
            zone="America/Los_Angeles",
            kind=Kind.BUSINESS,
            kind_source="card",
        )

        def work(conn: Connection) -> None:
            people.add(conn, one)
            for channel in (Channel.SMS, Channel.PHONE):
                point = new_id("c")
                points.add(
                    conn, ContactPoint(point, one.id, channel, number, number, "Expo 2026", now)
                )
            consents.add(
                conn,
                Basis(
                    *(new_id("k"), one.id, Channel.SMS, Purpose.MARKETING, now, "card", "Expo"),
                    kind=BasisKind.WRITTEN,
                ),
            )

        self.house.store.write(work)
        return one

    def plan(self, one: Person, words: str = "follow-up", **more: Any) -> str:  # noqa: ANN401
        now = self.clock.now()
        made = Attempt(
            id=new_id("a"),
            person_id=one.id,
            channel=Channel.SMS,
            purpose=Purpose.MARKETING,
            by="Ana",
            due_at=now,
            created_at=now,
            message=words,
            topic="spring maps",
            words_for={"sms": words},
            has_words_for=(Channel.SMS,),
            **more,
        )
        self.house.store.write(lambda conn: attempts.add(conn, made))
        return made.id

    def go_on(self) -> None:
        """Make every round of the engine once."""
        self.runner.run(rounds_of(self.house).everything())

    def taken(self) -> list[str]:
        return [one.to for one in self.carrier.record.taken()]

    def row(self, attempt_id: str) -> dict[str, Any]:
        query = select(attempt_table).where(attempt_table.c.id == attempt_id)
        return self.house.store.read(lambda conn: dict(conn.execute(query).mappings().one()))

    def state(self, attempt_id: str) -> AttemptState:
        return AttemptState(self.row(attempt_id)["state"])

    def refusals(self, one: Person) -> list[tuple[Source, str]]:
        said = self.house.store.read(lambda conn: statements.of(conn, one.id))
        return [
            (each.source, each.words)
            for each in said
            if any(isinstance(what.meaning, Refusal) for what in each.meanings)
        ]


def _secret(value: str) -> Any:  # noqa: ANN401
    from pydantic import SecretStr

    return SecretStr(value)


@pytest.fixture
def texting(tmp_path: Path) -> Iterator[Texting]:
    made = Texting(tmp_path / "house")
    yield made
    made.close()


def test_a_text_goes_out_with_its_way_to_say_stop_and_until_we_close(texting: Texting) -> None:
    attempt = texting.plan(texting.person())
    texting.go_on()
    [taken] = texting.carrier.record.taken()
    row = texting.row(attempt)
    assert (row["state"], row["reference"]) == ("accepted", taken.sid)
    assert row["delivery"] == "queued"
    assert "Reply STOP" in taken.body
    assert taken.valid_seconds == 6 * 3600 - 60
    assert taken.sender == OURS
    assert f"/hooks/twilio/status?a={attempt}-" in taken.callback


def test_a_stop_by_text_that_nobody_could_post_to_us_stops_every_number_of_ours(
    texting: Texting,
) -> None:
    """CASES 28: said to one number of ours, it holds for the other."""
    scott = texting.person()
    texting.plan(scott)
    texting.go_on()
    texting.server.do(lambda: texting.carrier.text_us(SCOTT, OURS, "STOP"))
    texting.go_on()
    texting.runner.run(texting.house.close())
    texting.house = texting.opened(OTHER_OF_OURS)
    texting.clock.advance(timedelta(days=1))
    second = texting.plan(scott, "last-note")
    texting.go_on()
    assert texting.state(second) is AttemptState.BLOCKED
    assert texting.taken() == [SCOTT]
    assert [words for _, words in texting.refusals(scott)] == ["STOP"]


def test_what_was_posted_to_us_and_is_in_the_list_too_is_heard_once(texting: Texting) -> None:
    """CASES 31: by two ways the same news, the text and each station of ours."""
    scott = texting.person()
    first = texting.plan(scott)
    texting.go_on()
    ears, sent = texting.house.ears, texting.row(first)["reference"]
    wrote = texting.server.do(lambda: texting.carrier.text_us(SCOTT, OURS, "Please stop"))
    texting.server.do(lambda: texting.carrier.advance(sent, Take("undelivered", "30003")))
    for post in (
        hooks.text(wrote, "https://house.example/hooks"),
        hooks.report(texting.carrier.record.messages[sent]),
    ):
        assert listen.receive_posted(ears, encode(post.fields)) is not None
    texting.go_on()
    assert len(texting.refusals(scott)) == 1
    keys = select(inbound_table.c.key).order_by(inbound_table.c.key)
    assert texting.house.store.read(lambda conn: list(conn.scalars(keys))) == [
        f"twilio:{sent}:undelivered:30003",
        f"twilio:{wrote.sid}",
    ]


def test_whoever_told_the_carrier_to_stop_has_told_us(texting: Texting) -> None:
    """CASES 27: 21610 is a refusal at once, of the person, and says why."""
    scott = texting.person()
    texting.carrier.script.append(Refuse(21610, message="unsubscribed recipient"))
    first = texting.plan(scott)
    texting.go_on()
    texting.clock.advance(timedelta(days=1))
    second = texting.plan(scott, "last-note")
    texting.go_on()
    assert texting.state(first) is AttemptState.REFUSED
    assert texting.state(second) is AttemptState.BLOCKED
    [(source, words)] = texting.refusals(scott)
    assert (source, "21610" in words) == (Source.CARRIER, True)
    assert texting.taken() == []


@pytest.mark.parametrize("code", ["30610", "30047"])
def test_a_text_that_the_carrier_kept_at_night_is_sent_another_time(
    texting: Texting, code: str
) -> None:
    """CASES 32: deferred, not failed, not lost."""
    scott = texting.person()
    first = texting.plan(scott)
    texting.go_on()
    sid = texting.row(first)["reference"]
    texting.server.do(lambda: texting.carrier.advance(sid, Take("undelivered", code)))
    texting.go_on()
    again = [
        one
        for one in texting.house.store.read(lambda conn: attempts.of(conn, scott.id))
        if one["id"] != first
    ]
    assert [one["state"] for one in again] == ["planned"]
    texting.clock.advance(timedelta(hours=24))
    texting.go_on()
    assert texting.state(again[0]["id"]) is AttemptState.ACCEPTED
    assert texting.taken() == [SCOTT, SCOTT]


@pytest.mark.parametrize("code", [21608, 21611])
def test_our_own_fault_rests_our_number_and_blames_nobody(texting: Texting, code: int) -> None:
    scott = texting.person()
    texting.carrier.script.append(Refuse(code, message="the sender is at fault"))
    first, second = texting.plan(scott), texting.plan(texting.person("+17025550143"))
    texting.go_on()
    texting.go_on()
    assert {texting.state(first), texting.state(second)} <= {
        AttemptState.PLANNED,
        AttemptState.HELD,
        AttemptState.ACCEPTED,
    }
    assert texting.state(first) in (AttemptState.PLANNED, AttemptState.HELD)
    known = texting.house.store.read(lambda conn: points.of(conn, scott.id))
    assert {one.state for one in known} == {PointState.OK}


def test_a_number_that_takes_no_texts_may_still_be_called(texting: Texting) -> None:
    scott = texting.person()
    texting.carrier.script.append(Refuse(21614, message="not a mobile number"))
    texting.plan(scott)
    texting.go_on()
    known = texting.house.store.read(lambda conn: points.of(conn, scott.id))
    assert {one.channel: one.state for one in known} == {
        Channel.SMS: PointState.BOUNCED,
        Channel.PHONE: PointState.OK,
    }


def test_a_crowd_at_the_carrier_is_waited_out(texting: Texting) -> None:
    attempt = texting.plan(texting.person())
    texting.carrier.script.append(Refuse(20429, 429, retry_after=2))
    texting.go_on()
    assert texting.state(attempt) is AttemptState.PLANNED
    texting.clock.advance(timedelta(minutes=1))
    texting.go_on()
    assert texting.taken() == [SCOTT]


def test_a_carrier_that_falls_mid_way_gets_everybody_once(texting: Texting) -> None:
    """CASES 2, CASES 3: everybody once; of what nobody knows, the carrier's own list tells."""
    numbers = [f"+170255501{n:02}" for n in range(12)]
    planned = [texting.plan(texting.person(number)) for number in numbers]
    texting.carrier.for_number[numbers[4]] = Drop(taken=True)
    texting.go_on()
    texting.server.stop()
    texting.runner.run(asyncio.sleep(0.05))
    late = texting.plan(texting.person("+17025550199"))
    texting.go_on()
    assert texting.state(late) is AttemptState.PLANNED
    assert texting.state(planned[4]) is AttemptState.UNKNOWN
    texting.server.start()
    texting.clock.advance(timedelta(minutes=2))
    texting.go_on()
    texting.go_on()
    assert sorted(texting.taken()) == sorted([*numbers, "+17025550199"])
    assert {texting.state(one) for one in [*planned, late]} == {AttemptState.ACCEPTED}


def test_a_rehearsal_sends_no_text_to_a_carrier_elsewhere(tmp_path: Path) -> None:
    clock = SimulatedClock(TUESDAY)
    folder = tmp_path / "house"
    told = (Mode.REHEARSAL, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    set_up(Plans(folder, *told, member="Ana"), clock)
    settings = read_settings(folder)
    twilio = settings.twilio.model_copy(update={"account": SID})
    sender = settings.sender.model_copy(update={"text_number": OURS})
    settings = settings.model_copy(update={"twilio": twilio, "sender": sender})
    house = build_house(settings, Store(settings.database_url), clock)
    assert type(house.doors[Channel.SMS]).__name__ == "RehearsalDoor"
    assert house.texts is None
    asyncio.run(house.close())


@pytest.mark.parametrize(
    ("public", "carrier", "reached"),
    [
        ("https://house.example", "", True),
        ("", "", False),
        ("http://127.0.0.1:8180", "", False),
        ("http://127.0.0.1:8180", "http://127.0.0.1:9", True),
    ],
)
def test_a_carrier_is_told_an_address_only_where_it_can_reach_it(
    tmp_path: Path, public: str, carrier: str, reached: bool
) -> None:
    plain = {"house": {"name": "Kestrel", "address": "12 Harbour Road"}, "folder": tmp_path}
    ways = {"web": {"public_url": public}, "twilio": {"base_url": carrier}}
    settings = Settings.model_validate(plain | ways)
    callback = callback_of(settings, Tokens(bytes(32)))("a_1")
    assert callback.startswith(f"{public}/hooks/twilio/status?a=a_1-") is reached
    assert bool(callback) is reached
