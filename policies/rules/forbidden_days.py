"""Forbidden days: public holidays and days on which a law wants people left alone.

What it does
    Defers a contact to the end of the local day where that day is a holiday of a calendar that an
    entry in force names, or a weekday that an entry forbids outright.

Why it matters
    Nobody was ever won by a sales call on Thanksgiving.

Example
    A call due on 25 December in Paris waits; the hours of the 26th are judged when it comes.

References
    The packs name each law; calendars come from the `holidays` library.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from policies.calendars import holiday
from policies.channel import Purpose
from policies.closing import deferral
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Clause, Reason, clause
from policies.rows import Chosen, Rows
from policies.rule import rule
from policies.rulebook import Entry, EntryKind
from policies.verdict import Block
from policies.windows import day_start


@rule("forbidden-days")
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    closed = _closed(rows)
    if not closed:
        return None
    finding = Finding(
        "forbidden-days",
        Block(),
        Bears.MOMENT,
        f"it is {closed[0].name} where they are",
        cites=tuple(dict.fromkeys(each.entry.cite for each in closed)),
        clause=closed[0].clause,
    )
    return deferral(rows, _until, finding)


@dataclass(frozen=True, slots=True)
class _Closed:
    entry: Entry
    name: str
    clause: Clause
    until: datetime


def _closed(view: Rows) -> tuple[_Closed, ...]:
    if view.purpose is Purpose.PROMISED and view.promise and view.promise.opens(view.at):
        return ()
    return _shut(view.chosen)


_DAY = timedelta(days=1)


@lru_cache(maxsize=16_384)
def _shut(here: Chosen) -> tuple[_Closed, ...]:
    """Return what closes these days in these places: calendars, looked up once."""
    return (*_on_holidays(here), *_on_weekdays(here))


def _on_holidays(here: Chosen) -> Iterator[_Closed]:
    for kind in (EntryKind.CONTACT_HOURS, EntryKind.FORBIDDEN_DAYS):
        for entry in here.entries.get(kind, ()):
            for zone, day in here.clocks if entry.holidays else ():
                name = holiday(entry, day, here)
                if name:
                    told = clause(Reason.HOLIDAY, holiday=name)
                    yield _Closed(entry, name, told, day_start(day + _DAY, zone))


def _on_weekdays(here: Chosen) -> Iterator[_Closed]:
    """Yield entries that close on this weekday, holiday or not."""
    for entry in here.entries.get(EntryKind.FORBIDDEN_DAYS, ()):
        for zone, day in here.clocks if entry.closed_days else ():
            if day.weekday() in entry.closed_days:
                told = clause(Reason.CLOSED_WEEKDAY, weekday=day.weekday())
                yield _Closed(entry, f"{day:%A}", told, day_start(day + _DAY, zone))


def _until(view: Rows) -> datetime | None:
    return max((each.until for each in _closed(view)), default=None)
