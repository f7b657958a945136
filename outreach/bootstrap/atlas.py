"""The atlas of the rulebook: zones, places and numbers, the same on every machine."""

from __future__ import annotations

from outreach.bootstrap.numbers import number_place
from outreach.bootstrap.zones import (
    country_zones,
    read_no_zone_of_the_machine,
    region_zones,
    zone,
    zone_countries,
)
from policies.rulebook import Atlas

MEMBER_STATES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_MEMBERS = frozenset(MEMBER_STATES.split())
# Territories with a country code (ISO 3166-1) of their own in which the law of their state holds.
TERRITORIES = {
    "US": "AS GU MP PR UM VI",
    "FR": "BL GF GP MF MQ PM RE YT",
    "FI": "AX",
    "AU": "CC CX NF",
}
STATE_OF = {code: state for state, codes in TERRITORIES.items() for code in codes.split()}
OUTSIDE_THE_UNION = frozenset({"BL", "PM"})


def load_atlas() -> Atlas:
    """Return the atlas. From here on zones come from PyPI's tzdata, never from the machine."""
    read_no_zone_of_the_machine()
    return Atlas(
        zone=zone,
        country_zones=country_zones,
        region_zones=region_zones,
        zone_countries=zone_countries,
        number=number_place,
        parents=parents,
    )


def parents(country: str) -> tuple[str, ...]:
    """Return the state and the union that a country belongs to, whose law it brings."""
    state = STATE_OF.get(country)
    union = (state or country) in EU_MEMBERS and country not in OUTSIDE_THE_UNION
    return (*((state,) if state else ()), *(("EU",) if union else ()))
