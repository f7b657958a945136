"""Times of day as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

HOUR = 60
DAY_END = 24 * HOUR
CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<min>[0-5]\d))?\s*"
    r"(?P<half>a\.?m\.?|p\.?m\.?|o'?clock|uhr|hrs?|h|ish)?"
    r"|(?P<word>noon|midday|midnight)"
)
_MORNING_FROM = 8
"""Without am or pm an hour before this one is in the afternoon: nobody means two at night."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day in minutes; `start > end` crosses midnight."""

    start: int
    end: int


def minute_of(found: re.Match[str], *, afternoon: bool = True) -> int:
    """Return the minute of the day that a match of CLOCK names.

    `afternoon` reads a bare "2" as two in the afternoon, as in "call me after 2".
    """
    if found["word"]:
        return 0 if found["word"] == "midnight" else 12 * HOUR
    hour, half = int(found["hour"]), (found["half"] or "").replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif half in ("", "o'clock", "oclock", "ish") and 0 < hour < _MORNING_FROM and afternoon:
        plain = found["min"] is None or len(found["hour"]) == 1
        hour += 12 if plain else 0
    return min(hour, 24) * HOUR + (int(found["min"] or 0) if hour < 24 else 0)
