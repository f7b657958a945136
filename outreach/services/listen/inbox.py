"""Raw first: what comes in is kept and committed before anybody acknowledges or reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from outreach.services.listen.ears import Ears
from outreach.store import inbound, intake
from outreach.store.unit import Priority


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lay: the way in, how far that is read with it, and what it is known by.

    The same message under another key has the same digest; None for one that cannot be told again.
    """

    way_in: str
    cursor: str
    digest: str | None = None


def receive(
    ears: Ears,
    raw: bytes,
    door: str,
    key: str,
    place: Place | None = None,
    came_at: datetime | None = None,
) -> str | None:
    """Keep a message and return its id once that is committed, or None if it was here already.

    `key` names the message for ever (mailbox and UID, a provider's id): a second delivery changes
    nothing. `door` says which way it came in. How far the way in is read is part of the same
    transaction: no crash comes between them. `came_at` is when it came, by the word of the server
    that took it; without one it comes now.
    """
    now = ears.clock.now()
    at = came_at if came_at is not None and _CLOCKS_RUN <= came_at <= now else now

    def work(conn: Connection) -> str | None:
        if place is None:
            return inbound.put(conn, key, door, raw, at)
        intake.move(conn, place.way_in, place.cursor)
        return inbound.put(conn, key, door, raw, at, place.digest)

    return ears.store.write(work, Priority.HEARD)


_CLOCKS_RUN = datetime(2000, 1, 1, tzinfo=UTC)
"""A machine whose clock was never set says 1970, and "not before March" would long be over."""


def unread(ears: Ears, limit: int = 100) -> list[str]:
    """Return the ids of what nobody has read yet, the oldest first: start-up reads these first."""
    return ears.store.read(lambda conn: inbound.unread(conn, limit))
