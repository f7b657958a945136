"""Where everything meets: from a house folder to a house that can be asked and can act."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from channels.contract import Door
from channels.email.maildir import Maildir
from channels.email.wire.tokens import Tokens, Use
from channels.phone.book import CallBook
from outreach.bootstrap.carrier import carrier_ears
from outreach.bootstrap.clocks import clock_of
from outreach.bootstrap.doors import doors_of
from outreach.bootstrap.in_force import InForce
from outreach.bootstrap.languages import language_of
from outreach.bootstrap.marks import EmailMarks, token_key
from outreach.bootstrap.ours import refuse_strangers
from outreach.bootstrap.own_addresses import parser
from outreach.bootstrap.phrases import shipped_reader
from outreach.bootstrap.texting import callback_of, may_text, text_list
from outreach.bootstrap.topics import Topics
from outreach.bootstrap.ways_in import mailboxes_of
from outreach.clock import Clock
from outreach.config import Settings, read_settings, signing_keys
from outreach.domain.people import Member, Person
from outreach.gate.clearing import fresh_mint
from outreach.gate.clocks import zones_of
from outreach.gate.complaints import Patience
from outreach.gate.gate import Gate
from outreach.gate.habits import Habits
from outreach.gate.limits import Limits
from outreach.gate.templates import Templates
from outreach.gate.words import Wording
from outreach.services.adopting import adopted
from outreach.services.listen import Ears
from outreach.store import house as house_row
from outreach.store.unit import Mode, Store
from policies.channel import Channel
from policies.language import Language
from policies.rulebook import Rulebook

if TYPE_CHECKING:
    from channels.email.imap.mailbox import ImapMailbox
    from channels.sms.polling import TextList

FINAL_REPLY_MARGIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class House:
    """An open house. `ears` is the way in, `gate` the only way out, `book` shows a number.

    `mailboxes` are those read over IMAP, by name. `texts` is the carrier's own list of texts, where
    texts go by a carrier.
    """

    settings: Settings
    mode: Mode
    clock: Clock
    store: Store
    doors: Mapping[Channel, Door]
    book: CallBook
    tokens: Tokens
    templates: Templates
    wording: Wording
    gate: Gate
    ears: Ears
    mailbox: Maildir
    mailboxes: Mapping[str, ImapMailbox]
    texts: TextList | None = None

    @property
    def rulebook(self) -> Rulebook:
        """Return the rulebook that is in force now."""
        return self.gate.judges.rulebook

    def zones(self, person: Person) -> tuple[ZoneInfo, ...]:
        """Return the clocks a person may live by, as far as their record says; maybe none."""
        return zones_of(self.rulebook, person)

    def language(self, member: Member | None = None) -> Language:
        """Return what this member reads refusals in: their own language, else the house's."""
        return language_of((member and member.language) or self.settings.team.language)

    def closed(self, person: Person) -> Callable[[date], bool]:
        """Return which local days are public holidays where a person is."""
        return closed_in(self.rulebook, person.region or person.country or "")

    async def close(self) -> None:
        """Let go of every connection and of the database."""
        for door in self.doors.values():
            await door.close()
        for mailbox in self.mailboxes.values():
            await asyncio.to_thread(mailbox.close)
        self.store.close()


def open_house(folder: Path, clock: Clock | None = None) -> House:
    """Open the house in this folder; raise `SetupError` saying what is wrong with it."""
    settings = read_settings(folder)
    store = Store(settings.database_url)
    return build_house(settings, store, clock or clock_of(settings, store))


@contextmanager
def visiting(folder: Path, clock: Clock | None = None) -> Iterator[House]:
    """Open a house for as long as the `with` block lasts; for commands that send nothing."""
    house = open_house(folder, clock)
    try:
        yield house
    finally:
        house.store.close()


def build_house(settings: Settings, store: Store, clock: Clock) -> House:
    """Put a house together around an open database."""
    refuse_strangers()
    kept = store.read(house_row.get)
    mode = Mode(kept.mode)
    rulebook = InForce(settings.folder, partial(adopted, store))
    tokens = _tokens(settings, kept.installation_key)
    templates = Templates(settings.path("words"))
    wording = Wording(settings, EmailMarks(tokens, settings), templates)
    mint = fresh_mint()
    book = CallBook()
    callback = callback_of(settings, tokens)
    doors = doors_of(settings, mode, mint.inspector, clock.now, book, callback)
    gate = Gate(store, rulebook, doors, wording, clock, mint, habits_of(settings))
    ears = _ears(settings, store, clock, gate.judges.rulebook, tokens, gate)
    gc.freeze()  # to look through all that is loaded stops every thread, and a stop, for 70 ms
    return House(
        settings=settings,
        mode=mode,
        clock=clock,
        store=store,
        doors=doors,
        book=book,
        tokens=tokens,
        templates=templates,
        wording=wording,
        gate=gate,
        ears=ears,
        mailbox=Maildir(settings.path(settings.intake.maildir)),
        mailboxes=mailboxes_of(settings, mode, clock),
        texts=text_list(settings, store, clock, tokens) if may_text(settings, mode) else None,
    )


def _tokens(settings: Settings, installation: bytes) -> Tokens:
    first, *older = (token_key(one, installation) for one in signing_keys(settings))
    return Tokens(first, tuple(older))


def habits_of(settings: Settings) -> Habits:
    """Return how this house goes about sending."""
    return Habits(
        assume_country=settings.house.assume_country or None,
        house_name=settings.house.name,
        silent_after=timedelta(seconds=settings.intake.silent_after),
        unread_after=timedelta(seconds=settings.intake.unread_after),
        final_reply=timedelta(seconds=settings.smtp.final_timeout) + FINAL_REPLY_MARGIN,
        worker=f"{socket.gethostname()}-{os.getpid()}",
        limits=Limits(
            settings.care.sender_per_minute,
            settings.care.sender_per_day,
            settings.care.domain_per_hour,
        ),
    )


def _ears(
    settings: Settings,
    store: Store,
    clock: Clock,
    rulebook: Rulebook,
    tokens: Tokens,
    gate: Gate,
) -> Ears:
    return Ears(
        store=store,
        clock=clock,
        parse=parser(settings, store, tokens),
        read=shipped_reader(),
        stopped=gate.stopped,
        zones=partial(zones_of, rulebook),
        attempt_of=lambda token: tokens.attempt(token, Use.STOP),
        zone=rulebook.atlas.zone(settings.house.timezone) or ZoneInfo("UTC"),
        closed=closed_in(rulebook, settings.house.country),
        trusted=frozenset(settings.intake.trusted_servers),
        topics_now=Topics(store),
        judge=lambda: gate.judges,
        copies_to=settings.intake.copies_to.lower(),
        receipts=settings.intake.receipts,
        carrier=carrier_ears(settings, tokens),
        patience=Patience(settings.care.most_complaints, settings.care.complaints_among),
    )


def closed_in(rulebook: Rulebook, code: str) -> Callable[[date], bool]:
    """Return which days are public holidays in a country or region (ISO 3166); none if unknown."""
    return lambda day: bool(code) and rulebook.holiday(code, day) is not None
