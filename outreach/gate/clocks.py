"""Which clocks a person may live by, as far as we were told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from outreach.domain.people import Person
from policies.rulebook import Rulebook


def zones_of(rulebook: Rulebook, person: Person) -> tuple[ZoneInfo, ...]:
    """Return the clocks a person may live by: the stated one, else the region's or country's."""
    atlas = rulebook.atlas
    stated = atlas.zone(person.zone) if person.zone else None
    if stated:
        return (stated,)
    names = atlas.region_zones(person.region or "") or atlas.country_zones(person.country or "")
    found = (atlas.zone(name) for name in names)
    return tuple(zone for zone in found if zone)
