"""Messages that are too long to be read to their end: a human sees to the rest."""

from __future__ import annotations

from dataclasses import replace

from outreach.listening.quoted import MOST, Parts
from outreach.listening.reading import Reading
from policies.statement import Unclear, Understood

WHY = "it is too long to be read to its end"
_DOUBTFUL = 0.5


def ending_unread(reading: Reading, parts: Parts) -> Reading:
    """Return a reading that says so where more of their own words may follow."""
    if not parts.cut:
        return reading
    end = Understood(Unclear(None, WHY), MOST - 1, MOST, _DOUBTFUL)
    because = f"{reading.unclear_because}; {WHY}" if reading.unclear_because else WHY
    return replace(
        reading, understood=(*reading.understood, end), unclear_because=because, bare_stop=False
    )
