"""Raw first: what comes in is kept and committed before anybody acknowledges or reads it."""

from __future__ import annotations

from outreach.services.listen.ears import Ears
from outreach.store import inbound
from outreach.store.unit import Priority


def receive(ears: Ears, raw: bytes, door: str, key: str) -> str | None:
    """Keep a message and return its id once that is committed, or None if it was here already.

    `key` names the message for ever (mailbox and UID, a provider's id): a second delivery changes
    nothing. `door` says which way it came in.
    """
    now = ears.clock.now()
    return ears.store.write(lambda conn: inbound.put(conn, key, door, raw, now), Priority.HEARD)


def unread(ears: Ears, limit: int = 100) -> list[str]:
    """Return the ids of what nobody has read yet, the oldest first: start-up reads these first."""
    return ears.store.read(lambda conn: inbound.unread(conn, limit))
