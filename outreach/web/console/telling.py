"""How the console tells moments, waits and words: both clocks, one unit, the evidence marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from outreach.bootstrap.house import House
from outreach.domain.people import Person
from policies.statement import Statement


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of somebody's words; `marked` is what a rule rests on."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody's own words, with the evidence marked within them."""

    statement: Statement
    pieces: tuple[Piece, ...]


def span(length: timedelta) -> str:
    """Return a length of time in its largest unit: `40 ms`, `40 s`, `40 min`, `3 h`, `2 days`."""
    seconds = max(0.0, length.total_seconds())
    if seconds < 0.1:
        return f"{1_000 * seconds:.0f} ms" if seconds >= 0.001 else "under 1 ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else f"{round(hours / 24)} days"


def ours(at: datetime | None, zone: ZoneInfo) -> str:
    """Return a moment on our own clock."""
    return f"{at.astimezone(zone):%a %d %b %Y %H:%M}" if at else ""


def theirs(at: datetime, home: House, person: Person | None) -> str:
    """Return the hour on their clock, or hours where several are possible; empty if unknown."""
    zones = home.zones(person) if person else ()
    hours = sorted({f"{at.astimezone(zone):%H:%M}" for zone in zones})
    return " or ".join(hours if len(hours) < 3 else (hours[0], hours[-1]))


def marked(words: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return words in pieces, those within the spans marked; spans that overlap are one."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(words))
        if start >= end:
            continue
        pieces += [Piece(words[at:start], False), Piece(words[start:end], True)]
        at = end
    pieces.append(Piece(words[at:], False))
    return tuple(piece for piece in pieces if piece.text)


def quoted(
    explanation: Mapping[str, Any] | None, said: Mapping[str, Statement]
) -> dict[str, Sequence[Quoted]]:
    """Return for each rule that objected the words that it rests on."""
    findings = (explanation or {}).get("findings", ())
    return {one["rule"]: _of(one["quotes"], said) for one in findings}


def _of(quotes: Iterable[Mapping[str, Any]], said: Mapping[str, Statement]) -> list[Quoted]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for one in quotes:
        if one["statement"] in said:
            whole = len(said[one["statement"]].words)
            end = whole if one.get("end") is None else int(one["end"])
            spans.setdefault(one["statement"], []).append((int(one.get("start") or 0), end))
    return [Quoted(said[each], marked(said[each].words, found)) for each, found in spans.items()]
