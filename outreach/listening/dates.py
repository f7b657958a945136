"""Days of the calendar, as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from outreach.listening import calendar, stretch
from outreach.listening.counts import spaced
from outreach.listening.expressions import day_names
from outreach.listening.stretch import Stretch

_A_MONTH = timedelta(days=31)
_NUMERIC = frozenset(("slashed", "dashed", "dotted"))


def otherwise(found: Mapping[str, str | None], days: Stretch, today: date) -> Stretch | None:
    """Return the other reading of a day and month that may stand in either order."""
    one, two = int(found["one"] or 0), int(found["two"] or 0)
    if max(one, two) > 12 or one == two:
        return None
    day, month = (two, one) if days.first.day == one else (one, two)
    return _dated({"day": str(day), "year": found["year"]}, month, today)


def of_calendar(
    kind: str,
    found: Mapping[str, str | None],
    words: Mapping[str, Any],
    today: date,
    *,
    month_first: bool,
) -> Stretch | None:
    """Return the days of an expression that names one of the calendar."""
    if kind == "weekday_number":
        return calendar.coming_number_on(
            _day_number(found["day"], words), weekday_named(found["weekday"] or "", words), today
        )
    if kind in ("number", "named_number"):
        return calendar.coming_number(_day_number(found["day"], words), today)
    if kind not in _NUMERIC:
        name = found.get("name")
        month = words["months"][name] if name else int(found["month"] or 0)
        return _dated({**found, "day": str(_day_number(found["day"], words))}, month, today)
    one = int(found["one"] or found.get("first") or 0)
    two = int(found["two"] or found.get("second") or 0)
    swapped = (kind == "slashed" and month_first and one <= 12) or two > 12
    first, other = (two, one) if swapped else (one, two)
    days = _dated({"day": str(first), "year": found["year"]}, other, today)
    if days is None and max(one, two) <= 12 and not _lately(found["year"], other, first, today):
        return _dated({"day": str(other), "year": found["year"]}, first, today)
    return days


def _day_number(name: str | None, words: Mapping[str, Any]) -> int:
    """Return the number of a day of the month, in digits or by its name."""
    if name is None:
        return 0
    return int(name) if name.isdigit() else day_names(words)[spaced(name)]


def _lately(year: str | None, month: int, number: int, today: date) -> bool:
    """Return whether it is the date of a mail just sent, or of an absence that has begun."""
    written = calendar.valid(_year(year), month, number) if year else None
    return written is not None and today - _A_MONTH <= written <= today


def weekday_named(name: str, words: Mapping[str, Any]) -> int:
    """Return the number of a weekday, Monday 0, by its name or its short form ("Do.")."""
    known = {**words.get("short_weekdays", {}), **words["weekdays"]}
    return int(known[spaced(name.rstrip("."))])


def _dated(found: Mapping[str, str | None], month: int, today: date) -> Stretch | None:
    if not 1 <= month <= 12:
        return None
    number, year = int(found["day"] or 0), found.get("year")
    begun = _begun(found, month, today) if not year else None
    if begun is not None:
        return begun
    if year:
        first = calendar.valid(_year(year), month, number)
    else:
        coming = calendar.coming_day(month, number, today)
        first = coming.first if coming else None
    if first is None or first <= today:
        return _running(found, month, today)
    last = calendar.valid(first.year, month, int(found.get("last") or number))
    return Stretch(first, (last or first) + stretch.DAY)


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


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


def month_of(number: int, year: str | None, today: date) -> Stretch | None:
    if not year:
        return calendar.coming(number, today)
    return calendar.rolled(stretch.months_from(_year(year), number), today)
