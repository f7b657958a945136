"""Stretches of days on the person's calendar, none of them in the past.

Every function takes `today`, the person's own date, and returns a stretch that ends after it: years
roll forward. A stretch that is already running begins tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_LUNAR = ((2, 17), (2, 6), (1, 26), (2, 13), (2, 3), (1, 23), (2, 11), (1, 31), (2, 19), (2, 8))
"""Chinese New Year from 2026 on (Hong Kong Observatory's tables)."""
_LUNAR_FROM = 2026


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days [first, after)."""

    first: date
    after: date


def rolled(stretch: Stretch, today: date) -> Stretch | None:
    """Return the stretch without what is already over; None if all of it is."""
    if stretch.after <= today + DAY and stretch.first <= today:
        return None
    return Stretch(max(stretch.first, today + DAY), stretch.after)


def day(found: date) -> Stretch:
    return Stretch(found, found + DAY)


def month_start(year: int, month: int) -> date:
    """Return the first of a month; months count on beyond 12."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def months_from(year: int, month: int, count: int = 1) -> Stretch:
    return Stretch(month_start(year, month), month_start(year, month + count))


def coming(month: int, today: date, count: int = 1) -> Stretch:
    """Return the next stretch of `count` months that begins with this month."""
    for year in (today.year - 1, today.year):
        kept = rolled(months_from(year, month, count), today)
        if kept is not None:
            return kept
    return months_from(today.year + 1, month, count)


def coming_day(month: int, number: int, today: date) -> Stretch | None:
    """Return the next such day of the year, or None if there is no such day."""
    for year in range(today.year, today.year + 9):
        found = valid(year, month, number)
        if found is not None and found > today:
            return day(found)
    return None


def coming_number(number: int, today: date) -> Stretch | None:
    """Return the next day of a month with this number ("the 15th")."""
    for ahead in range(13):
        start = month_start(today.year, today.month + ahead)
        found = valid(start.year, start.month, number)
        if found is not None and found > today:
            return day(found)
    return None


def valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def monday_after(found: date) -> date:
    return found + timedelta(days=7 - found.weekday())


def weekday(number: int, today: date, *, next_week: bool) -> Stretch:
    """Return the coming weekday, or the one of next week (Monday to Sunday)."""
    if next_week:
        return day(monday_after(today) + timedelta(days=number))
    return day(today + timedelta(days=(number - today.weekday() - 1) % 7 + 1))


def later(today: date, count: float, unit: str) -> date:
    """Return the day `count` days, weeks ... after today."""
    whole = int(count)
    match unit:
        case "workday":
            return _workdays_later(today, max(whole, 1))
        case "week":
            return today + timedelta(days=round(7 * count))
        case "fortnight":
            return today + timedelta(days=round(14 * count))
        case "month" | "quarter" | "year":
            months = round({"month": 1, "quarter": 3, "year": 12}[unit] * count)
            start = month_start(today.year, today.month + months)
            last = month_start(start.year, start.month + 1) - DAY
            return min(start + timedelta(days=today.day - 1), last)
        case "day":
            return today + timedelta(days=whole)
        case _:
            return today


def _workdays_later(today: date, count: int) -> date:
    while count:
        today += DAY
        count -= today.weekday() < 5
    return today


def easter(year: int) -> date:
    """Return Easter Sunday (the anonymous Gregorian algorithm; Meeus 1991, chapter 8)."""
    century, of_century = divmod(year, 100)
    leap, rest = divmod(century, 4)
    moon = (19 * (year % 19) + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    fix = (year % 19 + 11 * moon + 22 * week) // 451
    month, number = divmod(moon + week - 7 * fix + 114, 31)
    return date(year, month, number + 1)


def named(name: str, today: date) -> Stretch:
    """Return the stretch that a name of `[times.fixed]` stands for."""
    if name in _SEASONS:
        return coming(_SEASONS[name], today, 3)
    if name[1:].isdigit():
        length = 3 if name[0] == "q" else 6
        return coming(length * (int(name[1:]) - 1) + 1, today, length)
    return _near(today).get(name) or _feast(name, today)


def _near(today: date) -> dict[str, Stretch]:
    monday, week = monday_after(today), timedelta(days=7)
    saturday = weekday(5, today, next_week=False).first
    quarter = (today.month - 1) // 3 * 3 + 4
    return {
        "today": day(today),
        "tomorrow": day(today + DAY),
        "overmorrow": day(today + 2 * DAY),
        "tomorrow-week": day(today + 8 * DAY),
        "this-week": Stretch(today, monday),
        "next-week": Stretch(monday, monday + week),
        "week-after-next": Stretch(monday + week, monday + 2 * week),
        "weekend": Stretch(saturday, saturday + 2 * DAY),
        "this-month": Stretch(today, month_start(today.year, today.month + 1)),
        "next-month": months_from(today.year, today.month + 1),
        "month-after-next": months_from(today.year, today.month + 2),
        "this-quarter": Stretch(today, month_start(today.year, quarter)),
        "next-quarter": months_from(today.year, quarter, 3),
        "this-year": Stretch(today, date(today.year + 1, 1, 1)),
        "next-year": months_from(today.year + 1, 1, 12),
    }


def _feast(name: str, today: date) -> Stretch:
    for year in (today.year - 1, today.year, today.year + 1, today.year + 2):
        stretch = _feast_in(name, year)
        if stretch.after > today + DAY:
            return stretch
    msg = f"no such time of year: `{name}`"
    raise ValueError(msg)


def _feast_in(name: str, year: int) -> Stretch:
    work = monday_after(date(year, 1, 1))
    match name:
        case "new-year":
            return Stretch(work, work)
        case "epiphany":
            return day(date(year, 1, 6))
        case "christmas":
            return Stretch(date(year, 12, 25), date(year, 12, 27))
        case "holidays":
            return Stretch(date(year, 12, 24), monday_after(date(year + 1, 1, 1)))
        case "easter":
            return Stretch(easter(year) - 2 * DAY, easter(year) + 2 * DAY)
        case "holy-week":
            return Stretch(easter(year) - 7 * DAY, easter(year) + DAY)
        case "thanksgiving":
            first = date(year, 11, 1)
            fourth = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
            return Stretch(fourth, fourth + 4 * DAY)
        case "lunar" if _LUNAR_FROM <= year < _LUNAR_FROM + len(_LUNAR):
            start = date(year, *_LUNAR[year - _LUNAR_FROM])
            return Stretch(start, start + 7 * DAY)
        case "lunar":
            return months_from(year, 2)
        case _:
            msg = f"no such time of year: `{name}`"
            raise ValueError(msg)
