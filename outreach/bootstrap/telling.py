"""How far an open house tells programs what happened."""

from __future__ import annotations

from outreach.bootstrap.house import House
from outreach.domain.reachable import Reach, networks
from outreach.services.webhooks import Teller
from outreach.store.unit import Mode


def reach_of(house: House) -> Reach:
    """Return which addresses this house posts to."""
    ours = networks(house.settings.web.webhooks_within)
    return Reach(ours, rehearsal=house.mode is Mode.REHEARSAL)


def teller_of(house: House) -> Teller:
    """Return what tells programs; the engine makes its rounds."""
    return Teller(house.store, house.clock, reach_of(house))
