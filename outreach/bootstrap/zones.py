"""Zones by name, country and subdivision, from PyPI's tzdata and two tables of our own."""

from __future__ import annotations

import tomllib
import zoneinfo
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

NO_PLACE = frozenset({"", "Factory"})
"""Names that tzdata knows and that say nothing about where anybody is."""


@lru_cache(maxsize=4096)
def zone(name: str) -> ZoneInfo | None:
    """Return a zone by its IANA name, old names included; None where there is no such zone."""
    if name in NO_PLACE:
        return None
    read_no_zone_of_the_machine()
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return None


def read_no_zone_of_the_machine() -> None:
    """From here on zones come from PyPI's tzdata, also those that were asked for before."""
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(())
        ZoneInfo.clear_cache()


def country_zones(country: str) -> tuple[str, ...]:
    """Return every zone of a country (ISO 3166-1); an unknown code gives ()."""
    return _by_country().get(country, ())


def region_zones(region: str) -> tuple[str, ...]:
    """Return every zone of a subdivision (ISO 3166-2) that we hold; others give ()."""
    return _regions().get(region, ())


def zone_countries(name: str) -> tuple[str, ...]:
    """Return the countries in which a zone is observed; old names are followed, others give ()."""
    known = _by_zone()
    return known.get(name) or known.get(_renamed().get(name, name), ())


def load_every_zone() -> int:
    """Load every zone there is, by every name; return how many.

    Whatever runs for weeks does so at its start: time zone data that is replaced on the disk
    meanwhile would be read for those zones alone that were not asked for before.
    """
    names = {*(name for _, name in _zone_tab()), *_renamed()}
    return sum(zone(name) is not None for name in names)


@lru_cache(maxsize=1)
def _zone_tab() -> tuple[tuple[str, str], ...]:
    """Return the country and zone of every row of tzdata's zone.tab."""
    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((country, name) for country, _, name, *_ in rows)


@lru_cache(maxsize=1)
def _by_country() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for country, name in _zone_tab():
        found[country] = (*found.get(country, ()), name)
    return found


@lru_cache(maxsize=1)
def _by_zone() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for country, name in _zone_tab():
        found[name] = (*found.get(name, ()), country)
    return found


@lru_cache(maxsize=1)
def _renamed() -> dict[str, str]:
    """Return the present name of every old one: tzdata's links."""
    text = files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text(encoding="utf-8")
    links = (line.split() for line in text.splitlines() if line.startswith("L "))
    return {old: present for _, present, old in links}


@lru_cache(maxsize=1)
def _regions() -> dict[str, tuple[str, ...]]:
    here = files("outreach.bootstrap")
    world = tomllib.loads(here.joinpath("regions.toml").read_text(encoding="utf-8"))
    north = tomllib.loads(here.joinpath("north_america.toml").read_text(encoding="utf-8"))
    found = {
        region: tuple(place["zones"])
        for place in world["place"]
        for region in place["regions"].split()
    }
    return found | {code: tuple(row["zones"]) for code, row in north.items() if "zones" in row}
