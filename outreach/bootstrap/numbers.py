"""What a telephone number's prefix says about where it may ring.

North American numbers are looked up by area code in north_america.toml; all others are read by the
phonenumbers library, and a number that is not tied to a place by its prefix has every zone of its
country. The answer is a hint that can only narrow when we may call: people carry numbers along.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from outreach.bootstrap.zones import country_zones
from policies.rulebook import NumberPlace

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

NOWHERE = NumberPlace(geographic=False)
NORTH_AMERICA = "+1"
_SHARED_MOBILES = {44: "GB"}
"""Country codes whose mobile prefixes do not tell the islands from the mainland."""


@lru_cache(maxsize=65_536)
def number_place(number: str) -> NumberPlace:
    """Return where a number (E.164) may ring; toll-free, premium, satellite, unknown: nowhere."""
    if number.startswith(NORTH_AMERICA):
        return _areas().get(number[2:5], NOWHERE)
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return NOWHERE
    return _abroad(parsed)


def _abroad(parsed: PhoneNumber) -> NumberPlace:
    """Return the place of a number outside North America."""
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    kind = phonenumbers.number_type(parsed)
    placed = {Type.FIXED_LINE, Type.MOBILE, Type.FIXED_LINE_OR_MOBILE, Type.VOIP, Type.UNKNOWN}
    code = parsed.country_code or 0
    country = phonenumbers.region_code_for_number(parsed)
    if kind is not Type.FIXED_LINE:
        country = _SHARED_MOBILES.get(code, country)
    country = country or phonenumbers.region_code_for_country_code(code)
    if kind not in placed or not country or not country.isalpha():
        return NOWHERE
    return NumberPlace(country, (), _zones(parsed, country, fixed=kind is Type.FIXED_LINE))


def _zones(parsed: PhoneNumber, country: str, *, fixed: bool) -> tuple[str, ...]:
    """Return a fixed line's own zones, else all of the country's besides."""
    from phonenumbers import timezone

    named = tuple(
        name for name in timezone.time_zones_for_number(parsed) if name != timezone.UNKNOWN_TIMEZONE
    )
    if fixed and named:
        return named
    whole = country_zones(country)
    return (*whole, *(name for name in named if name not in whole))


@lru_cache(maxsize=1)
def _areas() -> dict[str, NumberPlace]:
    """Return every area code's place."""
    text = files("outreach.bootstrap").joinpath("north_america.toml").read_text(encoding="utf-8")
    found: dict[str, NumberPlace] = {}
    for code, row in tomllib.loads(text).items():
        country, _, subdivision = code.partition("-")
        for number in row["codes"]:
            area = str(number)
            before = found.get(area, NumberPlace(country))
            found[area] = NumberPlace(
                country,
                (*before.regions, code) if subdivision else (),
                _union(before.zones, _area_zones(code, row, area)),
            )
    return found


def _area_zones(code: str, row: dict[str, Any], area: str) -> tuple[str, ...]:
    return tuple(
        row.get("area", {}).get(area) or row.get("usual") or row.get("zones") or country_zones(code)
    )


def _union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return (*one, *(name for name in other if name not in one))
