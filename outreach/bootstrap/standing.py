"""How the house stands: whether it listens, what waits for a human, how soon a stop bound it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.bootstrap.house import House
from outreach.gate.hearing import deaf_now
from outreach.store import house as at_home
from outreach.store import reviewing
from outreach.store.reviewing import Strip


@dataclass(frozen=True, slots=True)
class Standing:
    """`deaf` and `halted` say why nothing goes out, or nothing.

    `took` are the last lengths from a message's arrival until it bound us, the shortest first.
    """

    now: datetime
    deaf: str
    halted: str
    waits: Strip
    took: tuple[timedelta, ...]


def standing(home: House) -> Standing:
    """Return how things stand; a day begins at midnight on the house's own clock."""
    now = home.clock.now()
    midnight = now.astimezone(home.ears.zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def work(conn: Connection) -> Standing:
        return Standing(
            now=now,
            deaf=deaf_now(conn, now, home.gate.habits),
            halted=at_home.get(conn).halted_because or "",
            waits=reviewing.strip(conn, midnight),
            took=tuple(sorted(reviewing.took_to_hear(conn))),
        )

    return home.store.read(work)
