"""The numbers of a national registry, as its copies are written, and whose plan a number is of."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

from outreach.errors import InputError

_TERRITORIES = {
    **dict.fromkeys(("PR", "VI", "GU", "AS", "MP"), "US"),
    **dict.fromkeys(("GG", "JE", "IM"), "GB"),
    **dict.fromkeys(("CX", "CC"), "AU"),
}
"""Their numbers are of the plan of the country, and its registry lists them."""
_AMERICAN = re.compile(r"1?([2-9]\d{2}[2-9]\d{6})")
_FEWEST_DIGITS = 5


class UnreadableLineError(InputError):
    """A line of a registry that is no number: read wrongly, a listed number would be rung."""

    def __init__(self, line: int, country: str) -> None:
        super().__init__(f"line {line} is no telephone number of {country}: one number a line")


@lru_cache(maxsize=65_536)
def number_country(number: str) -> str | None:
    """Return the country (ISO 3166-1) whose registry would list a number (E.164); None: unknown."""
    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None
    return _TERRITORIES.get(found, found) if found else None


def number_on(line: str, number: int, country: str) -> str | None:
    """Return the number (E.164) on a line, None for a blank line or the heading of the first.

    Area code and number may stand in two columns, as the registry of the United States writes them.
    """
    digits = "".join(letter for letter in line if letter.isdigit())
    if not digits and (number == 1 or not line.strip()):
        return None
    american = _AMERICAN.fullmatch(digits) if country == "US" else None
    if american:
        return f"+1{american[1]}"
    typed = f"+{digits}" if line.strip().startswith("+") else digits
    try:
        parsed = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException as error:
        raise UnreadableLineError(number, country) from error
    foreign = parsed.country_code != phonenumbers.country_code_for_region(country)
    if foreign or len(digits) < _FEWEST_DIGITS or not phonenumbers.is_possible_number(parsed):
        raise UnreadableLineError(number, country)
    written: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return written
