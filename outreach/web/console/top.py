"""What stands at the top of every page of the console: whether we listen, and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from outreach.bootstrap.house import House
from outreach.gate.hearing import deaf_now
from outreach.store import house as at_home
from outreach.store import reviewing
from outreach.store.reviewing import MOST_COUNTED
from outreach.store.unit import Mode
from outreach.web.console.telling import span


@dataclass(frozen=True, slots=True)
class Top:
    """How things stand, as it is shown.

    `deaf` and `halted` say why nothing goes out, or nothing. `half` and `longest` are from a stop's
    arrival until it bound us, over the last messages; empty where none came yet.
    """

    deaf: str
    halted: str
    half: str
    longest: str
    waiting: str
    oldest: str
    proposals: str
    today: str
    rehearsal: bool


def top(home: House) -> Top:
    """Return how things stand."""
    now = home.clock.now()
    midnight = now.astimezone(home.ears.zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def work(conn: Connection) -> Top:
        found = reviewing.strip(conn, midnight)
        took = sorted(reviewing.took_to_hear(conn))
        return Top(
            deaf=deaf_now(conn, now, home.gate.habits),
            halted=at_home.get(conn).halted_because or "",
            half=span(took[(len(took) - 1) // 2]) if took else "",
            longest=span(took[-1]) if took else "",
            waiting=_counted(found.waiting),
            oldest=span(now - found.oldest) if found.oldest else "",
            proposals=_counted(found.proposals),
            today=_counted(found.today),
            rehearsal=home.mode is Mode.REHEARSAL,
        )

    return home.store.read(work)


def _counted(number: int) -> str:
    return f"{number:,}" if number < MOST_COUNTED else f"over {MOST_COUNTED - 1:,}"
