"""The pages of what the demo left, on loopback: the story's people with their own pages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy import Connection

from channels.email.wire.tokens import Use
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House
from outreach.bootstrap.marks import PAGE_PATH
from outreach.demo.story import BAKER, FATHER, TRAVELLER
from outreach.domain.attempts import AttemptState
from outreach.services import listen
from outreach.store import attempts, people
from policies.channel import Channel


@dataclass(frozen=True, slots=True)
class Page:
    """A page to look at: whose, by which link, and its path."""

    whose: str
    path: str


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
