"""The clock that a house lives by: the machine's own, or, in a rehearsal, one that is ahead."""

from __future__ import annotations

from datetime import timedelta

from outreach.clock import Clock, ClockAhead, SystemClock
from outreach.config import Settings
from outreach.errors import SetupError
from outreach.store import house
from outreach.store.unit import Mode, Store


def clock_of(settings: Settings, store: Store) -> Clock:
    """Return the house's clock; raise `SetupError` for one that is ahead where people are reached.

    A live house that lived in other days would write at night, and take a pause for over.
    """
    ahead = settings.rehearsal.hours_ahead
    if not ahead:
        return SystemClock()
    if store.read(house.get).mode != Mode.REHEARSAL:
        msg = (
            "`rehearsal.hours_ahead` stands in outreach.toml, and this house is live: take it out,"
            " for nobody is reached by a clock that is wrong"
        )
        raise SetupError(msg)
    return ClockAhead(timedelta(hours=ahead))
