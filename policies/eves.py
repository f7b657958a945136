"""Hours that are shorter on the day before a holiday.

On such a day both the entry's usual hours and its hours for eves must be open, so that an eve never
opens what its weekday keeps closed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from policies.calendars import holiday
from policies.rows import Rows
from policies.rulebook import Entry
from policies.windows import Span, both, first_open, open_spans

_DAY = timedelta(days=1)


def opening(entry: Entry, view: Rows, zone: ZoneInfo, today: date) -> datetime | None:
    """Return the view's moment if an entry with eves is open then, else when it opens."""
    return first_open(lambda day: spans(entry, view, zone, day), view.at, today)


def spans(entry: Entry, view: Rows, zone: ZoneInfo, day: date) -> tuple[Span, ...]:
    """Return the spans of one local day in which the entry is open."""
    usual = open_spans(entry.openings, day, zone)
    if not entry.eves or not holiday(entry, day + _DAY, view.chosen):
        return usual
    return both(usual, open_spans(entry.eves, day, zone))
