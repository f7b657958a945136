"""A house for one telling of the story: made anew, on a simulated clock, its doors on this machine.

The clock is moved by the story and drives the engine's rounds itself: nothing happens between two
moments that would not have happened had an engine run all the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path

from pydantic import SecretStr

from channels.sms.carrier_server.exchange import Account, Exchange
from channels.sms.carrier_server.hooks import Signing
from channels.sms.carrier_server.server import CarrierServer
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock, SystemClock
from outreach.config import Security, Settings, read_settings
from outreach.demo.letters import BORDER, deliver, reply
from outreach.domain.people import Duty, Member, Person
from outreach.engine.ticks import Rounds
from outreach.gate.outcomes import Outcome
from outreach.ids import new_id
from outreach.services import keep_promises
from outreach.services.enrol import add_sequence, enrol
from outreach.services.import_people import Brought, Import, import_people
from outreach.services.reach_out import next_due
from outreach.services.set_up import Plans, set_up
from outreach.store import attempts, people, points, team
from outreach.store.unit import Mode, Store
from policies.channel import Channel, Kind

BEGINS = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
"""Monday noon in New York, nine in the morning in Las Vegas."""
COMPLIANCE = "Cora Lindt"
ANA, BEN, MANAGER = "Ana Ruiz", "Ben Okri", "Ida Falk"
TEAM = ((BEN, Duty.REP), (MANAGER, Duty.MANAGER), (COMPLIANCE, Duty.COMPLIANCE))
"""Who is there beside Ana."""
NUMBER = "+14155550100"
"""What texts come from; nobody has it."""
ACCOUNT, TOKEN = f"AC{'0' * 32}", "the demo's own"
CONNECTIONS = 2
"""So few that a batch of twelve takes long enough for somebody to say stop in the middle of it."""


@dataclass
class Stage:
    """An open house and the clock it lives by; `carrier` takes its texts, and has a record."""

    house: House
    clock: SimulatedClock
    rounds: Rounds
    post: Path
    mailbox: Path
    carrier: CarrierServer
    letters: int = field(default=0)

    def person(self, name: str) -> Person:
        """Return a person by name."""
        return self.house.store.read(lambda conn: people.named(conn, name))[0]

    def everybody(self) -> list[str]:
        """Return everybody's name."""
        return [one.name for one in self.house.store.read(people.everybody)]

    def lives(self) -> list[str]:
        """Return everybody with what we know of their days."""
        found = self.house.store.read(people.everybody)
        return [f"{one.name}: {one.notes}" for one in found]

    def member(self, name: str) -> Member:
        """Return one of the team by name."""
        return self.house.store.read(lambda conn: team.get(conn, name))

    def bring_in(self) -> Brought:
        """Import the twelve people."""
        with resources.as_file(resources.files("templates") / "demo" / "people.csv") as path:
            wanted = Import(path, "Expo 2026, where we spoke", self.member(ANA), Kind.BUSINESS)
            return import_people(self.house.store, self.clock, wanted, import_ears(self.house.ears))

    def leave_a_list(self, folder: Path) -> Path:
        """Leave a list of visitors to be brought in by whoever looks on; return where."""
        path = folder / "visitors.csv"
        with resources.as_file(resources.files("templates") / "demo" / "visitors.csv") as ours:
            path.write_bytes(ours.read_bytes())
        return path

    def go_on_from_here(self) -> None:
        """Let the house's clock go on from this moment, whoever opens it next, and by which door.

        It stands in the settings: a rehearsal may be ahead of the world (`rehearsal.hours_ahead`).
        """
        ahead = (self.clock.now() - SystemClock().now()) / timedelta(hours=1)
        written = self.house.settings.folder / "outreach.toml"
        told = "# This house goes on where its story ended.\n[rehearsal]\nhours_ahead = "
        written.write_text(f"{written.read_text('utf-8')}\n{told}{ahead:.4f}\n", "utf-8")

    def add_sequence(self, name: str) -> None:
        """Keep one of the demo's sequences."""
        home = self.house
        with resources.as_file(resources.files("templates") / "demo" / f"{name}.toml") as path:
            add_sequence(home.store, self.clock, home.templates, path, ANA)

    def enrol(self, sequence: str, names: list[str] | None = None) -> None:
        """Put people into a sequence; everybody where nobody is named."""
        home = self.house
        everybody = home.store.read(people.everybody)
        ids = [one.id for one in everybody if names is None or one.name in names]
        member = self.member(ANA)
        enrol(home.store, self.clock, sequence, ids, member, home.zones, home.closed)

    async def until(self, at: datetime) -> list[Outcome]:
        """Let the engine live until this moment; return what it did in the last round."""
        while (due := next_due(self.house.gate)) is not None and due < at:
            self.clock.set(max(due, self.clock.now() + timedelta(seconds=1)))
            await self.round()
        self.clock.set(max(at, self.clock.now()))
        return await self.round()

    async def leave(self) -> None:
        """Let go of every connection, when the story is over."""
        for door in self.house.doors.values():
            await door.close()

    async def round(self) -> list[Outcome]:
        """Listen, send what is due, look at what was held, offer what is overdue, seal."""
        await self.rounds.listen()
        keep_promises.offer_overdue(self.house.store, self.clock.now())
        done = await self.rounds.reach.run()
        done += await self.rounds.reach.look_again()
        await self.rounds.seal()
        return done

    def sent_to(self, name: str) -> bytes:
        """Return the last email that reached somebody."""
        address = self.address(name)
        for file in sorted(self.post.glob("*.eml"), reverse=True):
            mail = file.read_bytes()
            if f"<{address}>".encode() in mail.partition(b"\r\n\r\n")[0]:
                return mail
        msg = f"nothing was ever sent to {name}"
        raise LookupError(msg)

    def address(self, name: str) -> str:
        """Return somebody's email address."""
        found = self.house.store.read(lambda conn: points.of(conn, self.person(name).id))
        return next(point.address for point in found if point.channel is Channel.EMAIL)

    def writes(self, name: str, words: str, *, machine: bool = False) -> None:
        """Let somebody (or their machine) answer our last email; it lies in our mailbox then."""
        self.letters += 1
        now = self.clock.now()
        letter = reply(self.sent_to(name), words, at=now, machine=machine)
        deliver(letter, self.mailbox, f"{self.letters:04}.demo", now)

    def attempts_of(self, name: str) -> list[str]:
        """Return the ids of whatever was ever planned for somebody."""
        person = self.person(name).id
        return [row["id"] for row in self.house.store.read(lambda c: attempts.of(c, person))]


@contextmanager
def staged(folder: Path, port: int, post: Path) -> Iterator[Stage]:
    """Make and open a house for rehearsal in an empty folder; nothing can leave this machine."""
    clock = SimulatedClock(BEGINS)
    plans = Plans(
        folder,
        Mode.REHEARSAL,
        name="Kestrel Mapping",
        address="400 Market Street, San Francisco, CA 94105",
        mailbox="hello@kestrel.example",
        country="US",
        assume_country="US",
        timezone="America/New_York",
        member=ANA,
    )
    set_up(plans, clock)
    exchange = Exchange(Account(ACCOUNT, TOKEN, Signing(TOKEN)), clock.now)
    exchange.posts = False  # the demo has no pages to post to: it reads the carrier's list
    with CarrierServer(exchange) as carrier:
        settings = _settings(folder, port, carrier.url)
        yield from _open(settings, clock, post, carrier)


def _open(
    settings: Settings, clock: SimulatedClock, post: Path, carrier: CarrierServer
) -> Iterator[Stage]:
    house = build_house(settings, Store(settings.database_url), clock)
    house.mailbox.prepare()
    for name, duty in TEAM:
        one = Member(new_id("t"), name, clock.now(), duty=duty)
        house.store.write(partial(team.add, one=one))
    try:
        maildir = settings.path(settings.intake.maildir)
        yield Stage(house, clock, rounds_of(house), post, maildir, carrier)
    finally:
        house.store.close()


def _settings(folder: Path, port: int, carrier: str) -> Settings:
    """Return the house's settings with the demo's own servers in them."""
    settings = read_settings(folder)
    here = {"host": "127.0.0.1", "port": port, "security": Security.NONE}
    smtp = settings.smtp.model_copy(update=here | {"connections": CONNECTIONS})
    intake = settings.intake.model_copy(update={"trusted_servers": (BORDER,)})
    known = {"account": ACCOUNT, "auth_token": SecretStr(TOKEN), "base_url": carrier}
    twilio = settings.twilio.model_copy(update=known | {"connections": CONNECTIONS})
    sender = settings.sender.model_copy(update={"text_number": NUMBER})
    ours = {"smtp": smtp, "intake": intake, "twilio": twilio, "sender": sender}
    return settings.model_copy(update=ours)
