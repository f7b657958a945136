"""Stretches of hours: from nine to eleven, before ten, after five."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.listening.clocks import DAY_END, NAMED, Part, minute_in

_HALF_DAY = 720
_FROM = NAMED.replace("?P<", "?P<a_")
_TO = NAMED.replace("?P<", "?P<b_")
_BARE = NAMED.replace("?P<", "?P<c_")
BETWEEN = (
    r"(?:between|from|de(?: las?)?|entre(?: as?| las?| les)?|von|zwischen|tussen|van|tra(?: le)?"
    r"|fra(?: le)?|dalle(?: ore)?|das|desde las?)"
)
_AND = (
    r"(?:and|to|until|till|'?til|thru|&|-|y(?: las?)?|et|und|bis|a(?: las?)?|alle(?: ore)?"
    r"|e(?: le| as)?|en|tot"
    r"|as|ate(?: as)?|hasta las?)"
)
WINDOW = re.compile(
    rf"(?<!\w)(?:{BETWEEN}\s+(?:{_FROM})|(?P<bare>{_BARE}))\s*{_AND}\s*(?:{_TO})(?!\w|[/.:]\d)".replace(
        "(?: ", r"(?:\s+"
    )
)
_LATE = (
    r"after|(?<!half )(?<!quarter )past|later than|from|nach|ab|despues de(?: las?)?"
    r"|a partir d[aeo]s?(?: las?)?|desde las?"
    r"|pasadas las|apres|depois d[aeo]s?|apos(?: as)?|dopo(?: le)?|oltre le|dalle|na|vanaf|des"
    r"|passe(?: les)?|tras las?"
)
_UNTIL = (
    r"before|until|till|earlier than|vor|bis|antes d[aeo]s?(?: las?)?|hasta las?|avant|jusqu'a"
    r"|ate(?: as)?|prima delle|fino alle|voor|tot"
)
EDGE = re.compile(
    rf"(?<!\w)(?:(?P<later>{_LATE})|(?P<sooner>{_UNTIL}))\s+"
    rf"(?:(?:about|around|like|etwa|ca|um|les|le|de|as|las)\s+)?{NAMED}"
    r"(?!\w|\s*(?:days?|weeks?|months?|years?|more|others?|st\b|nd\b|rd\b|th\b|/|\.\d"
    r"|[a-z]{3,9}b(?:er|re|ro)\b"
    r"|de [a-z]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|tag|woche|monat|dia|semana|mes"
    r"|jour|semaine|mois|giorn|settiman|dag|week|weken|maand|mai|jui|lug|giu|ago|ann|jahr|jaar)))"
)


def window_of(match: re.Match[str], *, bare: bool) -> Part | None:
    """Return the hours a match of WINDOW names; "9 to 5" alone only where `bare` says so."""
    named = match.groupdict()
    prefix = "c_" if named["bare"] else "a_"
    begin, last = dict(_under(named, prefix)), dict(_under(named, "b_"))
    said_so = (begin["half"], last["half"], begin["min"], last["late"], last["word"])
    if named["bare"] and not bare and not any(said_so):
        return None
    first, after = minute_in(begin), minute_in(last)
    evening = "p" in (last["half"] or "") or bool(last["late"])
    if begin["half"] is None and evening and first < _HALF_DAY <= first + _HALF_DAY < after:
        first += _HALF_DAY
    apart = first < after or first - after >= _HALF_DAY or bool(last["early"])
    return Part(first, after) if apart else _turned(first, after)


def _turned(first: int, after: int) -> Part:
    """Return hours whose end is in the other half of the day ("eleven to two")."""
    return Part(first, min(after + _HALF_DAY, DAY_END))


def _under(named: dict[str, str | None], prefix: str) -> Iterator[tuple[str, str | None]]:
    return (
        (key.removeprefix(prefix), found) for key, found in named.items() if key.startswith(prefix)
    )
