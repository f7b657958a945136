"""The pages of what the demo left, on loopback: the story's people with their own pages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from channels.email.wire.tokens import Use
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.marks import PAGE_PATH
from outreach.clock import SystemClock
from outreach.config import read_settings
from outreach.demo.story import BAKER, FATHER, TRAVELLER
from outreach.domain.attempts import AttemptState
from outreach.services import listen
from outreach.store import attempts, people
from outreach.store.unit import Store
from policies.channel import Channel


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A clock that goes on where the story ended."""

    since: timedelta

    def now(self) -> datetime:
        """Return this moment of the story's world, aware, in UTC."""
        return SystemClock().now() + self.since

    def monotonic(self) -> float:
        """Return seconds since some fixed point."""
        return SystemClock().monotonic()


@dataclass(frozen=True, slots=True)
class Page:
    """A page to look at: whose, by which link, and its path."""

    whose: str
    path: str


def open_again(folder: Path, ended: datetime) -> House:
    """Open the house that the demo left, at the moment at which its story ended."""
    settings = read_settings(folder)
    clock = GoingOn(ended - SystemClock().now())
    return build_house(settings, Store(settings.database_url), clock)


async def keep_listening(home: House) -> None:
    """Read what comes in for as long as the pages are open: a house that is deaf reaches nobody."""
    intake = rounds_of(home).intake
    while True:
        await asyncio.to_thread(intake.poll)
        await asyncio.sleep(home.settings.intake.every)


def pages_of(home: House) -> list[Page]:
    """Return the pages of three people of the story, by the link in their last mail."""
    found = (_by_mail(home, name) for name in (TRAVELLER, BAKER, FATHER))
    return [page for page in found if page is not None]


def own_page_of(home: House) -> list[Page]:
    """Return the page that opens to one of them for an hour from now, as if he had asked for it."""
    mail = home.store.read(lambda conn: _last_mail(conn, TRAVELLER))
    if mail is None or listen.ask_for_link(home.ears, mail) is not listen.Asked.ON_ITS_WAY:
        return []
    own = home.store.read(lambda conn: _last_mail(conn, TRAVELLER, own=True))
    path = PAGE_PATH + home.tokens.make(own or "", Use.OWN)
    return [Page(f"{TRAVELLER}, his own for an hour", path)]


def _by_mail(home: House, name: str) -> Page | None:
    mail = home.store.read(lambda conn: _last_mail(conn, name))
    return Page(name, PAGE_PATH + home.tokens.make(mail, Use.STOP)) if mail else None


def _last_mail(conn: Connection, name: str, *, own: bool = False) -> str | None:
    """Return the last mail that reached somebody, or the one that hands their own link over."""
    person = people.named(conn, name)[0]
    mails = [
        row["id"]
        for row in attempts.of(conn, person.id)
        if row["channel"] == Channel.EMAIL
        and row["point_id"]
        and (listen.is_own_link(row["message"]) if own else row["state"] == AttemptState.ACCEPTED)
    ]
    return mails[-1] if mails else None
