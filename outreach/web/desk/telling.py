"""How the desk tells moments: on their clock first, then on ours; and errors, in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from outreach.domain.history import Event, Happened, is_press
from policies.english import ENGLISH

_FRAME = "\n--\n"
_TYPED = re.compile(r"\s*[:(;][^:(;]*(?:--[a-z]|`outreach ).*", re.DOTALL)
"""What an error adds for whoever types commands."""


def clock(at: datetime, zones: Sequence[ZoneInfo]) -> str:
    """Return the hour where they may be: `06:30`, `05:30 to 06:30`, or nothing if unknown."""
    hours = sorted({f"{at.astimezone(zone):%H:%M}" for zone in zones})
    return " to ".join((hours[0], hours[-1]) if len(hours) > 1 else hours)


def due(at: datetime, zones: Sequence[ZoneInfo], ours: ZoneInfo, *, named_hour: bool) -> str:
    """Return when something is due, on both clocks where an hour was named; else the day there."""
    if not named_hour:
        return day_there(at, zones, ours)
    mine = f"{at.astimezone(ours):%a %d %b %H:%M} ours"
    if not zones:
        return mine
    return (
        f"{at.astimezone(zones[0]):%a %d %b %H:%M} their time ({ENGLISH.clock(zones[0])}), {mine}"
    )


def day_there(at: datetime, zones: Sequence[ZoneInfo], ours: ZoneInfo) -> str:
    """Return the day where they are, else ours: `Mon 23 Nov 2026`."""
    return f"{at.astimezone(zones[0] if zones else ours):%a %d %b %Y}"


def is_said(event: Event) -> bool:
    """Return whether somebody said this in words; a press on a page of ours has none."""
    return event.happened is Happened.SAID and bool(event.words) and not is_press(event.words)


def letter(words: str) -> str:
    """Return what we wrote without the frame below it, in which a link of their own stands."""
    return words.replace("\r", "").partition(_FRAME)[0].strip()


def plainly(error: Exception) -> str:
    """Return an error without what it says of the command line, of which nobody here knows."""
    return _TYPED.sub("", str(error))
