"""Stretches of days on the person's calendar, none of them in the past.

Every function takes `today`, the person's own date, and returns a stretch that ends after it: years
roll forward. A stretch that is already running begins tomorrow.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from outreach.listening.feasts import feast
from outreach.listening.stretch import DAY, Stretch, day, monday_after, month_start, months_from

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


_MONTHS = {
    "month": 1,
    "two-months": 2,
    "quarter": 3,
    "half-year": 6,
    "three-quarters": 9,
    "year": 12,
    "year-and-half": 18,
    "decade": 120,
}


_NEAR = 3
"""Months in which a weekday and the number of a day are looked for together."""


def rolled(stretch: Stretch, today: date) -> Stretch | None:
    """Return the stretch without what is already over; None if all of it is."""
    if stretch.after <= today + DAY and stretch.first <= today:
        return None
    return Stretch(max(stretch.first, today + DAY), stretch.after)


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


def coming_number_on(number: int, weekday: int, today: date) -> Stretch | None:
    """Return the next day with this number that is this weekday ("Thursday 14"), if it is near.

    Where none is near, the weekday was a slip, and the number counts.
    """
    soonest = coming_number(number, today)
    near = [month_start(today.year, today.month + ahead) for ahead in range(_NEAR + 1)]
    days = [valid(start.year, start.month, number) for start in near]
    agreed = (one for one in days if one and one > today and one.weekday() == weekday)
    return next((day(one) for one in agreed), soonest)


def coming_week(number: int, today: date) -> Stretch | None:
    """Return the next calendar week with this number (ISO 8601), without what is over of it."""
    for year in (today.year - 1, today.year, today.year + 1, today.year + 2):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        kept = rolled(Stretch(monday, monday + timedelta(days=7)), today)
        if kept is not None:
            return kept
    return None


def coming_year(number: int, today: date) -> Stretch | None:
    """Return a whole year to come; this one and those gone are none."""
    return months_from(number, 1, 12) if number > today.year else None


def valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


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
            return today + timedelta(days=ceil(7 * count))
        case "fortnight":
            return today + timedelta(days=round(14 * count))
        case unit if unit in _MONTHS:
            months = _MONTHS[unit] * count
            start = month_start(today.year, today.month + int(months))
            last = month_start(start.year, start.month + 1) - DAY
            days = round((months - int(months)) * 30)
            return min(start + timedelta(days=today.day - 1), last) + timedelta(days=days)
        case "day":
            return today + timedelta(days=whole)
        case _:
            return today


def _workdays_later(today: date, count: int) -> date:
    while count:
        today += DAY
        count -= today.weekday() < 5
    return today


def named(name: str, today: date) -> Stretch:
    """Return the stretch that a name of `[times.fixed]` stands for."""
    if name in _SEASONS:
        return _not_nearly_over(_SEASONS[name], today, 3)
    if name[1:].isdigit():
        length = 3 if name[0] == "q" else 6
        return _not_nearly_over(length * (int(name[1:]) - 1) + 1, today, length)
    return _near(today).get(name) or feast(name, today)


def _not_nearly_over(month: int, today: date, count: int) -> Stretch:
    """Return the coming one; whoever is near its end and names it means the next."""
    found = coming(month, today, count)
    whole = (month_start(2001, month + count) - month_start(2001, month)).days
    if (found.after - found.first).days * 3 > whole:
        return found
    return coming(month, found.after, count)


def _near(today: date) -> dict[str, Stretch]:
    monday, week = monday_after(today), timedelta(days=7)
    saturday = weekday(5, today, next_week=False).first
    quarter = (today.month - 1) // 3 * 3 + 4
    return {
        "today": day(today),
        "tomorrow": day(today + DAY),
        "overmorrow": day(today + 2 * DAY),
        "tomorrow-week": day(today + 8 * DAY),
        "overmorrow-week": day(today + 9 * DAY),
        "this-week": Stretch(today, monday),
        "next-week": Stretch(monday, monday + week),
        "week-after-next": Stretch(monday + week, monday + 2 * week),
        "next-workday": day(_workdays_later(today, 1)),
        "weekend": Stretch(saturday, saturday + 2 * DAY),
        "two-weeks": Stretch(today, monday + week),
        "this-month": Stretch(today, month_start(today.year, today.month + 1)),
        "next-month": months_from(today.year, today.month + 1),
        "month-after-next": months_from(today.year, today.month + 2),
        "this-quarter": Stretch(today, month_start(today.year, quarter)),
        "next-quarter": months_from(today.year, quarter, 3),
        "this-year": Stretch(today, date(today.year + 1, 1, 1)),
        "next-year": months_from(today.year + 1, 1, 12),
        "in-a-year": day(later(today, 1, "year")),
        "year-after-next": months_from(today.year + 2, 1, 12),
        "in-a-month": day(later(today, 1, "month")),
        "in-a-week": day(today + week),
        "in-eight-days": day(today + 8 * DAY),
        "in-two-weeks": day(today + 2 * week),
        "in-fifteen-days": day(today + 15 * DAY),
        "in-two-months": day(later(today, 2, "month")),
        "end-of-next-week": day(monday + 4 * DAY),
        "next-half": months_from(today.year, (today.month - 1) // 6 * 6 + 7, 6),
        "month-end": _last_of(today.year, today.month + 1),
        "week-end": day(max(monday - 3 * DAY, today + DAY)),
        "first-of-month": day(month_start(today.year, today.month + 1)),
        "quarter-end": _last_of(today.year, quarter),
        "year-end": _last_of(today.year + 1, 1),
    }


def _last_of(year: int, month: int) -> Stretch:
    """Return the day before a month begins."""
    return day(month_start(year, month) - DAY)
