"""A small house with a real store, for tests of the verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from channels.email.wire.parse import Ours, parse
from channels.email.wire.tokens import Tokens, Use
from outreach.bootstrap.phrases import shipped_reader
from outreach.clock import SimulatedClock
from outreach.domain.addresses import email_address, phone_number
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.commitments import Commitment
from outreach.domain.people import ContactPoint, Member, Person, fold_name
from outreach.gate.stopped import Stopped
from outreach.ids import new_id
from outreach.services.listen import (
    Arrived,
    CarrierEars,
    Ears,
    Taken,
    receive,
    receive_all,
    take,
    unread,
)
from outreach.store import (
    attempts,
    bars,
    commitments,
    importing,
    inbound,
    people,
    points,
    statements,
    team,
)
from outreach.store import house as at_home
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.statement import Statement

MONDAY = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
BORDER = "mx.house.example"
MAILBOX = "ana@house.example"
READER = shipped_reader()
TOKENS = Tokens(bytes(32))


@dataclass
class House:
    """A store, a clock and ears; and the people who write to it."""

    store: Store
    clock: SimulatedClock
    ears: Ears
    keys: list[str] = field(default_factory=list)

    def member(self, name: str) -> Member:
        one = Member(new_id("t"), name, self.clock.now(), email=f"{name.lower()}@house.example")
        return self.store.write(lambda conn: team.add(conn, one))

    def person(self, name: str, *addresses: str, organisation: str = "", zone: str = "") -> Person:
        now = self.clock.now()

        def work(conn: Connection) -> Person:
            made = importing.organisations_named(conn, [organisation])
            one = Person(
                new_id("p"),
                name,
                "Expo 2026",
                now,
                now,
                zone=zone or None,
                organisation_id=made.get(fold_name(organisation)),
            )
            people.add(conn, one)
            for rank, typed in enumerate(addresses):
                mail = "@" in typed
                channel = Channel.EMAIL if mail else Channel.PHONE
                read_as = email_address(typed) if mail else phone_number(typed, None)
                point = ContactPoint(
                    new_id("c"),
                    one.id,
                    channel,
                    read_as.address,
                    read_as.folded,
                    "Expo 2026",
                    now,
                    rank,
                )
                points.add(conn, point)
            return one

        return self.store.write(work)

    def attempt(
        self,
        person: Person,
        channel: Channel = Channel.EMAIL,
        state: AttemptState = AttemptState.PLANNED,
        *,
        topic: str | None = None,
        by: str = "Ana Ruiz",
        purpose: Purpose = Purpose.MARKETING,
    ) -> str:
        """Plan a contact, or put one where it would stand had it gone out already."""
        now = self.clock.now()

        def work(conn: Connection) -> str:
            on = [point for point in points.of(conn, person.id) if point.channel is channel]
            one = Attempt(
                new_id("a"),
                person.id,
                channel,
                purpose,
                by,
                now,
                now,
                state=state,
                topic=topic,
                point_id=on[0].id if on else None,
            )
            return attempts.add(conn, one).id

        return self.store.write(work)

    def state(self, attempt_id: str) -> AttemptState:
        return self.store.read(lambda conn: attempts.get(conn, attempt_id)).state

    def letter(
        self,
        sender: str,
        words: str,
        *,
        to_attempt: str | None = None,
        vouched: bool = True,
        use: Use = Use.REPLY,
        **headers: str,
    ) -> bytes:
        """Return a mail as the border server hands it over; `vouched` says that DMARC passed."""
        mail = EmailMessage(policy=SMTP)
        verdict = "pass" if vouched else "fail"
        domain = sender.rpartition("@")[2]
        mail["Authentication-Results"] = f"{BORDER}; dmarc={verdict} header.from={domain}"
        mail["From"] = sender
        mail["To"] = TOKENS.address(MAILBOX, to_attempt, use) if to_attempt else MAILBOX
        mail["Subject"] = "Re: Maps"
        mail["Message-ID"] = f"<{new_id('x')}@mail.example>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(words)
        return bytes(mail)

    def hears(
        self, raw: bytes, key: str | None = None, came_at: datetime | None = None
    ) -> Taken | None:
        """Take one message in, the way the engine does; `came_at` by its server's clock."""
        arrived = Arrived(raw, "email", key or new_id("k"), came_at=came_at)
        [inbound_id] = receive_all(self.ears, [arrived])
        return take(self.ears, inbound_id) if inbound_id else None

    def writes(self, person: Person, words: str, attempt_id: str | None = None) -> Taken:
        """Let a person write from their first address, vouched for."""
        address = self.store.read(lambda conn: points.of(conn, person.id))[0].address
        taken = self.hears(self.letter(address, words, to_attempt=attempt_id))
        assert taken is not None
        return taken

    def said(self, person: Person) -> list[Statement]:
        return self.store.read(lambda conn: statements.of(conn, person.id))

    def promises(self, person: Person) -> list[Commitment]:
        return self.store.read(lambda conn: commitments.owed(conn, person_id=person.id))

    def attempt_of(self, attempt_id: str) -> Attempt:
        return self.store.read(lambda conn: attempts.get(conn, attempt_id))

    def points_at(self, address: str) -> list[ContactPoint]:
        return self.store.read(lambda conn: points.at(conn, address))

    def arrives(self, raw: bytes) -> str:
        """Keep a message raw, and crash before anybody reads it."""
        inbound_id = receive(self.ears, raw, "email", new_id("k"))
        assert inbound_id is not None
        return inbound_id

    def takes(self, inbound_id: str) -> Taken | None:
        return take(self.ears, inbound_id)

    def unread(self) -> list[str]:
        return unread(self.ears)

    def suppressed(self, address: str) -> bool:
        def work(conn: Connection) -> bool:
            key = at_home.get(conn).installation_key
            folded = email_address(address).folded
            return bool(bars.binding(conn, hashes=[bars.suppression(key, folded)]).hashes)

        return self.store.read(work)

    def row(self, taken: Taken) -> inbound.InboundRow:
        return self.store.read(lambda conn: inbound.get(conn, taken.inbound_id))

    def unclear_because(self, person: Person) -> str:
        found = self.store.read(lambda conn: people.get(conn, person.id))
        return found.identity_unclear_because

    def version(self, person: Person) -> int:
        return self.store.read(lambda conn: people.get(conn, person.id)).version


def build(
    store: Store,
    clock: SimulatedClock,
    stopped: Stopped | None = None,
    carrier: CarrierEars | None = None,
) -> House:
    """Return a house around an open store, with ears but no gate of its own."""
    ours = Ours(TOKENS, frozenset({MAILBOX}), frozenset({"stop@house.example"}))
    ears = Ears(
        store=store,
        clock=clock,
        parse=lambda raw: parse(raw, ours),
        read=READER,
        stopped=stopped or Stopped(),
        zones=lambda person: (ZoneInfo(person.zone),) if person.zone else (),
        attempt_of=lambda token: TOKENS.attempt(token, Use.STOP),
        zone=ZoneInfo("America/New_York"),
        trusted=frozenset({BORDER}),
        topics_now=lambda: ("spring offer",),
        carrier=carrier or CarrierEars(),
    )
    return House(store, clock, ears)
