"""A small house with a gate, for tests: real store, real rules, doors that write down."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from channels.contract import CallWords, Content, EmailWords, Mailbox, Outbound, TextWords
from channels.fake import FakeDoor
from outreach.bootstrap.rulebook import load_rulebook
from outreach.clock import SimulatedClock
from outreach.domain.addresses import email_address
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.bases import Basis
from outreach.domain.people import ContactPoint, Person
from outreach.errors import InputError
from outreach.gate.clearing import fresh_mint
from outreach.gate.gate import Gate
from outreach.gate.habits import Habits
from outreach.gate.wanted import Rendered, Wanted
from outreach.ids import new_id
from outreach.store import attempts, consents, intake, people, points, statements, tables
from outreach.store.intake import IntakeRow
from outreach.store.statements import Heard, Raised
from outreach.store.unit import Priority, Store
from policies.basis import BasisKind
from policies.channel import Channel, Kind, Purpose
from policies.rulebook import Rulebook
from policies.statement import Meaning, Refuse, Source, Statement, Understood, Via
from tests.databases import NOON


class PlainWords:
    """The words of the message's own name; a message called `broken` lacks a field."""

    def render(self, wanted: Wanted) -> Rendered:
        if wanted.message == "broken":
            msg = f"message `broken` to {wanted.person.name}: `offer` is missing"
            raise InputError(msg)
        said = wanted.reviewed.text if wanted.reviewed else f"{wanted.message} for you"
        outbound = Outbound(
            wanted.attempt,
            wanted.channel,
            Mailbox(wanted.person.name, wanted.to),
            self._content(wanted, said),
        )
        digest = hashlib.sha256(said.encode()).hexdigest()
        calls = wanted.channel is Channel.PHONE
        return Rendered(outbound, "" if calls else digest, True, True, True)

    def _content(self, wanted: Wanted, said: str) -> Content:
        match wanted.channel:
            case Channel.EMAIL:
                return EmailWords(
                    Mailbox("Ana Ruiz", "ana@house.example"),
                    said,
                    said,
                    f"<{wanted.attempt}@house.example>",
                    f"b+{wanted.attempt}@house.example",
                    in_reply_to=wanted.thread.in_reply_to if wanted.thread else "",
                )
            case Channel.SMS:
                return TextWords("+15550100", said)
            case _:
                return CallWords(said)


@dataclass
class World:
    """`doors` record what left. `word` is what somebody says; it acts at once."""

    store: Store
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(NOON))
    rulebook: Rulebook = field(default_factory=lambda: load_rulebook([]))
    habits: Habits = field(default_factory=Habits)
    count: int = 0

    def __post_init__(self) -> None:
        self.mint = fresh_mint()
        self.doors = {
            channel: FakeDoor(channel, self.mint.inspector, self.clock.now) for channel in Channel
        }
        self.gate = self.another_gate()
        self.listen()

    def another_gate(self, doors: Mapping[Channel, Any] | None = None) -> Gate:
        """Return a gate of its own, as another process would have one."""
        return Gate(
            self.store,
            lambda: self.rulebook,
            doors or self.doors,
            PlainWords(),
            self.clock,
            self.mint,
            self.habits,
        )

    def gate_of(self, store: Store) -> Gate:
        """Return the gate of a process with its own way into the database, and its own doors."""
        mint = fresh_mint()
        doors = {each: FakeDoor(each, mint.inspector, self.clock.now) for each in Channel}
        in_force = lambda: self.rulebook  # noqa: E731
        return Gate(store, in_force, doors, PlainWords(), self.clock, mint, self.habits)

    def last_word(self, conn: Connection, one: Person) -> str:
        """Return the id of what the person said last."""
        return statements.of(conn, one.id)[-1].id

    def listen(self) -> None:
        """Say that the mailbox was read just now."""
        row = IntakeRow("mail", self.clock.now())
        self.store.write(lambda conn: intake.note(conn, row))

    def later(self, by: timedelta) -> None:
        """Let time pass, with the mailbox read."""
        self.clock.advance(by)
        self.listen()

    def person(self, name: str = "Scott Reyes", **values: Any) -> Person:  # noqa: ANN401
        """Add somebody who can be reached on every channel."""
        self.count += 1
        n = self.count
        addresses = values.pop("addresses", (f"p{n}@people.example", f"+1702555{n:04}"))
        now = self.clock.now()
        given = {"country": "US", "kind": Kind.BUSINESS, "kind_source": "card", **values}
        one = Person(new_id("p"), name, "Expo 2026", now, now, **given)
        self.store.write(lambda conn: self._add(conn, one, addresses))
        return one

    def _add(self, conn: Connection, one: Person, addresses: tuple[str, ...]) -> None:
        people.add(conn, one)
        for rank, typed in enumerate(addresses):
            mail = "@" in typed
            for channel in (Channel.EMAIL,) if mail else (Channel.SMS, Channel.PHONE):
                folded = email_address(typed).folded if mail else typed
                now = self.clock.now()
                points.add(
                    conn,
                    ContactPoint(new_id("c"), one.id, channel, typed, folded, "Expo", now, rank),
                )
        for channel in Channel:
            basis = Basis(
                *(new_id("k"), one.id, channel, Purpose.MARKETING, self.clock.now(), "card"),
                source="Expo",
                kind=BasisKind.WRITTEN,
            )
            consents.add(conn, basis)

    def plan(
        self,
        one: Person,
        channel: Channel = Channel.EMAIL,
        message: str = "",
        **values: Any,  # noqa: ANN401
    ) -> str:
        """Plan an attempt, due now, with words of its own; return its id."""
        self.count += 1
        now = self.clock.now()
        words = {each.value: message or f"message {self.count}" for each in Channel}
        given = {
            "purpose": Purpose.MARKETING,
            "by": "Ana Ruiz",
            "message": words[channel],
            "words_for": words,
            "has_words_for": tuple(Channel),
            "due_at": now,
            **values,
        }
        attempt = Attempt(
            id=new_id("a"), person_id=one.id, channel=channel, created_at=now, **given
        )
        self.store.write(lambda conn: attempts.add(conn, attempt))
        return attempt.id

    def word(self, one: Person, *meanings: Meaning, words: str = "Please stop.") -> Raised:
        """Let the person say something, proven, by email, now; as another process hears it."""
        understood = tuple(Understood(each) for each in meanings or (Refuse(None),))
        now = self.clock.now()
        said = Statement(new_id("s"), words, now, Via.EMAIL, Source.REPLY, True, understood)
        heard = Heard(one.id, now)
        return self.store.write(lambda conn: statements.add(conn, said, heard), Priority.STOP)

    def row(self, attempt_id: str) -> Mapping[str, Any]:
        """Return an attempt as it is kept."""
        return self.store.read(lambda conn: attempts.rows(conn, [attempt_id]))[0]

    def state(self, attempt_id: str) -> AttemptState:
        """Return where an attempt stands."""
        return AttemptState(self.row(attempt_id)["state"])

    def decisions(self, attempt_id: str) -> list[RowMapping]:
        """Return what was recorded about an attempt."""
        table = tables.decision
        query = select(table).where(table.c.attempt_id == attempt_id).order_by(table.c.at)
        return self.store.read(lambda conn: list(conn.execute(query).mappings()))

    def sent(self, channel: Channel = Channel.EMAIL) -> list[str]:
        """Return the attempts that the outside world has."""
        return [one.attempt for one in self.doors[channel].taken]

    def expect(self, at: datetime) -> None:
        """Move the clock there, with the mailbox read."""
        self.clock.set(at)
        self.listen()
