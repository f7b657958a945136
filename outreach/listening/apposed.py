"""A time and another beside it that says which: "the Tuesday of that week, 6 April".

Or one that is named for example: "after Christmas, say the second week of January".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from outreach.listening.moments import TimeSaid
from outreach.listening.said import Found, Said
from outreach.listening.silences import first_of
from policies.statement import Callback, Meaning, Pause, WallTime


def apposed(said: Said, found: Sequence[tuple[TimeSaid, Found]]) -> list[tuple[TimeSaid, Found]]:
    """Drop a weekday where a later date says which; put what is named for example for the rest."""
    found = list(_exemplified(said, found))
    return [
        one
        for one, after in zip_longest(found, found[1:])
        if after is None or not _is_explained(said, one, after)
    ]


def _exemplified(
    said: Said, found: Sequence[tuple[TimeSaid, Found]]
) -> Iterator[tuple[TimeSaid, Found]]:
    """Yield each with the day that is named for example of it, where that is later."""
    named: set[int] = set()
    for time, item in found:
        if time.start in named:
            continue
        example = _SAY.match(said.text, time.end)
        day = day_of(item.meaning)
        other = _named_at(said, example.end(), day) if example and day else None
        if example is None or other is None or day is None or other.day <= day:
            yield time, item
            continue
        named.update(one.start for one in said.times if one.start >= example.start())
        match item.meaning:
            case Callback():
                yield time, replace(item, meaning=replace(item.meaning, at=other))
            case Pause():
                yield time, replace(item, meaning=replace(item.meaning, until=other))


def _named_at(said: Said, at: int, month: date) -> WallTime | None:
    """Return the day that is named there; a number alone is a day of the month before it."""
    alone = _NUMBER.match(said.text, at)
    if alone and 0 < int(alone[1]) <= _SHORTEST_MONTH:
        return WallTime(month.replace(day=int(alone[1])))
    time = next((one for one in said.times if at <= one.start <= at + _BESIDE), None)
    return WallTime(first_of(time), time.minute) if time else None


_SHORTEST_MONTH = 28
_BESIDE = 4
_NUMBER = re.compile(
    r"(?:the |le |il |el |de |den |dem |dia |o |am )?(\d{1,2})(?:st|nd|rd|th|er|e|\.)?"
    r"(?=\s*(?:[.,;!?)]|$|\n))"
)
_SAY = re.compile(
    r"[^.!?;]{0,25}?(?:[,(]| -|\u2013|)\s*(?:let'?s say|say|for (?:example|instance)|e\.?g\.?|maybe"
    r"|perhaps|sagen wir|z\. ?b\.|zum beispiel|vielleicht|disons|par exemple|mettons|digamos"
    r"|por (?:ejemplo|exemplo)|pongamos|diciamo|ad esempio|per esempio|zeg(?: maar)?"
    r"|bijvoorbeeld|laten we zeggen)[ ,:]+(?:in |on |im |am |em )?"
)
"""What leads from a wide time to one that is named for example."""


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
