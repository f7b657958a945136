"""Feasts and holidays by name, none of them over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from outreach.listening.stretch import DAY, Stretch, day, monday_after, months_from

_LUNAR = ((2, 17), (2, 6), (1, 26), (2, 13), (2, 3), (1, 23), (2, 11), (1, 31), (2, 19), (2, 8))
"""Chinese New Year from 2026 on (Hong Kong Observatory's tables)."""
_LUNAR_FROM = 2026
_DRAGON_BOAT = ((6, 19), (6, 9), (5, 28), (6, 16), (6, 5))
_MID_AUTUMN = ((9, 25), (9, 15), (10, 3), (9, 22), (9, 12))
_DIWALI = ((11, 8), (10, 29), (10, 17), (11, 5), (10, 26))
_RAMADAN = ((2, 18), (2, 8), (1, 28), (1, 16), (1, 6))
_EID = ((3, 20), (3, 10), (2, 27), (2, 15), (2, 5))
_PASSOVER = ((4, 1), (4, 21), (4, 10), (3, 30), (4, 17))
_HANUKKAH = ((12, 4), (12, 24), (12, 12), (12, 1), (12, 20))
"""First days from 2026 on, by the published calendars; a day's doubt goes to the later side."""


def feast(name: str, today: date) -> Stretch:
    """Return the next such time of the year that is not over tomorrow."""
    if name == _SCHOOL:
        return min((feast(one, today) for one in _SCHOOL_FREE), key=lambda days: days.first)
    for year in (today.year - 1, today.year, today.year + 1, today.year + 2):
        stretch = FEASTS[name](year)
        if stretch.after > today + DAY:
            return stretch
    msg = f"no such time of year: `{name}`"
    raise ValueError(msg)


_SCHOOL = "holidays-school"
"""The next school holidays, whichever they are."""
_SCHOOL_FREE = ("holidays", "winter-break", "spring-break", "summer-holidays", "autumn-break")


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


def _buen_fin(year: int) -> Stretch:
    """Return the Mexican weekend of sales before the third Monday of November, with it."""
    third = _nth(11, 0, 3)(year).first
    return Stretch(third - 3 * DAY, third + DAY)


def _lunar(year: int) -> Stretch:
    if not _LUNAR_FROM <= year < _LUNAR_FROM + len(_LUNAR):
        return Stretch(date(year, 2, 20), date(year, 2, 28))  # no later can it be
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


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], Stretch]:
    """Return the nth such weekday of a month."""

    def of_year(year: int) -> Stretch:
        first = date(year, month, 1)
        return day(first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1)))

    return of_year


def _of_table(days: tuple[tuple[int, int], ...], length: int) -> Callable[[int], Stretch]:
    """Return a feast by the moon, from a table that begins in `_LUNAR_FROM`; its month beyond."""

    def of_year(year: int) -> Stretch:
        if not _LUNAR_FROM <= year < _LUNAR_FROM + len(days):
            return months_from(year, days[0][0])
        start = date(year, *days[year - _LUNAR_FROM])
        return Stretch(start, start + length * DAY)

    return of_year


FEASTS: dict[str, Callable[[int], Stretch]] = {
    "new-year": _new_year,
    "epiphany": lambda year: day(date(year, 1, 6)),
    "lunar": _lunar,
    "carnival": _of_easter(-50, -46),
    "holy-week": _of_easter(-7, 1),
    "good-friday": _of_easter(-2, -1),
    "easter": _of_easter(-2, 2),
    "whitsun": _of_easter(48, 51),
    "golden-week": _fixed((4, 29), (5, 6)),
    "may-day": _fixed((5, 1), (5, 6)),
    "summer-holidays": _fixed((7, 1), (9, 1)),
    "memorial-day": _memorial_day,
    "labor-day": _labor_day,
    "independence-day": _fixed((7, 4), (7, 5)),
    "silver-week": _fixed((9, 19), (9, 24)),
    "obon": _fixed((8, 13), (8, 17)),
    "ferragosto": _fixed((8, 15), (8, 16)),
    "school-start": _fixed((9, 1), (9, 16)),
    "national-day": _fixed((10, 1), (10, 8)),
    "thanksgiving": _thanksgiving,
    "christmas": _fixed((12, 25), (12, 27)),
    "holidays": lambda year: Stretch(date(year, 12, 24), monday_after(date(year + 1, 1, 1))),
    "christmas-eve": _fixed((12, 24), (12, 27)),
    "between-years": lambda year: Stretch(date(year, 12, 27), monday_after(date(year + 1, 1, 1))),
    "sinterklaas": _fixed((12, 5), (12, 6)),
    "nikolaus": _fixed((12, 6), (12, 7)),
    "immaculate": _fixed((12, 6), (12, 9)),
    "advent": _fixed((11, 30), (12, 25)),
    "black-friday": lambda year: Stretch(
        _thanksgiving(year).first + DAY, _thanksgiving(year).first + 5 * DAY
    ),
    "buen-fin": _buen_fin,
    "halloween": _fixed((10, 31), (11, 1)),
    "all-saints": _fixed((11, 1), (11, 3)),
    "bonfire": _fixed((11, 5), (11, 6)),
    "autumn-break": _fixed((10, 12), (11, 3)),
    "half-term": _fixed((2, 13), (2, 22)),
    "winter-break": _fixed((2, 13), (3, 8)),
    "spring-break": _of_easter(-9, 9),
    "may-break": _fixed((4, 24), (5, 10)),
    "carnival-week": _of_easter(-48, -46),
    "ash-wednesday": _of_easter(-46, -45),
    "lent": _of_easter(-46, 1),
    "ascension": _of_easter(39, 40),
    "corpus-christi": _of_easter(60, 61),
    "koningsdag": _fixed((4, 27), (4, 28)),
    "liberation-day": _fixed((5, 5), (5, 6)),
    "italian-liberation": _fixed((4, 25), (4, 26)),
    "italian-republic": _fixed((6, 2), (6, 3)),
    "bastille": _fixed((7, 14), (7, 15)),
    "armistice": _fixed((11, 11), (11, 12)),
    "may-eighth": _fixed((5, 8), (5, 9)),
    "belgian-day": _fixed((7, 21), (7, 22)),
    "unity-day": _fixed((10, 3), (10, 4)),
    "oktoberfest": _fixed((9, 18), (10, 5)),
    "hispanic-day": _fixed((10, 12), (10, 13)),
    "december-bridge": _fixed((12, 5), (12, 9)),
    "mexican-independence": _fixed((9, 16), (9, 17)),
    "dead-day": _fixed((11, 1), (11, 3)),
    "brazil-independence": _fixed((9, 7), (9, 8)),
    "sao-joao": _fixed((6, 24), (6, 25)),
    "santo-antonio": _fixed((6, 13), (6, 14)),
    "aparecida": _fixed((10, 12), (10, 13)),
    "midsummer": _fixed((6, 19), (6, 27)),
    "valentines": _fixed((2, 14), (2, 15)),
    "st-patricks": _fixed((3, 17), (3, 18)),
    "mlk": _nth(1, 0, 3),
    "presidents-day": _nth(2, 0, 3),
    "super-bowl": _nth(2, 6, 2),
    "mothers-day": _nth(5, 6, 2),
    "columbus-day": _nth(10, 0, 2),
    "veterans-day": _fixed((11, 11), (11, 12)),
    "tax-day": _fixed((4, 15), (4, 16)),
    "tax-season": _fixed((2, 1), (4, 16)),
    "australia-day": _fixed((1, 26), (1, 27)),
    "anzac": _fixed((4, 25), (4, 26)),
    "bouwvak": _fixed((7, 10), (8, 29)),
    "late-summer": _fixed((8, 15), (9, 21)),
    "late-autumn": _fixed((11, 1), (12, 1)),
    "fiscal-april": _fixed((4, 1), (5, 1)),
    "fiscal-april-end": _fixed((3, 31), (4, 1)),
    "qingming": _fixed((4, 4), (4, 7)),
    "dragon-boat": _of_table(_DRAGON_BOAT, 1),
    "mid-autumn": _of_table(_MID_AUTUMN, 1),
    "diwali": _of_table(_DIWALI, 2),
    "ramadan": _of_table(_RAMADAN, 30),
    "eid": _of_table(_EID, 3),
    "passover": _of_table(_PASSOVER, 8),
    "hanukkah": _of_table(_HANUKKAH, 8),
    "candlemas": _fixed((2, 2), (2, 3)),
    "st-joseph": _fixed((3, 15), (3, 20)),
    "april-fair": _of_easter(16, 23),
    "tiradentes": _fixed((4, 21), (4, 22)),
    "carnival-br": _of_easter(-50, -45),
}
