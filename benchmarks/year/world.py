"""The house of the year, put together as a real one is, and the world around its doors.

Its mail goes by SMTP to a post office that stands for all of theirs; what that took in, and when,
is known apart from anything the house writes down.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path

from benchmarks.year.cast import SOURCE, Somebody, write
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.config import Security, read_settings
from outreach.demo.letters import BORDER, deliver, reply
from outreach.demo.post import PostOffice
from outreach.domain.people import Duty, Member
from outreach.engine.ticks import Rounds
from outreach.ids import new_id
from outreach.services import registry
from outreach.services.enrol import add_sequence
from outreach.services.import_people import Import, import_people
from outreach.services.set_up import Plans, set_up
from outreach.store import people, points, team
from outreach.store.unit import Mode, Store
from policies.channel import Channel, Kind

ANA, BEN, CORA, MONA = "Ana Ruiz", "Ben Okri", "Cora Lindt", "Mona Sethi"
REPS = (ANA, BEN)
OURS = Path(__file__).parent
_REGISTRIES = {"GB": "+442070001111", "CA": "+16135550100", "US": "+12025550100"}
"""National registries that the house keeps copies of, each with one number on it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as the world got it: whom it went to, when, and its Message-ID."""

    address: str
    at: datetime
    message_id: str
    raw: bytes = field(repr=False)


class Post(PostOffice):
    """Keeps every mail in memory with the moment at which it came."""

    def __init__(self, folder: Path, clock: SimulatedClock) -> None:
        super().__init__(folder)
        self.clock = clock
        self.letters: list[Letter] = []

    async def _keep(self, message: bytes, recipient: str) -> None:
        named = message_from_bytes(message, policy=default)["Message-ID"]
        self.letters.append(Letter(recipient, self.clock.now(), str(named), message))


@dataclass
class World:
    """An open house, the clock it lives by, and everybody by the id the house gave them."""

    house: House
    clock: SimulatedClock
    rounds: Rounds
    post: Post
    maildir: Path
    people: dict[str, Somebody]
    ids: dict[str, str]
    """Ids by address."""
    delivered: int = 0

    def member(self, name: str) -> Member:
        """Return one of the team by name."""
        return self.house.store.read(lambda conn: team.get(conn, name))

    def answers(self, letter: Letter, words: str, *, machine: bool = False) -> None:
        """Put somebody's answer to a mail of ours into our mailbox."""
        now = self.clock.now()
        self._deliver(reply(letter.raw, words, at=now, machine=machine))

    def complains(self, letter: Letter) -> None:
        """Put a provider's report that somebody called a mail of ours spam into our mailbox."""
        self._deliver(_report(letter))

    def _deliver(self, raw: bytes) -> None:
        self.delivered += 1
        deliver(raw, self.maildir, f"{self.delivered:06}.year", self.clock.now())

    async def close(self) -> None:
        """Let go of every connection."""
        for door in self.house.doors.values():
            await door.close()


def _report(letter: Letter) -> bytes:
    """Return a feedback report (RFC 5965) about a mail of ours."""
    lines = [
        "Return-Path: <>",
        "From: Complaints <fbl@provider.example>",
        "To: hello@kestrel.example",
        "Subject: complaint about a message",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
        "MIME-Version: 1.0",
        *("", "--b", "Content-Type: text/plain", "", "One of our users complained."),
        *("--b", "Content-Type: message/feedback-report", ""),
        *("Feedback-Type: abuse", "User-Agent: Provider/1", "Version: 1"),
        *("", "--b", "Content-Type: message/rfc822", ""),
        f"Message-ID: {letter.message_id}",
        *("", "--b--", ""),
    ]
    return "\r\n".join(lines).encode()


@contextmanager
def a_world(folder: Path, everybody: list[Somebody], begins: datetime) -> Iterator[World]:
    """Open a house for rehearsal that has just brought in these people."""
    clock = SimulatedClock(begins)
    plans = Plans(
        folder / "house",
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
    shutil.copytree(OURS / "words", folder / "house" / "words", dirs_exist_ok=True)
    post = Post(folder / "post", clock)
    with post:
        house = _house(folder / "house", post.port, clock)
        try:
            _furnish(house, clock, everybody, folder)
            ids = _ids(house)
            known = {ids[one.email]: one for one in everybody}
            maildir = house.settings.path(house.settings.intake.maildir)
            yield World(house, clock, rounds_of(house), post, maildir, known, ids)
        finally:
            house.store.close()


def _house(folder: Path, port: int, clock: SimulatedClock) -> House:
    settings = read_settings(folder)
    here = {"host": "127.0.0.1", "port": port, "security": Security.NONE, "connections": 4}
    changed = {
        "smtp": settings.smtp.model_copy(update=here),
        "intake": settings.intake.model_copy(update={"trusted_servers": (BORDER,)}),
    }
    settings = settings.model_copy(update=changed)
    house = build_house(settings, Store(settings.database_url), clock)
    house.mailbox.prepare()
    return house


def _furnish(house: House, clock: SimulatedClock, everybody: list[Somebody], folder: Path) -> None:
    """Let the team join, the people come in with who looks after them, and the plans be made."""
    for name, duty in ((BEN, Duty.REP), (CORA, Duty.COMPLIANCE), (MONA, Duty.MANAGER)):
        one = Member(new_id("t"), name, clock.now(), duty=duty)
        house.store.write(partial(team.add, one=one))
    write(everybody, folder / "people.csv")
    ana = house.store.read(lambda conn: team.get(conn, ANA))
    wanted = Import(folder / "people.csv", SOURCE, ana, Kind.BUSINESS)
    brought = import_people(house.store, clock, wanted, import_ears(house.ears))
    if brought.new != len(everybody):
        msg = f"{brought.new} of {len(everybody)} people came in: {brought.rejected[:3]}"
        raise RuntimeError(msg)
    keep_registries(house, clock)
    for path in sorted((OURS / "sequences").glob("*.toml")):
        add_sequence(house.store, clock, house.templates, path, ANA)


def keep_registries(house: House, clock: SimulatedClock) -> None:
    """Take in today's copy of every registry that the house must ask."""
    on: date = clock.now().date()
    for country, number in _REGISTRIES.items():
        registry.import_copy(house.store, clock, [number], registry.Wanted(country, on, by=ANA))


def _ids(house: House) -> dict[str, str]:
    """Return everybody's id by address, and give each a rep to look after them."""
    everybody, after = [], ""
    while some := house.store.read(partial(people.everybody, after=after, limit=500)):
        everybody += some
        after = some[-1].id
    reps = [house.store.read(partial(team.get, name=name)).id for name in REPS]
    found: dict[str, str] = {}
    for number, one in enumerate(everybody):
        theirs = {"owner_id": reps[number % len(reps)]}
        house.store.write(partial(people.change, person_id=one.id, values=theirs))
        kept = house.store.read(partial(points.of, person_id=one.id))
        found[next(each.address for each in kept if each.channel is Channel.EMAIL)] = one.id
    return found
