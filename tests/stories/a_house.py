"""A house that stories happen in: people, our team, letters, calls, and time that passes.

Everything is real but the clock: the store, the gate with every pack, the reader, the Maildir. It
is a rehearsal, so nobody can be reached. What a rep sees is what `outreach agenda` prints.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from functools import partial
from pathlib import Path

from channels.email.wire.tokens import Use
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.imports import import_ears
from outreach.cli.day.page import lines
from outreach.cli.person.card import card
from outreach.clock import SimulatedClock
from outreach.config import read_settings
from outreach.demo.letters import BORDER, deliver
from outreach.domain.addresses import phone_number
from outreach.domain.calls import CameOf, Ended
from outreach.domain.people import ContactPoint, Duty, Member, Person
from outreach.domain.sequences import read_sequence, sequence_body, sequence_options
from outreach.engine.ticks import Rounds
from outreach.gate import preflight, pressing
from outreach.gate.pressing import Press
from outreach.ids import new_id
from outreach.services import agenda as days
from outreach.services import be_in_contact, hand_over, keep_promises, listen, waiting
from outreach.services.agenda import Agenda, Group
from outreach.services.enrol import enrol
from outreach.services.import_people import Brought, Import, import_people
from outreach.services.set_up import Plans, set_up
from outreach.store import attempts, history, people, points, sequences, team
from outreach.store.unit import Mode, Store
from policies.channel import Channel, Kind, Purpose
from policies.verdict import name_of
from tests.outreach.services.houses import House as Hands

NO_SUCH_USER = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example
To: {back_to}
Subject: Undelivered
Message-ID: <{nth}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Nobody here has that address.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {dead}
Action: failed
Status: 5.1.1

--b--
"""


@dataclass
class Tale:
    """What happens, in the words of whoever tells it. Names stand for people and for our team."""

    house: House
    clock: SimulatedClock
    rounds: Rounds
    mailbox: Path
    letters: int = 0

    @property
    def hands(self) -> Hands:
        """Return what puts people on file."""
        return Hands(self.house.store, self.clock, self.house.ears)

    def person(self, name: str) -> Person:
        (found,) = self.house.store.read(lambda conn: people.named(conn, name))
        return found

    def member(self, name: str) -> Member:
        return self.house.store.read(lambda conn: team.get(conn, name))

    def joins(self, name: str, duty: Duty = Duty.REP) -> None:
        one = Member(new_id("t"), name, self.clock.now(), duty=duty)
        self.house.store.write(lambda conn: team.add(conn, one))

    def meets(self, rep: str, name: str, *addresses: str, at: str = "", **values: object) -> None:
        """Let a rep meet somebody, who is theirs to look after from then on."""
        made = self.hands.person(name, *addresses, organisation=at)
        known = {"owner_id": self.member(rep).id, "kind": "business", "kind_source": "card"}
        self.house.store.write(lambda conn: people.change(conn, made.id, {**known, **values}))

    def is_told(self, rep: str, name: str, words: str) -> None:
        """Let a rep note what somebody told them."""
        listen.hear(self.house.ears, self.person(name).id, words, rep)

    def writes(self, sender: str, words: str, *, machine: bool = False) -> None:
        """Let a mail arrive from an address, and be read."""
        self.posts(sender, words, machine=machine)
        self.passes(timedelta(seconds=5))

    def posts(self, sender: str, words: str, *, machine: bool = False, named: str = "") -> None:
        """Let a mail lie in our mailbox, and nobody read it yet; `named` is its Message-ID."""
        self.letters += 1
        letter = EmailMessage(policy=SMTP)
        domain = sender.rpartition("@")[2]
        letter["Authentication-Results"] = f"{BORDER}; dmarc=pass header.from={domain}"
        letter["From"], letter["To"] = sender, "ana@kestrel.example"
        letter["Subject"] = "Re: maps"
        letter["Message-ID"] = named or f"<{self.letters}@mail.example>"
        if machine:
            letter["Auto-Submitted"] = "auto-replied"
        letter.set_content(words)
        deliver(bytes(letter), self.mailbox, f"{self.letters}.tale", self.clock.now())

    def passes(self, by: timedelta) -> None:
        """Let time pass, with the engine running."""
        self.until(self.clock.now() + by)

    def until(self, at: datetime) -> None:
        """Let it be this moment, with the engine running."""
        self.clock.set(at)
        asyncio.run(self._rounds())

    async def _rounds(self) -> None:
        await self.rounds.everything()
        now, store = self.clock.now(), self.house.store
        keep_promises.offer_overdue(store, now)
        waiting.hand_over_late(store, now, self.house.ears.business_days_after)

    def is_away(self, rep: str, until: datetime, cover: str = "") -> None:
        told = hand_over.Away(rep, self.clock.now(), rep, until, cover or None)
        hand_over.away(self.house.store, told, self.clock.now())

    def is_back(self, rep: str) -> None:
        hand_over.back(self.house.store, rep, rep, self.clock.now())

    def leaves(self, rep: str, to: str) -> None:
        hand_over.leave(self.house.store, rep, to, to, self.clock.now())

    def has_rhythm(self, role: str, days: int, by: str) -> None:
        whom = be_in_contact.OfRole(role)
        be_in_contact.set_cadence(self.house.store, whom, days, by, self.clock.now())

    def agenda(self, rep: str, on: date | None = None) -> Agenda:
        zone = self.house.ears.zone
        day = on or self.clock.now().astimezone(zone).date()
        return days.agenda(self.house.gate, rep, day, zone, self.house.zones)

    def sees(self, rep: str, on: date | None = None) -> str:
        """Return what a rep's agenda prints."""
        return "\n".join(lines(self.agenda(rep, on), self.clock.now(), self.house.ears.zone))

    def presses_promised(self, rep: str, name: str) -> Press:
        """Let a rep press the call that their agenda promises somebody."""
        promised = self.agenda(rep).of(Group.PROMISED)
        promise = next(one.id for one in promised if one.name == name)
        return asyncio.run(keep_promises.keep_by_call(self.house.gate, promise, rep))

    def presses(self, rep: str, name: str) -> Press:
        """Let a rep press a call that they just thought of."""
        who = self.person(name).id
        return asyncio.run(pressing.press_person(self.house.gate, who, rep, Purpose.MARKETING))

    def hangs_up(self, rep: str, call: Press, what: CameOf, words: str = "") -> None:
        listen.call_ended(self.house.ears, Ended(call.outcome.attempt_id, what, rep, words))

    def may(self, name: str, channel: Channel, by: str = "Ana Ruiz") -> str:
        """Return what the gate says of a word to somebody now: the verdict, and the sentence."""
        who, now = self.person(name).id, self.clock.now()
        found = preflight.may(self.house.gate, who, channel, now, by=by)
        return f"{name_of(found.case.verdict)}: {found.case.explanation.text}"

    def begins(self, plan: str, *names: str, rep: str = "Ana Ruiz") -> None:
        """Let a rep put people into a sequence, which begins at once."""
        read, now, house = read_sequence(plan, "plan.toml"), self.clock.now(), self.house
        house.store.write(
            lambda conn: sequences.add(
                *(conn, read.name, read.version, read.purpose),
                *(sequence_body(read), now, sequence_options(read)),
            )
        )
        ids = [self.person(one).id for one in names]
        enrol(
            *(house.store, self.clock, read.name, ids),
            *(self.member(rep), house.zones, house.closed),
        )
        self.passes(timedelta(minutes=1))

    def card(self, name: str) -> str:
        """Return what `outreach people show` says of somebody, above the story."""
        return "\n".join(card(self.house, self.person(name)))

    def gives(self, name: str, number: str) -> None:
        """Let somebody give us another number."""
        who, now = self.person(name).id, self.clock.now()
        read = phone_number(number, None)
        for channel in (Channel.SMS, Channel.PHONE):
            one = ContactPoint(
                *(new_id("c"), who, channel, read.address, read.folded, "their new card", now),
                kind=read.kind,
            )
            self.house.store.write(partial(points.add, one=one))

    def mails(self) -> list[str]:
        """Return to whom each mail went that left the house, in its own words."""
        return [str(one["To"]) for one in self.outgoing() if one["Subject"] and one["To"]]

    def outgoing(self) -> list[EmailMessage]:
        """Return each mail that left the house."""
        left = sorted(self.house.settings.path("rehearsal").glob("*/*"))
        return [message_from_bytes(one.read_bytes(), policy=default) for one in left]

    def letters_to(self, name: str) -> int:
        """Return how many of our mails went out to somebody."""
        return len([one for one in self.story(name) if " by email, " in one])

    def mail_comes_back(self, name: str) -> None:
        """Let our last mail to somebody come back: nobody has that address any more."""
        who = self.person(name).id
        rows = self.house.store.read(lambda conn: attempts.of(conn, who))
        last = [row["id"] for row in rows if row["channel"] == Channel.EMAIL][-1]
        back_to = self.house.tokens.address("ana@kestrel.example", last, Use.BOUNCE)
        self.letters += 1
        reached = self.house.store.read(lambda conn: points.of(conn, who))
        dead = next(one.address for one in reached if one.channel is Channel.EMAIL)
        report = NO_SUCH_USER.format(back_to=back_to, nth=self.letters, dead=dead).encode()
        deliver(report, self.mailbox, f"{self.letters}.tale", self.clock.now())
        self.passes(timedelta(seconds=5))

    def brings(self, rep: str, folder: Path, rows: str, source: str) -> Brought:
        """Let a rep bring in a list."""
        path = folder / "list.csv"
        path.write_text(rows, encoding="utf-8")
        wanted = Import(path, source, self.member(rep), Kind.BUSINESS, "US")
        return import_people(self.house.store, self.clock, wanted, import_ears(self.house.ears))

    def story(self, name: str) -> list[str]:
        """Return a person's story, a line an event."""
        who = self.person(name).id
        found = self.house.store.read(lambda conn: history.story(conn, who))
        return [f"{one.told} {one.words}".strip() for one in found]


@contextmanager
def a_house(folder: Path, begins: datetime, rep: str = "Ana Ruiz") -> Iterator[Tale]:
    """Open a house for rehearsal, with one rep, at a moment."""
    clock = SimulatedClock(begins)
    plans = Plans(
        folder,
        Mode.REHEARSAL,
        "Kestrel Mapping",
        "400 Market Street, San Francisco, CA 94105",
        "ana@kestrel.example",
        country="US",
        assume_country="US",
        timezone="America/New_York",
        member=rep,
    )
    set_up(plans, clock)
    settings = read_settings(folder)
    intake = settings.intake.model_copy(update={"trusted_servers": (BORDER,)})
    settings = settings.model_copy(update={"intake": intake})
    house = build_house(settings, Store(settings.database_url), clock)
    house.mailbox.prepare()
    tale = Tale(house, clock, rounds_of(house), settings.path(settings.intake.maildir))
    tale.passes(timedelta(seconds=1))
    try:
        yield tale
    finally:
        house.store.close()
