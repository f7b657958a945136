"""A weekday and the date beside it that says which: "the Tuesday of that week, 6 April"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from outreach.listening.moments import TimeSaid
from outreach.listening.said import Found, Said
from policies.statement import Callback, Meaning, Pause, WallTime


def apposed(said: Said, found: Sequence[tuple[TimeSaid, Found]]) -> list[tuple[TimeSaid, Found]]:
    """Drop a weekday where a later date says which ("the Tuesday of that week, 6 April")."""
    kept = []
    for one, after in zip_longest(found, found[1:]):
        if after is None or not _is_explained(said, one, after):
            kept.append(one)
    return kept


def _is_explained(said: Said, one: tuple[TimeSaid, Found], after: tuple[TimeSaid, Found]) -> bool:
    (time, item), (named, later) = one, after
    between = said.text[time.end : named.start]
    days = day_of(item.meaning), day_of(later.meaning)
    return (
        isinstance(item.meaning, Callback)
        and isinstance(later.meaning, Callback)
        and time.weekday
        and named.exact
        and not time.exact
        and None not in days
        and "," in between
        and not _OTHERWISE.search(between)
    )


_OTHERWISE = re.compile(
    r"[.!?;]|\b(?:or|and|oder|und|ou|et|o|y|e|of|en|else|otherwise|not|but"
    r"|sonst|sinon|si no|senao)\b"
)


def day_of(meaning: Meaning) -> date | None:
    """Return the day of a callback or a pause, where one is named."""
    when = meaning.at if isinstance(meaning, Callback) else None
    when = meaning.until if isinstance(meaning, Pause) else when
    return when.day if isinstance(when, WallTime) else None
