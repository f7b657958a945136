"""Expressions of time in a text: what they span, and which days they mean.

Grammar of ours finds the expression and its operator (after, until, not before ...); nothing is
guessed from a lone number, and nothing resolves to the past.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from outreach.listening import calendar, stretch
from outreach.listening.clocks import minute_of
from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid, joined, stretched
from outreach.listening.operators import with_operators
from outreach.listening.stretch import Stretch

_WEEK, _FORTNIGHT = timedelta(days=7), timedelta(days=14)
_EXACT = frozenset(
    ("iso", "date", "date_after", "range", "range_after", "slashed", "dotted", "number")
)
"""Kinds of expressions that name days of the calendar."""
_NINE = 9 * 60
"""Nobody who says "in the morning" means six."""
_MINUTES = {"hour": 60, "minute": 1}


def times_in(text: str, grammar: Grammar, now: datetime, *, month_first: bool) -> list[TimeSaid]:
    """Return the expressions of time in a folded text, in order, none overlapping another.

    `now` is the moment of receipt on the person's clock.
    """
    taken: list[TimeSaid] = []
    today = now.date()
    for kind, pattern in grammar.patterns:
        for match in pattern.finditer(text):
            if any(match.start() < had.end and had.start < match.end() for had in taken):
                continue
            said = _soon(kind, match, grammar, now) or _resolved(
                kind, match, grammar, today, month_first
            )
            if said is not None:
                taken.append(_with_clock(text, said, grammar))
    taken = list(joined(text, sorted(taken, key=lambda said: said.start)))
    return list(stretched(text, list(with_operators(text, taken, grammar))))


def _soon(kind: str, match: re.Match[str], grammar: Grammar, now: datetime) -> TimeSaid | None:
    """Return the moment "in two hours"."""
    if kind != "length":
        return None
    found = match.groupdict()
    unit = grammar.words["units"][_spaced(found["unit"] or "")]
    if unit not in _MINUTES:
        return None
    at = now + timedelta(minutes=_count(found, grammar.words) * _MINUTES[unit])
    minute = at.hour * 60 + at.minute
    return TimeSaid(*match.span(), stretch.day(at.date()), minute=minute, length=True)


def _resolved(
    kind: str, match: re.Match[str], grammar: Grammar, today: date, month_first: bool
) -> TimeSaid | None:
    found, words = match.groupdict(), grammar.words
    days = (
        _of_calendar(kind, found, words, today, month_first=month_first)
        if kind in _EXACT
        else _by_name(kind, found, words, today)
    )
    if days is None or days.after <= today:
        return None
    fixed = words["fixed"].get(_spaced(found["name"])) if kind == "fixed" else None
    return TimeSaid(
        match.start("day") if kind == "number" else match.start(),
        match.end(),
        days,
        exact=kind in _EXACT,
        length=kind == "length",
        weekday=kind == "weekday",
        ranged=kind in ("range", "range_after"),
        closing=bool(found.get("end")) or fixed in ("month-end", "year-end"),
    )


def _of_calendar(
    kind: str,
    found: Mapping[str, str | None],
    words: Mapping[str, Any],
    today: date,
    *,
    month_first: bool,
) -> Stretch | None:
    """Return the days of an expression that names one of the calendar."""
    if kind == "number":
        return calendar.coming_number(int(found["day"] or 0), today)
    if kind not in ("slashed", "dotted"):
        name = found.get("name")
        month = words["months"][name] if name else int(found["month"] or 0)
        return _dated(found, month, today)
    one, two = int(found["one"] or 0), int(found["two"] or 0)
    swapped = (kind == "slashed" and month_first and one <= 12) or two > 12
    parts = {"day": str(two if swapped else one), "year": found["year"]}
    return _dated(parts, one if swapped else two, today)


def _by_name(
    kind: str, found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    """Return the days of an expression that names a week, month, feast or length."""
    name = found.get("name") or ""
    match kind:
        case "week_of":
            return _week_of(words["months"][name], words["nth"][found["nth"]], today)
        case "nth_day":
            return _nth_day(found, words, today)
        case "week":
            return calendar.coming_week(int(found["number"] or 0), today)
        case "wide":
            return _widely(found, words, today)
        case "fixed":
            return calendar.named(words["fixed"][_spaced(name)], today)
        case "weekday":
            days = calendar.weekday(words["weekdays"][name], today, next_week=bool(found["next"]))
            return stretch.day(days.first + 7 * stretch.DAY) if found["week"] else days
        case "month":
            return _month(words["months"][name], found["year"], today)
        case _:
            return _length(found, words, today)


def _week_of(month: int, nth: int, today: date) -> Stretch | None:
    """Return a week of a month, Monday to Sunday; the first one begins on its first Monday."""
    whole = calendar.coming(month, today)
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
    start = stretch.month_start(whole.first.year, whole.first.month)
    number, nth = words["weekdays"][found["weekday"]], words["nth"][found["nth"]]
    first = start + timedelta(days=(number - start.weekday()) % 7)
    days = [first + timedelta(days=7 * ahead) for ahead in range(5)]
    within = [one for one in days if one.month == start.month]
    return stretch.day(within[-1] if nth > len(within) else within[nth - 1])


def _whole(
    found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    """Return the month, week or season that an expression is within."""
    name = _spaced(found["name"] or "")
    if name in words["months"]:
        return _month(words["months"][name], found.get("year"), today)
    return calendar.named({**words.get("within", {}), **words["fixed"]}[name], today)


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _dated(found: Mapping[str, str | None], month: int, today: date) -> Stretch | None:
    if not 1 <= month <= 12:
        return None
    number, year = int(found["day"] or 0), found.get("year")
    begun = _begun(found, month, today) if not year else None
    if begun is not None:
        return begun
    if year:
        first = calendar.valid(int(year) + (2000 if len(year) == 2 else 0), month, number)
    else:
        coming = calendar.coming_day(month, number, today)
        first = coming.first if coming else None
    if first is None or first <= today:
        return _running(found, month, today)
    last = calendar.valid(first.year, month, int(found.get("last") or number))
    return Stretch(first, (last or first) + stretch.DAY)


def _begun(found: Mapping[str, str | None], month: int, today: date) -> Stretch | None:
    """Return what is left of a range that holds today ("away from 16 to 27 November")."""
    first = calendar.valid(today.year, month, int(found.get("day") or 0))
    last = calendar.valid(today.year, month, int(found.get("last") or 0))
    if first is None or last is None or not first <= today <= last:
        return None
    return Stretch(today + stretch.DAY, last + stretch.DAY)


def _running(found: Mapping[str, str | None], month: int, today: date) -> Stretch | None:
    """Return the rest of a range that began in the past ("away 10 to 28 November")."""
    last = calendar.valid(today.year, month, int(found.get("last") or 0))
    return Stretch(today, last + stretch.DAY) if last and last >= today else None


def _month(number: int, year: str | None, today: date) -> Stretch | None:
    if not year:
        return calendar.coming(number, today)
    return calendar.rolled(stretch.months_from(int(year), number), today)


def _widely(
    found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    whole = _whole(found, words, today)
    if whole is None:
        return None
    length = (whole.after - whole.first) // 3
    last = whole.after - stretch.DAY
    if found["end"]:
        if whole.after - whole.first <= _WEEK:
            last = max(whole.after - 3 * stretch.DAY, whole.first)
            return Stretch(last, last + stretch.DAY)
        return Stretch(max(last, whole.first), whole.after)
    if found["late"]:
        return Stretch(whole.first + 2 * length, whole.after)
    if found["middle"]:
        ahead = min((whole.after - whole.first) // 2, _FORTNIGHT) if length < _FORTNIGHT else length
        middle = whole.first + ahead
        return Stretch(middle, whole.first + 2 * length)
    return Stretch(whole.first, whole.first + max(length, stretch.DAY))


def _length(found: Mapping[str, str | None], words: Mapping[str, Any], today: date) -> Stretch:
    unit = words["units"][_spaced(found["unit"] or "")]
    return stretch.day(calendar.later(today, _count(found, words), unit))


def _count(found: Mapping[str, str | None], words: Mapping[str, Any]) -> float:
    said = _spaced(found["most"] or found["many"] or "1")
    return float(said) if said.isdigit() else float(words["numbers"][said])


def _with_clock(text: str, said: TimeSaid, grammar: Grammar) -> TimeSaid:
    after = grammar.clock.match(text, said.end)
    if after and _is_hour(after[0]):
        return replace(said, end=after.end(), minute=minute_of(after))
    before = grammar.clock_before.search(text[max(0, said.start - 30) : said.start])
    if before:
        start = max(0, said.start - 30) + before.start()
        return replace(said, start=start, minute=minute_of(before))
    part = grammar.part.match(text, said.end) if grammar.part else None
    if part:
        return replace(
            said, end=part.end(), minute=max(grammar.parts[_spaced(part["part"])].start, _NINE)
        )
    return said


def _is_hour(found: str) -> bool:
    """Return whether it is more than a bare number ("2 Dec 2 pm", not "June 5 people")."""
    return bool(re.search(r"[a-z:@]|\d\.\d\d", found))
