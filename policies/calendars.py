"""Which holidays an entry closes on, where the person may be."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from policies.rows import Chosen
from policies.rulebook import WHERE_THEY_ARE, Entry, Rulebook


def holiday(entry: Entry, day: date, here: Chosen) -> str:
    """Return the name of the holiday that this local day is on the entry's calendars, if any."""
    return _holiday(here.rulebook, entry.holidays, here.codes, day)


@lru_cache(maxsize=16_384)
def _holiday(
    rulebook: Rulebook, calendars: tuple[str, ...], here: tuple[str, ...], day: date
) -> str:
    codes = (code for each in calendars for code in (here if each == WHERE_THEY_ARE else (each,)))
    names = (rulebook.holiday(code, day) for code in codes)
    return next((name for name in names if name), "")
