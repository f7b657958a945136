"""One conversation over real sockets, and what is said in it holds at every door.

Our mail goes out by SMTP, the answer comes in by LMTP and IDLE; then the planned text never
reaches the carrier, the call is refused with the traveller's own words, and a human's answer lands
in their thread.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from channels.sms.carrier_server.exchange import Account, Exchange
from channels.sms.carrier_server.hooks import Signing
from channels.sms.carrier_server.server import CarrierServer
from outreach.bootstrap.engine import engine_of
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.config import Security, Settings, read_settings
from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.domain.people import Person
from outreach.gate import pressing
from outreach.services.answer import Answer, answer
from outreach.services.enrol import add_sequence, enrol
from outreach.services.import_people import Import, import_people
from outreach.services.set_up import Plans, set_up
from outreach.store import attempts, people, statements, team
from outreach.store.unit import Mode, Store
from policies.channel import Channel, Kind
from tests.dovecot import HOST, PASSWORD, Dovecot
from tests.stories.neighbours import PostOffice, post_office

pytestmark = pytest.mark.needs("dovecot")

NOON_IN_CHICAGO = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
TRAVELLER, OTHER = "scott@reyes.example", "ingrid@northlight.example"
PEOPLE = f"""\
name,email,phone,country,region,consent_channel,consent_purpose,consent_at,consent_proof,consent_kind
Scott Reyes,{TRAVELLER},+13125550142,US,US-IL,sms,marketing,2026-11-01T09:00:00Z,signed card,written
Ingrid Lund,{OTHER},+13125550143,US,US-IL,sms,marketing,2026-11-01T09:00:00Z,signed card,written
"""
SEQUENCE = """\
name = "three-ways"
version = 1
purpose = "marketing"

[[step]]
channel = "email"
words = { email = "intro" }
topic = "maps"

[[step]]
after = "1 business day"
channel = "sms"
words = { sms = "follow-up" }
topic = "maps"

[[step]]
after = "2 business days"
channel = "phone"
words = { phone = "follow-up" }
topic = "maps"
"""
WORDS = (
    "Because of extensive travel I'm not able to do phone, and please don't text me."
    " Could you email me the pricing?"
)
NUMBER, ACCOUNT, TOKEN = "+14155550100", "AC" + "0" * 32, "a token of the carrier"
OURS = "ana@kestrel.example"
NEVER = 86_400
"""Seconds between two looks at the mailbox: what is read in the meantime was announced."""


@dataclass
class World:
    """A house with its engine to run, and everybody it talks to."""

    house: House
    clock: SimulatedClock
    office: PostOffice
    carrier: CarrierServer

    def person(self, name: str) -> Person:
        return self.house.store.read(lambda conn: people.named(conn, name))[0]

    def said(self, name: str) -> list[str]:
        who = self.person(name).id
        kept = self.house.store.read(lambda conn: statements.of(conn, who))
        return [one.words for one in kept]

    def states(self, name: str, channel: Channel) -> list[AttemptState]:
        who = self.person(name).id
        rows = self.house.store.read(lambda conn: attempts.of(conn, who))
        return [AttemptState(row["state"]) for row in rows if row["channel"] == channel]

    def texted(self) -> list[str]:
        return [one.to for one in self.carrier.exchange.record.taken()]

    def a_day_later(self) -> None:
        self.clock.advance(timedelta(days=1, minutes=1))


async def until(true: Callable[[], object], what: str, seconds: float = 60.0) -> None:
    over = time.monotonic() + seconds
    while not await asyncio.to_thread(true):
        assert time.monotonic() < over, f"{what} takes too long"
        await asyncio.sleep(0.05)


@contextmanager
def world(folder: Path, dovecot: Dovecot) -> Iterator[World]:
    clock = SimulatedClock(NOON_IN_CHICAGO)
    set_up(
        Plans(
            folder,
            Mode.REHEARSAL,
            "Kestrel Mapping",
            "12 Harbour Road, Bristol BS1 4QA",
            OURS,
            country="US",
            assume_country="US",
            member="Ana Ruiz",
        ),
        clock,
    )
    exchange = Exchange(Account(ACCOUNT, TOKEN, Signing(TOKEN)), clock.now)
    with post_office(dovecot) as office, CarrierServer(exchange) as carrier:
        settings = read_settings(folder)
        settings = _connected(settings, dovecot.imap, office.port, carrier.url)
        house = build_house(settings, Store(settings.database_url), clock)
        yield World(house, clock, office, carrier)
        house.store.close()


def _connected(settings: Settings, imap: int, smtp: int, carrier: str) -> Settings:
    """Return the settings with the servers of this world in them."""
    login = {
        "host": HOST,
        "security": Security.NONE,
        "user": OURS,
        "password": SecretStr(PASSWORD),
    }
    known = {"account": ACCOUNT, "auth_token": SecretStr(TOKEN), "base_url": carrier}
    ours = {
        "smtp": settings.smtp.model_copy(update=login | {"port": smtp}),
        "imap": settings.imap.model_copy(update=login | {"port": imap, "every": NEVER}),
        "intake": settings.intake.model_copy(update={"silent_after": 10.0 * NEVER}),
        "twilio": settings.twilio.model_copy(update=known),
        "sender": settings.sender.model_copy(update={"text_number": NUMBER}),
    }
    return settings.model_copy(update=ours)


def _enrol(world: World, folder: Path) -> None:
    house = world.house
    (folder / "two.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "three-ways.toml").write_text(SEQUENCE, encoding="utf-8")
    ana = house.store.read(lambda conn: team.get(conn, "Ana Ruiz"))
    import_people(
        house.store,
        world.clock,
        Import(folder / "two.csv", "Expo 2026", ana, Kind.BUSINESS),
        import_ears(house.ears),
    )
    add_sequence(house.store, world.clock, house.templates, folder / "three-ways.toml", "Ana Ruiz")
    ids = [one.id for one in house.store.read(people.everybody)]
    enrol(house.store, world.clock, "three-ways", ids, ana, house.zones, house.closed)


def test_what_they_answer_by_email_holds_at_every_door(tmp_path: Path, dovecot: Dovecot) -> None:
    """CASES 34, CASES 35"""
    with world(tmp_path / "house", dovecot) as all_of_it:
        _enrol(all_of_it, tmp_path)
        asyncio.run(_converse(all_of_it))


async def _converse(world: World) -> None:
    engine = engine_of(world.house)
    await engine.start()
    try:
        await asyncio.to_thread(world.office.mail_to, TRAVELLER, 60.0)
        await asyncio.to_thread(world.office.mail_to, OTHER, 60.0)
        world.office.answer(TRAVELLER, WORDS, world.clock.now())
        await until(lambda: world.said("Scott Reyes"), "hearing the answer")
        world.a_day_later()
        await until(world.texted, "the text to the one who said nothing")
        await _no_call(world)
        await _answered(world)
    finally:
        await engine.stop()
        for door in world.house.doors.values():
            await door.close()
    assert world.said("Scott Reyes") == [WORDS]
    assert world.texted() == ["+13125550143"]
    assert AttemptState.ACCEPTED not in world.states("Scott Reyes", Channel.SMS)


async def _no_call(world: World) -> None:
    """Press "call": refused with their own words, and no number is shown."""
    who = world.person("Scott Reyes").id
    pressed = await pressing.press_person(world.house.gate, who, "Ana Ruiz")
    assert not pressed.granted
    assert "extensive travel" in pressed.explanation
    assert world.house.book.take(pressed.outcome.attempt_id) is None


async def _answered(world: World) -> None:
    """Answer with the pricing; it reaches them in their own thread."""
    before = world.office.taken.pop(TRAVELLER)
    who = world.person("Scott Reyes").id
    done = await answer(
        world.house.gate, who, Answer("Ana Ruiz", ReviewedWords("Prices", "It is 90 a map."))
    )
    assert done.state is AttemptState.ACCEPTED
    got = await asyncio.to_thread(partial(world.office.mail_to, TRAVELLER, 60.0))
    assert str(before["Message-ID"]) in str(got["References"])
