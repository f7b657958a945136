"""What a number's prefix says: never more than it knows."""

from __future__ import annotations

import phonenumbers
import pytest
from phonenumbers import timezone

from outreach.bootstrap.numbers import NOWHERE, number_place
from outreach.bootstrap.zones import country_zones, zone

# Codes where the library's one zone is wrong: mostly where the code lies, not all of it, or a new
# overlay that it takes for another state's.
MISTAKEN = {"474", "689", "867", "876", "879"}


def area_codes() -> list[str]:
    """Every North American area code that the library takes for a place."""
    kinds = phonenumbers.PhoneNumberType
    placed = {kinds.FIXED_LINE, kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}
    found = []
    for area in range(200, 1000):
        tries = (phonenumbers.parse(f"+1{area}{middle}5678") for middle in (234, 345, 622, 787))
        if any(phonenumbers.number_type(number) in placed for number in tries):
            found.append(str(area))
    return found


AREAS = area_codes()


def test_there_are_hundreds_of_area_codes() -> None:
    assert len(AREAS) > 400


@pytest.mark.parametrize("area", AREAS)
def test_every_area_code_is_in_our_table_with_no_zone_less(area: str) -> None:
    ours = number_place(f"+1{area}5550142")
    assert ours.country
    assert ours.zones
    if area in MISTAKEN:
        return
    theirs = timezone.time_zones_for_number(phonenumbers.parse(f"+1{area}5550142"))
    january, july = (1_767_225_600, 1_782_864_000)
    for name in set(theirs) - {"Etc/Unknown"}:
        offsets = {(offset(name, january), offset(name, july))}
        assert offsets & {(offset(mine, january), offset(mine, july)) for mine in ours.zones}


def offset(name: str, at: int) -> object:
    from datetime import UTC, datetime

    found = zone(name)
    assert found is not None
    return datetime.fromtimestamp(at, UTC).astimezone(found).utcoffset()


@pytest.mark.parametrize(
    ("number", "regions", "zones"),
    [
        ("+17025550142", ("US-NV",), {"America/Los_Angeles"}),
        ("+18505550142", ("US-FL",), {"America/New_York", "America/Chicago"}),
        ("+13055550142", ("US-FL",), {"America/New_York"}),
        ("+12195550142", ("US-IN",), {"America/Indiana/Indianapolis", "America/Chicago"}),
        ("+19075550142", ("US-AK",), {"America/Anchorage", "America/Adak"}),
        ("+16045550142", ("CA-BC",), {"America/Vancouver"}),
        ("+17875550142", ("US-PR",), {"America/Puerto_Rico"}),
        ("+19025550142", ("CA-NS", "CA-PE"), {"America/Halifax"}),
    ],
)
def test_an_area_code_names_its_states_and_all_its_zones(
    number: str, regions: tuple[str, ...], zones: set[str]
) -> None:
    """CASES 50"""
    place = number_place(number)
    assert (place.country, place.regions, set(place.zones)) == (regions[0][:2], regions, zones)


@pytest.mark.parametrize(
    "number",
    [
        "+18005550142",
        "+18885550142",
        "+19005550142",
        "+15005550142",
        "+87077123456",
        "+80012345678",
        "+443001234567",
        "+447012345678",
        "+15555550142",
        "not a number",
        "",
    ],
)
def test_a_number_that_belongs_to_no_place_says_none(number: str) -> None:
    assert number_place(number) == NOWHERE


@pytest.mark.parametrize(
    "number", ["+61412345678", "+34612345678", "+5511961234567", "+79161234567"]
)
def test_a_mobile_of_a_wide_country_may_ring_anywhere_in_it(number: str) -> None:
    """CASES 51"""
    place = number_place(number)
    assert place.country
    assert set(country_zones(place.country)) <= set(place.zones)


def test_a_fixed_line_rings_where_it_is_fixed() -> None:
    assert number_place("+34928123456").zones == ("Atlantic/Canary",)


def test_a_british_mobile_is_not_taken_for_an_island() -> None:
    assert number_place("+447911123456").country == "GB"


def test_another_country_behind_code_one_is_that_country() -> None:
    place = number_place("+12425550142")
    assert (place.country, place.regions, place.zones) == ("BS", (), ("America/Nassau",))
