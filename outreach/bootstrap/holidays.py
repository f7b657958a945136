"""Public holidays by calendar and year, from the `holidays` library and a table of additions.

The library takes a fifth of a second to import and as long for a country's first year, so it is
imported with the first question and every year of a calendar is kept.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from outreach.errors import SetupError

NO_CALENDAR = frozenset({"EU", "*"})
"""Jurisdictions that are no country: their members have the holidays."""


class UnknownCalendarError(SetupError):
    """No table of holidays is known for a country: nobody can say which days are closed there."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no public holidays are known for `{code}`")


def holiday_name(code: str, day: date) -> str | None:
    """Return the name of the holiday on a local day, or None.

    `code` is ISO 3166-1 or -2. A subdivision has its country's holidays and its own; one without a
    calendar of its own has its country's. An unknown country raises `UnknownCalendarError`.
    """
    if code in NO_CALENDAR:
        return None
    return _year(code, day.year).get(day)


def known_calendar(code: str) -> bool:
    """Whether public holidays are known for a country or a subdivision (ISO 3166-1 or -2).

    A test asks the library about every place we ship a pack for, so that nobody has to wait for it
    here; about other codes it is asked.
    """
    if code in NO_CALENDAR:
        return False
    if files("policies").joinpath("packs", f"{code.lower()}.toml").is_file():
        return True
    from holidays.utils import list_supported_countries

    country, _, subdivision = code.partition("-")
    subdivisions = list_supported_countries().get(country)
    return subdivisions is not None and (not subdivision or subdivision in subdivisions)


@lru_cache(maxsize=4096)
def _year(code: str, year: int) -> dict[date, str]:
    """Return every holiday of one calendar and year."""
    country, _, subdivision = code.partition("-")
    found = _published(country, None, year)
    if subdivision:
        found |= _published(country, subdivision, year)
    found |= {
        day: str(row["name"])
        for row in _additions()
        if row["calendar"] in (code, country)
        for day in _days(row, year)
    }
    return found


def _published(country: str, subdivision: str | None, year: int) -> dict[date, str]:
    """Return the library's holidays, each under all its names."""
    import holidays

    try:
        table = holidays.country_holidays(country, years=year, language="en_US")
    except NotImplementedError as unknown:
        raise UnknownCalendarError(country) from unknown
    if subdivision is not None:
        if subdivision not in table.subdivisions:
            return {}
        table = holidays.country_holidays(country, subdivision, years=year, language="en_US")
    return {day: name for day, name in table.items() if day.year == year}


@lru_cache(maxsize=1)
def _additions() -> tuple[dict[str, object], ...]:
    text = files("outreach.bootstrap").joinpath("holidays.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["day"])


def _days(row: dict[str, object], year: int) -> tuple[date, ...]:
    if row.get("rule") == "us_election_even_years":
        return (_us_election(year),) if year % 2 == 0 else ()
    month, _, day = str(row["on"]).partition("-")
    return (date(year, int(month), int(day)),)


def _us_election(year: int) -> date:
    """Return the Tuesday after the first Monday in November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(0 - first.weekday()) % 7 + 1)
