"""Zones by name, country and subdivision."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zoneinfo
from importlib.resources import files

import pytest

from outreach.bootstrap.atlas import load_atlas
from outreach.bootstrap.zones import country_zones, region_zones, zone, zone_countries

SPLIT = {
    "US-FL": {"America/New_York", "America/Chicago"},
    "US-TN": {"America/New_York", "America/Chicago"},
    "US-OR": {"America/Los_Angeles", "America/Boise"},
    "US-AK": {"America/Anchorage", "America/Adak"},
    "CA-ON": {"America/Toronto", "America/Winnipeg"},
    "CA-NL": {"America/St_Johns", "America/Goose_Bay"},
}


@pytest.mark.parametrize(
    ("old", "new"), [("Europe/Kiev", "Europe/Kyiv"), ("US/Eastern", "America/New_York")]
)
def test_a_renamed_zone_is_the_zone_it_became(old: str, new: str) -> None:
    """CASES 48"""
    found = zone(old)
    assert found is not None
    assert zone_countries(old) == zone_countries(new)


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "America", "../zone", "zone.tab", "a\0b", "Factory"]
)
def test_what_is_no_zone_is_none(name: str) -> None:
    """CASES 48"""
    assert zone(name) is None


LOADED = """
import sys
from outreach.bootstrap.atlas import load_atlas
from outreach.bootstrap.zones import load_every_zone, zone

load_atlas()
many = load_every_zone()
opened = []
sys.addaudithook(lambda event, given: event == "open" and opened.append(given[0]))
names = ("Pacific/Chatham", "Europe/Kiev", "US/Eastern", "Antarctica/Troll", "Asia/Calcutta")
print(many, all(map(zone, names)), opened)
"""


def test_what_runs_for_weeks_reads_no_zone_later_than_at_its_start() -> None:
    """CASES 49: data replaced on the disk meanwhile mixes with none that was loaded."""
    shown = subprocess.run(
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True
    )
    many, found, opened = shown.stdout.split(maxsplit=2)
    assert int(many) > 500
    assert (found, opened.strip()) == ("True", "[]")


def test_a_country_has_every_zone_of_it() -> None:
    """CASES 51"""
    assert {"Australia/Perth", "Australia/Sydney", "Australia/Lord_Howe"} <= set(
        country_zones("AU")
    )
    assert country_zones("FR") == ("Europe/Paris",)
    assert country_zones("XX") == ()


@pytest.mark.parametrize(("region", "zones"), SPLIT.items())
def test_a_subdivision_on_two_clocks_has_both(region: str, zones: set[str]) -> None:
    assert set(region_zones(region)) == zones


def test_a_subdivision_nobody_knows_has_none() -> None:
    assert region_zones("US-XX") == ()


def test_every_zone_of_our_tables_exists() -> None:
    here = files("outreach.bootstrap")
    world = tomllib.loads(here.joinpath("regions.toml").read_text())
    north = tomllib.loads(here.joinpath("north_america.toml").read_text())
    named = {name for place in world["place"] for name in place["zones"]}
    for row in north.values():
        named |= {*row.get("zones", ()), *row.get("usual", ())}
        named |= {name for zones in row.get("area", {}).values() for name in zones}
    assert {name for name in named if zone(name) is None} == set()


def test_every_zone_of_a_subdivision_is_one_of_its_country() -> None:
    north = tomllib.loads(files("outreach.bootstrap").joinpath("north_america.toml").read_text())
    territories = {"US-AS", "US-GU", "US-MP", "US-PR", "US-VI"}
    for region in set(north) - territories:
        country = region.partition("-")[0]
        for name in region_zones(region):
            assert country in zone_countries(name), (region, name)


def test_every_region_of_our_table_is_a_subdivision() -> None:
    world = tomllib.loads(files("outreach.bootstrap").joinpath("regions.toml").read_text())
    named = [code for place in world["place"] for code in place["regions"].split()]
    assert [code for code in named if not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code)] == []
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("region", "only"),
    [
        ("NZ-WGN", "Pacific/Auckland"),
        ("ES-MD", "Europe/Madrid"),
        ("FR-974", "Indian/Reunion"),
        ("FR-RE", "Indian/Reunion"),
    ],
)
def test_a_subdivision_on_one_clock_has_that_one(region: str, only: str) -> None:
    assert region_zones(region) == (only,)


def test_a_member_state_brings_its_union() -> None:
    assert load_atlas().parents("FR") == ("EU",)
    assert load_atlas().parents("US") == ()
    assert load_atlas().parents("GB") == ()


def path_after(done: str) -> str:
    """Return where a fresh Python looks for the machine's zones once this was done."""
    show = f"import zoneinfo; {done}; print(zoneinfo.TZPATH)"
    run = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_the_machine_own_zones_are_never_read() -> None:
    done = "from outreach.bootstrap.atlas import load_atlas; load_atlas()"
    assert path_after(done) == "()"
    assert load_atlas()
    assert zoneinfo.TZPATH == ()


def test_not_even_for_a_zone_that_is_asked_for_before_anything_is_loaded() -> None:
    """A scenario is read, and its zone with it, before the rulebook that judges it."""
    done = "from outreach.bootstrap.zones import zone; zone('America/Havana')"
    assert path_after(done) == "()"
