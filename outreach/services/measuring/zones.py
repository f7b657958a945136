"""The clocks people live by, looked up for many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.people import Person
from outreach.store import people

Zones = Callable[[Person], Sequence[ZoneInfo]]
Clocks = Sequence[ZoneInfo]


def clocks(conn: Connection, ids: Iterable[str], zones: Zones) -> dict[str, Clocks]:
    """Return by which clocks each of these people lives, as far as their record says."""
    return {key: zones(one) for key, one in people.get_many(conn, ids).items()}
