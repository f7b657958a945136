"""Raw first: what comes in is kept and committed before anybody acknowledges or reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from outreach.services.listen.ears import Ears
from outreach.store import inbound, intake
from outreach.store.unit import Priority

_CLOCKS_RUN = datetime(2000, 1, 1, tzinfo=UTC)
"""A machine whose clock was never set says 1970, and "not before March" would long be over."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lay: the way in, and how far that is read with it."""

    way_in: str
    cursor: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message as it came.

    `key` names it for ever (mailbox and UID, a provider's id): a second delivery changes nothing.
    Under another key the same message has the same `digest`: a mailbox that is read and a server
    that posts to us hand over one mail, not two. None for one that cannot be told again.
    `door` says which way it came in. `came_at` is when, by the word of the server that took it;
    without one it comes now.
    """

    raw: bytes
    door: str
    key: str
    digest: str | None = None
    came_at: datetime | None = None
    place: Place | None = None

    def at(self, now: datetime) -> datetime:
        """Return when it came, as far as that can be believed."""
        came = self.came_at or now
        return came if _CLOCKS_RUN <= came <= now else now


def receive(ears: Ears, raw: bytes, door: str, key: str) -> str | None:
    """Keep a message and return its id once that is committed, or None if it was here already."""
    return receive_all(ears, [Arrived(raw, door, key)])[0]


def receive_all(ears: Ears, several: Sequence[Arrived]) -> list[str | None]:
    """Keep messages in one write; return for each its id, or None if it was here already.

    How far the way in is read is part of the same transaction: no crash comes between them.
    """
    now = ears.clock.now()
    return ears.store.write(lambda conn: [_keep(conn, one, now) for one in several], Priority.HEARD)


def _keep(conn: Connection, one: Arrived, now: datetime) -> str | None:
    if one.place is not None:
        intake.move(conn, one.place.way_in, one.place.cursor)
    return inbound.put(conn, one.key, one.door, one.raw, one.at(now), one.digest)


def unread(ears: Ears, limit: int = 100) -> list[str]:
    """Return the ids of what nobody has read yet, the oldest first: start-up reads these first."""
    return ears.store.read(lambda conn: inbound.unread(conn, limit))
