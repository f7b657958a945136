"""The calendar of one of us, and the address at which other programs read it again and again."""

from __future__ import annotations

from channels.email.wire.tokens import Use
from outreach.bootstrap.house import House
from outreach.bootstrap.marks import CALENDAR_PATH
from outreach.domain.people import Member
from outreach.errors import SetupError
from outreach.services import agenda
from outreach.store import team


def calendar_of(home: House, member: Member) -> bytes:
    """Return promised calls and meetings (RFC 5545)."""
    host = home.settings.sender.mailbox.rpartition("@")[2] or "outreach.invalid"
    return agenda.calendar(home.store, member.name, home.clock.now(), home.zones, host)


def feed_address(home: House, member: Member) -> str:
    """Return where a calendar program reads it; raise `SetupError` where we have no pages.

    Whoever has the address reads it, until that member leaves or the signing key is thrown away.
    """
    base = home.settings.web.public_url
    if not base:
        msg = "our pages have no address yet: set `web.public_url`, or write a file with --ics"
        raise SetupError(msg)
    return f"{base}{CALENDAR_PATH}{home.tokens.make(member.id, Use.CALENDAR)}"


def read_from(home: House, token: str) -> bytes | None:
    """Return the calendar that a genuine address names, or None; nobody's who has left."""
    named = home.tokens.attempt(token, Use.CALENDAR)
    member = home.store.read(lambda conn: team.find(conn, named)) if named else None
    return None if member is None or member.left else calendar_of(home, member)
