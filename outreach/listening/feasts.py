"""Feasts and holidays by name, none of them over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from outreach.listening.stretch import DAY, Stretch, day, monday_after, months_from

_LUNAR = ((2, 17), (2, 6), (1, 26), (2, 13), (2, 3), (1, 23), (2, 11), (1, 31), (2, 19), (2, 8))
"""Chinese New Year from 2026 on (Hong Kong Observatory's tables)."""
_LUNAR_FROM = 2026


def feast(name: str, today: date) -> Stretch:
    """Return the next such time of the year that is not over tomorrow."""
    for year in (today.year - 1, today.year, today.year + 1, today.year + 2):
        stretch = _FEASTS[name](year)
        if stretch.after > today + DAY:
            return stretch
    msg = f"no such time of year: `{name}`"
    raise ValueError(msg)


def easter(year: int) -> date:
    """Return Easter Sunday (the anonymous Gregorian algorithm; Meeus 1991, chapter 8)."""
    century, of_century = divmod(year, 100)
    leap, rest = divmod(century, 4)
    moon = (19 * (year % 19) + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    fix = (year % 19 + 11 * moon + 22 * week) // 451
    month, number = divmod(moon + week - 7 * fix + 114, 31)
    return date(year, month, number + 1)


def _new_year(year: int) -> Stretch:
    """Return the first Monday of work, and nothing before it."""
    work = monday_after(date(year, 1, 1))
    return Stretch(work, work)


def _thanksgiving(year: int) -> Stretch:
    first = date(year, 11, 1)
    fourth = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    return Stretch(fourth, fourth + 4 * DAY)


def _lunar(year: int) -> Stretch:
    if not _LUNAR_FROM <= year < _LUNAR_FROM + len(_LUNAR):
        return months_from(year, 2)
    start = date(year, *_LUNAR[year - _LUNAR_FROM])
    return Stretch(start, start + 7 * DAY)


def _memorial_day(year: int) -> Stretch:
    """Return the last Monday of May."""
    return day(monday_after(date(year, 5, 24)))


def _labor_day(year: int) -> Stretch:
    """Return the first Monday of September."""
    return day(monday_after(date(year, 8, 31)))


def _fixed(first: tuple[int, int], after: tuple[int, int]) -> Callable[[int], Stretch]:
    return lambda year: Stretch(date(year, *first), date(year, *after))


def _of_easter(first: int, after: int) -> Callable[[int], Stretch]:
    return lambda year: Stretch(easter(year) + first * DAY, easter(year) + after * DAY)


_FEASTS: dict[str, Callable[[int], Stretch]] = {
    "new-year": _new_year,
    "epiphany": lambda year: day(date(year, 1, 6)),
    "lunar": _lunar,
    "carnival": _of_easter(-50, -46),
    "holy-week": _of_easter(-7, 1),
    "easter": _of_easter(-2, 2),
    "whitsun": _of_easter(48, 51),
    "golden-week": _fixed((4, 29), (5, 6)),
    "may-day": _fixed((5, 1), (5, 6)),
    "summer-holidays": _fixed((7, 1), (9, 1)),
    "memorial-day": _memorial_day,
    "labor-day": _labor_day,
    "independence-day": _fixed((7, 4), (7, 5)),
    "obon": _fixed((8, 13), (8, 17)),
    "ferragosto": _fixed((8, 15), (8, 16)),
    "school-start": _fixed((9, 1), (9, 16)),
    "national-day": _fixed((10, 1), (10, 8)),
    "thanksgiving": _thanksgiving,
    "christmas": _fixed((12, 25), (12, 27)),
    "holidays": lambda year: Stretch(date(year, 12, 24), monday_after(date(year + 1, 1, 1))),
}
