"""Contact hours: law's and the house's opening hours, in every zone where the person may be.

What it does
    Defers a contact until the hours of every law in force, and of the house, are open on every
    clock the person may be living by. The opening minute is inside, the closing minute outside. The
    house's hours do not bind an answer; an hour they named themselves is open for 60 minutes. Where
    a law keeps shorter hours on the day before a holiday, those count on that day.

Why it matters
    A call at 06:30 is remembered longer than the offer it carried.

Example
    07:30 in New York is 06:30 in Chicago: a Florida number that may be either waits for both.

References
    47 CFR 64.1200(c)(1); 16 CFR 310.4(c); the packs name the others.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache, reduce
from zoneinfo import ZoneInfo

from policies.channel import Purpose
from policies.closing import NEVER, deferral
from policies.english import ENGLISH
from policies.eves import opening
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.language import city_of
from policies.reason import Clause, Reason, clause
from policies.rows import Chosen, Rows
from policies.rule import rule
from policies.rulebook import Entry, EntryKind
from policies.verdict import Block
from policies.windows import Span, both, next_open, open_spans


@rule("contact-hours", cites=("47 CFR 64.1200(c)(1)", "16 CFR 310.4(c)"))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    closed = _closed(rows)
    if not closed:
        return None
    finding = Finding(
        "contact-hours",
        Block(),
        Bears.MOMENT,
        f"it is {_local(at, closed)}, outside contact hours",
        cites=tuple(dict.fromkeys(entry.cite for entry, _, _ in closed)),
        clause=_clause(at, closed[0][1]),
    )
    return deferral(rows, _until, finding)


_Closed = tuple[Entry, ZoneInfo, datetime | None]


def _closed(view: Rows) -> list[_Closed]:
    for start, end in _all_open(view.chosen):
        if start <= view.at < end:
            return []
    if view.purpose is Purpose.PROMISED and view.promise and view.promise.opens(view.at):
        return []
    closed: list[_Closed] = []
    for entry in view.binding(EntryKind.CONTACT_HOURS):
        clocks = _with_its_own(entry, view) if entry.clock else view.clocks
        for zone, today in clocks:
            if entry.eves:
                opens = opening(entry, view, zone, today)
            else:
                opens = next_open(entry.openings, view.at, zone, today)
            if opens != view.at:
                closed.append((entry, zone, opens))
    if len(closed) > 1:
        closed.sort(key=lambda each: each[2] or NEVER, reverse=True)
    return closed


@lru_cache(maxsize=16_384)
def _all_open(here: Chosen) -> tuple[Span, ...]:
    """Return stretches of these days in which all hours are open on every clock; there may be more.

    Hours on a clock of their own, or that change before a holiday, are asked one by one.
    """
    hours = here.entries.get(EntryKind.CONTACT_HOURS, ())
    if any(entry.clock or entry.eves for entry in hours):
        return ()
    every = [open_spans(entry.openings, day, zone) for entry in hours for zone, day in here.clocks]
    return reduce(both, every) if every else ()


def _with_its_own(entry: Entry, view: Rows) -> tuple[tuple[ZoneInfo, date], ...]:
    """Return their clocks and the one that the statute names."""
    named = view.rulebook.atlas.zone(entry.clock)
    if named is None or not view.clocks:
        return view.clocks
    return (*view.clocks, (named, view.at.astimezone(named).date()))


def _until(view: Rows) -> datetime | None:
    opens = [moment or NEVER for _, _, moment in _closed(view)]
    return max(opens, default=None)


def _local(at: datetime, closed: list[_Closed]) -> str:
    zone = closed[0][1]
    return f"{at.astimezone(zone):%H:%M on %A} ({ENGLISH.clock(zone)})"


def _clause(at: datetime, zone: ZoneInfo) -> Clause:
    there = at.astimezone(zone)
    hour, weekday = f"{there:%H:%M}", there.weekday()
    return clause(Reason.OUT_OF_HOURS, hour=hour, weekday=weekday, city=city_of(zone))
