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

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policies.calendars import holiday
from policies.channel import Purpose
from policies.closing import deferral
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Clause, Reason, clause
from policies.rows import Rows
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


def _closed(view: Rows) -> list[_Closed]:
    if view.purpose is Purpose.PROMISED and view.promise and view.promise.opens(view.at):
        return []
    closed: list[_Closed] = []
    for kind in (EntryKind.CONTACT_HOURS, EntryKind.FORBIDDEN_DAYS):
        for entry in view.binding(kind):
            if not (entry.holidays or entry.closed_days):
                continue
            for zone, day in view.clocks:
                name = _name(entry, day, view)
                if name:
                    told = _clause(entry, day, name)
                    closed.append(_Closed(entry, name, told, day_start(day + _DAY, zone)))
    return closed


_DAY = timedelta(days=1)


def _name(entry: Entry, day: date, view: Rows) -> str:
    """Return what the day is called if the entry forbids it, else nothing."""
    if _weekday(entry, day):
        return f"{day:%A}"
    return holiday(entry, day, view)


def _weekday(entry: Entry, day: date) -> bool:
    """Whether the entry closes on this weekday, holiday or not."""
    return entry.kind is EntryKind.FORBIDDEN_DAYS and day.weekday() in entry.closed_days


def _clause(entry: Entry, day: date, name: str) -> Clause:
    if _weekday(entry, day):
        return clause(Reason.CLOSED_WEEKDAY, weekday=day.weekday())
    return clause(Reason.HOLIDAY, holiday=name)


def _until(view: Rows) -> datetime | None:
    return max((each.until for each in _closed(view)), default=None)
