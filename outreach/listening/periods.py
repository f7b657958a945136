"""Weeks, months, seasons, feasts and lengths by name, and parts of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from outreach.listening import calendar, stretch
from outreach.listening.counts import count_of, number_of, spaced
from outreach.listening.dates import month_of, weekday_named
from outreach.listening.stretch import Stretch

_TWO_WEEKS = re.compile(r"fortnight|quinze|quindici|vierzehn|veertien|14|15")
_FORTNIGHT = timedelta(days=14)


def by_name(
    kind: str, found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    """Return the days of an expression that names a week, month, feast or length."""
    name = found.get("name") or ""
    match kind:
        case "week_of" | "week_in":
            return _week_of(found, words, today)
        case "nth_day":
            return _nth_day(found, words, today)
        case "week":
            number = found["number"] or found.get("numbered") or 0
            return calendar.coming_week(int(number), today)
        case "wide" | "half":
            return _widely(found, words, today)
        case "fixed" | "idiom":
            return _fixed(words["fixed"][spaced(name)], found.get("year"), today)
        case "weekday":
            return _weekday(found, words, today)
        case "week_later":
            return _week_later(found, words, today)
        case "month":
            return month_of(words["months"][name], found["year"], today)
        case "year":
            return calendar.coming_year(int(found["year"] or 0), today)
        case _:
            return _length(found, words, today)


def _fixed(name: str, year: str | None, today: date) -> Stretch | None:
    """Return what a name stands for, in a year where one stands beside it."""
    if not year:
        return calendar.named(name, today)
    return calendar.named(name, max(date(int(year), 1, 1) - stretch.DAY, today))


def _weekday(
    found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    """Return a weekday: the coming one, or that of the week that is named beside it."""
    number = weekday_named(found["name"] or "", words)
    week = found["ahead"] or found["week"]
    if week:
        name = {**words.get("within", {}), **words["fixed"]}[spaced(week)]
        days = stretch.day(stretch.that_weeks(calendar.named(name, today).first, number))
        return days if days.first > today else calendar.weekday(number, today, next_week=False)
    if found["over"]:
        return stretch.day(calendar.weekday(number, today, next_week=False).first + stretch.WEEK)
    return calendar.weekday(number, today, next_week=bool(found["next"] or found["behind"]))


def _week_later(found: Mapping[str, str | None], words: Mapping[str, Any], today: date) -> Stretch:
    """Return "a week on Friday", "two weeks from today", "Friday week", "two Fridays from now"."""
    each = found["each"] or found["coming"]
    if each:
        first = calendar.weekday(words["weekdays"][spaced(each)], today, next_week=False).first
        weeks = number_of(found["counted"] or found["count"] or "1", words) - 1
        return stretch.day(first + timedelta(days=round(7 * weeks)))
    name = spaced(found["name"] or found["before"] or found["ahead"] or found["direct"] or "")
    many = found["many"] or found["later"]
    count = number_of(many, words) if many else 1 + bool(_TWO_WEEKS.search(found["on"] or ""))
    days = (
        calendar.weekday(words["weekdays"][name], today, next_week=False)
        if name in words["weekdays"]
        else stretch.day(today)
    )
    return stretch.day(days.first + timedelta(days=round(7 * count)))


def _week_of(
    found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    """Return a week of a month, Monday to Sunday; the first one begins on its first Monday."""
    nth = words["nth"][spaced(found["nth"] or "")]
    whole = _whole(
        {"name": found["name"] or found.get("glued"), "year": found.get("year")}, words, today
    )
    if whole is None:
        return None
    start = stretch.month_start(whole.first.year, whole.first.month)
    monday = stretch.monday_after(start - stretch.DAY)
    if nth > 4:
        monday = stretch.monday_after(whole.after - stretch.DAY * 8)
    else:
        monday += timedelta(days=7 * (nth - 1))
    return calendar.rolled(Stretch(monday, monday + timedelta(days=7)), today)


def _nth_day(
    found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    """Return "the first Monday of February"; the last one for "last"."""
    whole = _whole(found, words, today)
    if whole is None:
        return None
    nth = words["nth"][spaced(found["nth"] or "")]
    if found["weekday"] is None:
        return _day_within(whole, nth, today)
    number = words["weekdays"][found["weekday"]]
    for ahead in range(3):
        start = stretch.month_start(whole.first.year, whole.first.month + ahead)
        first = start + timedelta(days=(number - start.weekday()) % 7)
        days = [first + timedelta(days=7 * later) for later in range(5)]
        within = [one for one in days if one.month == start.month]
        chosen = within[-1] if nth > len(within) else within[nth - 1]
        if chosen > today:
            return stretch.day(chosen)
    return None


def _day_within(whole: Stretch, nth: int, today: date) -> Stretch | None:
    """Return "the third day of May"; the last one for "last"."""
    last = whole.after - stretch.DAY
    first = last.replace(day=1) + (nth - 1) * stretch.DAY
    return calendar.rolled(stretch.day(last if nth > 4 else first), today)


def _whole(
    found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    """Return the month, week or season that an expression is within."""
    name = spaced(found["name"] or "")
    if name in words["months"]:
        return month_of(words["months"][name], found.get("year"), today)
    return _fixed({**words.get("within", {}), **words["fixed"]}[name], found.get("year"), today)


def _widely(
    found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    """Return a part of a month, week or season, the next one that is not over."""
    name, year = spaced(found["name"] or ""), found.get("year")
    now = today
    for _ in range(2):
        whole = _whole(found, words, now)
        if whole is None:
            return None
        whole = _from_its_beginning(whole, name, words)
        part = _part_of(whole, found)
        kept = calendar.rolled(part, today)
        if kept is not None and (kept.first == part.first or found.get("end") or year):
            return kept
        now = whole.after
    return kept


def _from_its_beginning(whole: Stretch, name: str, words: Mapping[str, Any]) -> Stretch:
    """Return a running stretch from its true beginning, not from today."""
    last = whole.after - stretch.DAY
    if name in words["months"]:
        return Stretch(last.replace(day=1), whole.after)
    match {**words.get("within", {}), **words["fixed"]}.get(name, ""):
        case "this-week":
            return Stretch(whole.after - stretch.WEEK, whole.after)
        case "this-month":
            return Stretch(last.replace(day=1), whole.after)
        case "this-year":
            return Stretch(last.replace(month=1, day=1), whole.after)
        case "this-quarter":
            return Stretch(last.replace(month=last.month - 2, day=1), whole.after)
        case _:
            return whole


def _part_of(whole: Stretch, found: Mapping[str, str | None]) -> Stretch:
    """Return the beginning, middle, end or half of a stretch."""
    if found["half_one"] or found["half_two"]:
        middle = _middle_of(whole)
        return Stretch(middle, whole.after) if found["half_two"] else Stretch(whole.first, middle)
    length = (whole.after - whole.first) // 3
    last = whole.after - stretch.DAY
    if found.get("end"):
        if whole.after - whole.first <= stretch.WEEK:
            last = max(whole.after - 3 * stretch.DAY, whole.first)
            return Stretch(last, last + stretch.DAY)
        return Stretch(max(last, whole.first), whole.after)
    if found.get("late"):
        return Stretch(whole.first + 2 * length, whole.after)
    if found.get("middle"):
        ahead = min((whole.after - whole.first) // 2, _FORTNIGHT) if length < _FORTNIGHT else length
        ahead = min(ahead, length) if whole.after - whole.first == stretch.WEEK else ahead
        middle = whole.first + ahead
        return Stretch(middle, whole.first + 2 * length)
    return Stretch(whole.first, whole.first + max(length, stretch.DAY))


def _middle_of(whole: Stretch) -> date:
    """Return the day on which the second half begins: the 16th of a month, July of a year."""
    days = (whole.after - whole.first).days
    months = round(days / 30.4)
    if months > 1:
        return stretch.month_start(whole.first.year, whole.first.month + months // 2)
    return whole.first + timedelta(days=days // 2)


def _length(found: Mapping[str, str | None], words: Mapping[str, Any], today: date) -> Stretch:
    unit = words["units"][spaced(found["unit"] or "")]
    return stretch.day(calendar.later(today, count_of(found, words), unit))
