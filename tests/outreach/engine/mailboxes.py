"""A house that is ready to read mailboxes of a real Dovecot, and somebody who writes to it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from outreach.bootstrap.house import House, build_house
from outreach.clock import Clock, SystemClock
from outreach.config import Security, Settings, read_settings
from outreach.config.mail import ImapSettings, MailboxSettings
from outreach.domain.people import ContactPoint, Person
from outreach.gate.hearing import deaf_now
from outreach.ids import new_id
from outreach.store import inbound, people, points, statements, tables
from outreach.store.inbound import InboundRow
from outreach.store.unit import Store
from policies.channel import Channel
from tests.dovecot import HOST, PASSWORD, Dovecot, letter
from tests.outreach.engine.houses import house as made

_NUMBERS = itertools.count(1)
_NEVER = 86_400
"""Seconds between two looks: what is read meanwhile was announced."""


@dataclass(slots=True)
class Post:
    """A house folder and the mail server that its mailboxes are on, each with users of its own.

    `accounts` are the mailboxes of our people that the settings name; `silent_after` is in seconds.
    """

    folder: Path
    dovecot: Dovecot
    house_user: str
    ben: str
    silent_after: float = 120.0
    accounts: dict[str, MailboxSettings] = field(default_factory=dict)

    def bens(self, password: str = PASSWORD, look_back: int = 30) -> None:
        """Add Ben's own mailbox to the settings."""
        given = {**self._at(self.ben, password), "address": self.ben, "look_back": look_back}
        self.accounts["ben"] = MailboxSettings(**given)

    def _at(self, user: str, password: str = PASSWORD) -> dict[str, Any]:
        return {
            "host": HOST,
            "port": self.dovecot.imap,
            "security": Security.NONE,
            "user": user,
            "password": password,
            "every": _NEVER,
        }

    @contextmanager
    def opened(self, clock: Clock | None = None) -> Iterator[House]:
        """Open the house as a process does that starts now."""
        settings = self._settings()
        house = build_house(settings, Store(settings.database_url), clock or SystemClock())
        try:
            yield house
        finally:
            for mailbox in house.mailboxes.values():
                mailbox.close()
            house.store.close()

    def _settings(self) -> Settings:
        written = read_settings(self.folder)
        intake = {"every": _NEVER, "silent_after": self.silent_after}
        return written.model_copy(
            update={
                "imap": ImapSettings(**self._at(self.house_user)),
                "mailboxes": dict(self.accounts),
                "intake": written.intake.model_copy(update=intake),
            }
        )

    def says(self, sender: str, words: str, to: str = "") -> bytes:
        """Deliver a mail to the house's mailbox or to another; return it."""
        to = to or self.house_user
        mail = letter(sender, to, words, f"<{new_id('m')}@people.example>")
        self.dovecot.deliver(to, mail)
        return mail


def post(folder: Path, dovecot: Dovecot) -> Post:
    """Return a house that reads a mailbox of its own over IMAP and looks by itself once a day."""
    number = next(_NUMBERS)
    return Post(
        made(folder, 1),
        dovecot,
        f"house{number}@kestrel.example",
        f"ben{number}@kestrel.example",
    )


def somebody(house: House, address: str) -> Person:
    """Put somebody with this address on file."""
    now = house.clock.now()
    person = Person(new_id("p"), "Scott Reyes", "Expo 2026", now, now, country="US")
    point = ContactPoint(new_id("c"), person.id, Channel.EMAIL, address, address, "Expo", now)
    house.store.write(lambda conn: people.add_many(conn, [person]))
    house.store.write(lambda conn: points.add_many(conn, [point]))
    return person


def messages(house: House) -> list[InboundRow]:
    """Return everything that came in, in order."""
    query = select(tables.inbound.c.id).order_by(tables.inbound.c.received_at, tables.inbound.c.id)
    ids = house.store.read(lambda conn: list(conn.scalars(query)))
    return [house.store.read(partial(inbound.get, inbound_id=one)) for one in ids]


def said(house: House, person: Person) -> list[str]:
    """Return what somebody said to us, as it is kept."""
    return [one.words for one in house.store.read(lambda conn: statements.of(conn, person.id))]


def deaf(house: House) -> str:
    """Return why we do not listen at this moment, or nothing."""
    now = house.clock.now()
    return house.store.read(lambda conn: deaf_now(conn, now, house.gate.habits))


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something that another thread does."""
    over = time.monotonic() + seconds
    while not true():
        if time.monotonic() > over:
            raise TimeoutError(seconds)
        time.sleep(0.02)
