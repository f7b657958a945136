"""Expressions of time in a text: what they span, and which days they mean.

Grammar of ours finds the expression and its operator (after, until, not before ...); nothing is
guessed from a lone number, and nothing resolves to the past.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from outreach.listening import calendar
from outreach.listening.calendar import Stretch
from outreach.listening.clocks import minute_of
from outreach.listening.grammar import Grammar, any_of

_FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """One expression: folded offsets, its days, a minute of the day where one was named.

    `operator` is one of OPERATORS or empty (times past are left out). `exact` is a day of the
    calendar, `length` a span from now on ("two weeks"), `closing` the end of something ("the end
    of March").
    """

    start: int
    end: int
    days: Stretch
    operator: str = ""
    minute: int | None = None
    exact: bool = False
    length: bool = False
    closing: bool = False


def times_in(text: str, grammar: Grammar, today: date, *, month_first: bool) -> list[TimeSaid]:
    """Return the expressions of time in a folded text, in order, none overlapping another."""
    taken: list[TimeSaid] = []
    for kind, pattern in grammar.patterns:
        for match in pattern.finditer(text):
            if any(match.start() < had.end and had.start < match.end() for had in taken):
                continue
            said = _resolved(kind, match, grammar, today, month_first)
            if said is not None:
                taken.append(_with_clock(text, said, grammar))
    return sorted(_with_operators(text, taken, grammar), key=lambda said: said.start)


def _with_operators(text: str, taken: Iterable[TimeSaid], grammar: Grammar) -> Iterator[TimeSaid]:
    ago = _following(grammar)
    doubtful = set(grammar.words.get("doubtful", ()))
    for said in taken:
        before = text[max(0, said.start - 40) : said.start]
        found = next((name for name, p in grammar.operators if p.search(before)), "")
        if found == "past" or ago.match(text, said.end):
            continue
        if not found and text[said.start : said.end] in doubtful and said.minute is None:
            continue
        yield replace(said, operator=found)


@lru_cache
def _following(grammar: Grammar) -> re.Pattern[str]:
    """Match words that put the expression before them into the past ("two months ago")."""
    return re.compile(rf"\s+(?:{any_of(grammar.words.get('ago', ())) or '(?!)'})(?!\w)")


def _resolved(
    kind: str, match: re.Match[str], grammar: Grammar, today: date, month_first: bool
) -> TimeSaid | None:
    found = match.groupdict()
    words = grammar.words
    days: Stretch | None
    match kind:
        case "iso" | "date" | "date_after" | "range" | "range_after":
            month = words["months"][found["name"]] if "name" in found else int(found["month"])
            days = _dated(found, month, today)
        case "slashed" | "dotted":
            one, two = int(found["one"]), int(found["two"])
            swapped = (kind == "slashed" and month_first and one <= 12) or two > 12
            parts = {"day": str(two if swapped else one), "year": found["year"]}
            days = _dated(parts, one if swapped else two, today)
        case "wide":
            days = _widely(found, words, today)
        case "fixed":
            days = calendar.named(words["fixed"][_spaced(found["name"])], today)
        case "weekday":
            number = words["weekdays"][found["name"]]
            days = calendar.weekday(number, today, next_week=bool(found["next"]))
            if found["week"]:
                days = calendar.day(days.first + 7 * calendar.DAY)
        case "month":
            days = _month(words["months"][found["name"]], found["year"], today)
        case "length":
            days = _length(found, words, today)
        case _:
            days = calendar.coming_number(int(found["day"]), today)
    if days is None or days.after <= today:
        return None
    exact = kind in (
        "iso",
        "date",
        "date_after",
        "range",
        "range_after",
        "slashed",
        "dotted",
        "number",
    )
    return TimeSaid(
        match.start(),
        match.end(),
        days,
        exact=exact,
        length=kind == "length",
        closing=bool(found.get("end")),
    )


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _dated(found: Mapping[str, str | None], month: int, today: date) -> Stretch | None:
    if not 1 <= month <= 12:
        return None
    number, year = int(found["day"] or 0), found.get("year")
    if year:
        first = calendar.valid(int(year) + (2000 if len(year) == 2 else 0), month, number)
    else:
        coming = calendar.coming_day(month, number, today)
        first = coming.first if coming else None
    if first is None or first <= today:
        return _running(found, month, today)
    last = calendar.valid(first.year, month, int(found.get("last") or number))
    return Stretch(first, (last or first) + calendar.DAY)


def _running(found: Mapping[str, str | None], month: int, today: date) -> Stretch | None:
    """Return the rest of a range that began in the past ("away 10 to 28 November")."""
    last = calendar.valid(today.year, month, int(found.get("last") or 0))
    return Stretch(today, last + calendar.DAY) if last and last >= today else None


def _month(number: int, year: str | None, today: date) -> Stretch | None:
    if not year:
        return calendar.coming(number, today)
    return calendar.rolled(calendar.months_from(int(year), number), today)


def _widely(
    found: Mapping[str, str | None], words: Mapping[str, Any], today: date
) -> Stretch | None:
    name = _spaced(found["name"] or "")
    whole = (
        _month(words["months"][name], found["year"], today)
        if name in words["months"]
        else calendar.named({**words.get("within", {}), **words["fixed"]}[name], today)
    )
    if whole is None:
        return None
    length = (whole.after - whole.first) // 3
    last = whole.after - calendar.DAY
    if found["end"]:
        return Stretch(max(last, whole.first), whole.after)
    if found["late"]:
        return Stretch(whole.first + 2 * length, whole.after)
    if found["middle"]:
        ahead = min((whole.after - whole.first) // 2, _FORTNIGHT) if length < _FORTNIGHT else length
        middle = whole.first + ahead
        return Stretch(middle, whole.first + 2 * length)
    return Stretch(whole.first, whole.first + max(length, calendar.DAY))


def _length(found: Mapping[str, str | None], words: Mapping[str, Any], today: date) -> Stretch:
    said = _spaced(found["most"] or found["many"] or "1")
    count = float(said) if said.isdigit() else float(words["numbers"][said])
    unit = words["units"][_spaced(found["unit"] or "")]
    return calendar.day(calendar.later(today, count, unit))


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
        return replace(said, end=part.end(), minute=grammar.parts[_spaced(part["part"])].start)
    return said


def _is_hour(found: str) -> bool:
    """Return whether it is more than a bare number ("2 Dec 2 pm", not "June 5 people")."""
    return bool(re.search(r"[a-z:@]|\d\.\d\d", found))
