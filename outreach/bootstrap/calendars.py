"""The calendar of one of us, and the address at which other programs read it again and again."""

from __future__ import annotations

from sqlalchemy import Connection

from channels.email.wire.tokens import Use
from outreach.bootstrap.house import House
from outreach.bootstrap.marks import CALENDAR_PATH
from outreach.domain.people import Member
from outreach.errors import SetupError
from outreach.services import agenda
from outreach.store import ledger, team
from outreach.store.ledger import Entry

_PARTING = "__"
"""Between a member and the number of their address; no id holds it."""


def calendar_of(home: House, member: Member) -> bytes:
    """Return promised calls and meetings (RFC 5545)."""
    host = home.settings.sender.mailbox.rpartition("@")[2] or "outreach.invalid"
    return agenda.calendar(home.store, member.name, home.clock.now(), home.zones, host)


def feed_address(home: House, member: Member) -> str:
    """Return where a calendar program reads it; raise `SetupError` where we have no pages.

    Whoever has the address reads it, until that member leaves or gets another address.
    """
    base = home.settings.web.public_url
    if not base:
        msg = "our pages have no address yet: set `web.public_url`, or write a file with --ics"
        raise SetupError(msg)
    return f"{base}{CALENDAR_PATH}{home.tokens.make(_named(member), Use.CALENDAR)}"


def renewed(home: House, member: Member) -> Member:
    """Give their calendar a new address; the old one shows nothing any more."""

    def renew(conn: Connection) -> Member:
        now = home.clock.now()
        ledger.add(conn, Entry(now, "calendar-address-renewed", member.id, {"of": member.name}))
        return team.renew_feed(conn, member.id)

    return home.store.write(renew)


def read_from(home: House, token: str) -> bytes | None:
    """Return the calendar that a genuine address names, or None; nobody's who has left."""
    named = home.tokens.attempt(token, Use.CALENDAR) or ""
    member = home.store.read(lambda conn: team.find(conn, named.partition(_PARTING)[0]))
    if member is None or member.left or _named(member) != named:
        return None
    return calendar_of(home, member)


def _named(member: Member) -> str:
    """Return what an address names: the member, and which of their addresses it is."""
    return f"{member.id}{_PARTING}{member.feeds}" if member.feeds else member.id
