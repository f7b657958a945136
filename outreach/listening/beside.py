"""Hours that stand beside a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from outreach.listening.clocks import minute_of
from outreach.listening.counts import spaced
from outreach.listening.grammar import Grammar
from outreach.listening.hours import WINDOW, window_of
from outreach.listening.moments import TimeSaid

_NINE = 9 * 60
"""Nobody who says "in the morning" means six."""
_NOON = 12 * 60
_LATE = re.compile(
    r"\b(?:evening|tonight|tonite|night|afternoon|arvo|abends?|nachmittag|soir|apres-midi|tarde|noche"
    r"|noite|ser[ae]|stasera|pomeriggio|avond|middag|vanavond|vanmiddag)"
)


def clocked(text: str, taken: list[TimeSaid], grammar: Grammar, today: date) -> Iterator[TimeSaid]:
    """Add hours where they stand beside an expression, and are no part of the next one."""
    floor = 0
    for index, said in enumerate(taken):
        if said.start < floor:
            continue
        after = next((one for one in taken[index + 1 :]), None)
        timed = _with_clock(text, said, grammar, today)
        if timed.start < floor or (after and after.start < timed.end < after.end):
            timed = said
        floor = timed.end
        yield timed


def _with_clock(text: str, said: TimeSaid, grammar: Grammar, today: date) -> TimeSaid:
    """Add the hour that stands right behind an expression, or right before it."""
    if said.minute is not None:
        return said
    late = bool(_LATE.search(text[said.start : said.end]))
    after = _clock_at(text, said.end, grammar, late=late)
    if after is not None:
        return replace(said, end=after.end, minute=after.minute)
    before = grammar.clock_before.search(text[max(0, said.start - 30) : said.start])
    if before:
        start = max(0, said.start - 30) + before.start()
        return replace(
            said, start=start, minute=minute_of(before, late=late, half_to=grammar.half_to)
        )
    part = grammar.part.match(text, said.end) if grammar.part else None
    if part:
        span = grammar.parts[spaced(part["part"])]
        hour = _clock_at(text, part.end(), grammar, late=span.start >= _NOON)
        if hour is not None:
            return replace(said, end=hour.end, minute=hour.minute)
        return replace(said, end=part.end(), minute=max(span.start, _NINE))
    inside = text[said.start : said.end].rpartition(" ")[2] if said.days.first == today else ""
    if inside in grammar.parts:
        return replace(said, minute=grammar.parts[inside].start)
    return said


@dataclass(frozen=True, slots=True)
class _Clock:
    """An hour: the minute of the day, and the folded offset behind it."""

    end: int
    minute: int


def _clock_at(text: str, at: int, grammar: Grammar, *, late: bool) -> _Clock | None:
    window = WINDOW.match(text, _past_space(text, at))
    part = window_of(window, bare=False) if window else None
    if window and part:
        return _Clock(window.end(), part.start)
    match = grammar.clock.match(text, at)
    if match is None:
        match = grammar.clock_bare.match(text, at)
        if match is None or not (late or _is_hour(match[0])):
            return None
    return _Clock(match.end(), minute_of(match, late=late, half_to=grammar.half_to))


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " ,(\n":
        at += 1
    return at


def _is_hour(found: str) -> bool:
    """Return whether it is more than a bare number ("2 Dec 2 pm", not "June 5 people")."""
    return bool(re.search(r"[a-z:@]|\d\.\d\d", found))
