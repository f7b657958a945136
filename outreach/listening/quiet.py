"""Times of day and days of the week when a person does not want to hear from us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from outreach.listening import cjk_quiet
from outreach.listening.clocks import DAY_END, NAMED, minute_of
from outreach.listening.grammar import Grammar, any_of, compiled
from outreach.listening.reading import Span
from outreach.listening.said import Found, Said
from policies.statement import EVERY_DAY, Quiet

_CLOCK = re.compile(NAMED)
_BESIDE = 6
_NEAR, _BEHIND = 60, 12
"""Characters before a time, and behind it, in which words about it stand."""
_FROM = NAMED.replace("?P<", "?P<a_")
_BARE = NAMED.replace("?P<", "?P<c_")
_TO = NAMED.replace("?P<", "?P<b_")
_BETWEEN = (
    r"(?:between|from|de(?: las?)?|entre(?: las?| les| as)?|von|zwischen|tussen|van|tra(?: le)?"
    r"|fra(?: le)?|dalle(?: ore)?|das|desde las?)"
)
_AND = (
    r"(?:and|to|until|till|-|y(?: las?)?|et|und|bis|a(?: las?)?|alle(?: ore)?|e(?: le| as)?|en|tot"
    r"|as|ate as|hasta las?)"
)
_WINDOW = re.compile(
    rf"(?<!\w)(?:{_BETWEEN}\s+(?:{_FROM})|(?P<bare>{_BARE}))\s*{_AND}\s*(?:{_TO})(?!\w)".replace(
        "(?: ", r"(?:\s+"
    )
)
_LATE = (
    r"after|past|later than|from|nach|ab|despues de(?: las?)?|a partir d[aeo]s?(?: las?)?"
    r"|pasadas las|apres|depois d[aeo]s?|apos(?: as)?|dopo(?: le)?|oltre le|dalle|na|vanaf"
)
_UNTIL = (
    r"before|until|till|earlier than|vor|bis|antes d[aeo]s?(?: las?)?|hasta las?|avant|jusqu'a"
    r"|ate(?: as)?|prima delle|fino alle|voor|tot"
)
_EDGE = re.compile(
    rf"(?<!\w)(?:(?P<later>{_LATE})|(?P<sooner>{_UNTIL}))\s+"
    rf"(?:(?:about|around|like|etwa|ca|um)\s+)?{NAMED}"
    r"(?!\w|\s*(?:days?|weeks?|months?|years?|st|nd|rd|th|/|\.\d|[a-z]{3,9}b(?:er|re|ro)\b|de [a-z]"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|tag|woche|monat|dia|semana|mes|jour"
    r"|semaine|mois|giorn|settiman|mes|dag|week|weken|maand|mai|jui|lug|giu|ago)))"
)


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes of some weekdays that a sentence names, and where (folded offsets)."""

    start: int
    end: int
    days: tuple[int, ...] = EVERY_DAY
    first: int = 0
    last: int = DAY_END


def quiet_times(said: Said) -> Iterator[Found]:
    """Find times not to contact ("never before 10am"), or all but the only ones."""
    if not said.dialects[0].markers:
        yield from cjk_quiet.quiet(said)
        return
    for dialect in said.dialects[:1]:
        grammar = dialect.times
        if grammar is None:
            continue
        for sentence in said.folded.sentences():
            yield from _of_sentence(said, grammar, sentence)


def _of_sentence(said: Said, grammar: Grammar, sentence: Span) -> Iterator[Found]:
    words = said.text[sentence.start : sentence.end]
    only, unwanted = grammar.hears("only", words), grammar.hears("not_at", words)
    fine = grammar.hears("fine", words) and not _names_a_day(said, sentence)
    if not (only or unwanted or fine):
        return
    windows = list(_windows(words, grammar, bare=only or unwanted))
    if not windows:
        return
    first = min(windows, key=lambda window: window.start)
    start, end = sentence.start + first.start, sentence.start + max(w.end for w in windows)
    if _is_wanted(words, first, windows, grammar, fine=fine):
        clause = words.find(",", first.end)
        near = [w for w in windows if clause < 0 or w.start < clause]
        yield from (Found(q, start, end) for q in _outside(near))
    elif unwanted and _unwanted(words, windows, grammar):
        clause = words.find(",", first.end)
        near = [w for w in windows if clause < 0 or w.start < clause]
        end = sentence.start + max(window.end for window in near)
        yield from (Found(q, start, end) for q in _inside(near))


def _is_wanted(
    words: str, first: Window, windows: list[Window], grammar: Grammar, *, fine: bool
) -> bool:
    """Return whether these times are the only ones that suit: "only ...", "... is fine"."""
    before, last = words[: first.start], max(window.end for window in windows)
    if grammar.hears("only", before):
        return True
    if grammar.hears("not_at", before[-_NEAR:]) and not fine:
        return False
    if grammar.hears("only", words[last : last + _BEHIND]):
        return True
    return fine and any(grammar.cues["fine"].match(words, _past(words, w.end)) for w in windows)


def _past(words: str, at: int) -> int:
    return at + len(words[at:]) - len(words[at:].lstrip(" ,"))


def _names_a_day(said: Said, sentence: Span) -> bool:
    """Return whether a day of the calendar is named, so that a clock belongs to that day."""
    return any(
        time.minute is not None and sentence.start <= time.start < sentence.end
        for time in said.times
    )


def _unwanted(words: str, windows: list[Window], grammar: Grammar) -> bool:
    return any(grammar.hears("not_at", words[max(0, w.start - 60) : w.end + 40]) for w in windows)


def _windows(words: str, grammar: Grammar, *, bare: bool) -> Iterator[Window]:
    """Yield the times a sentence names; `bare` takes "9 to 5" for hours."""
    taken: list[tuple[int, int]] = []
    for match in _WINDOW.finditer(words):
        bounds = _bounds(match, bare=bare)
        if bounds is not None:
            taken.append(match.span())
            yield Window(*match.span(), first=bounds[0], last=bounds[1])
    for match in _EDGE.finditer(words):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        taken.append(match.span())
        late = match["later"] is not None
        minute = minute_of(match, afternoon=late)
        yield Window(*match.span(), first=minute if late else 0, last=DAY_END if late else minute)
    for match in _part(grammar).finditer(words):
        if any(a < match.end() and match.start() <= b + _BESIDE for a, b in taken):
            continue
        part = grammar.parts[" ".join(match["part"].split())]
        yield Window(*match.span(), first=part.start, last=part.end)
    for match in _days(grammar).finditer(words):
        yield Window(*match.span(), days=_days_of(match, grammar))


def _bounds(match: re.Match[str], *, bare: bool) -> tuple[int, int] | None:
    named = match.groupdict()
    said_so = ("c_half", "b_half", "c_min", "b_late")
    if named["bare"] and not bare and not any(named[key] for key in said_so):
        return None
    begin = _CLOCK.search(match.string, _start_of(match, "c_" if named["bare"] else "a_"))
    last = _CLOCK.search(match.string[: match.end()], _start_of(match, "b_"))
    if last is None or begin is None:
        return None
    first, after = minute_of(begin), minute_of(last)
    evening = (last["half"] and "p" in last["half"]) or last["late"] or last["named_late"]
    if begin["half"] is None and evening and first < 720 <= first + 720 < after:
        first += 720
    return (first, after) if first < after or first - after > 720 else (first, after + 720)


def _start_of(match: re.Match[str], prefix: str) -> int:
    kinds = (f"{prefix}{kind}" for kind in ("hour", "word", "named"))
    return next(match.start(kind) for kind in kinds if match[kind])


@lru_cache
def _part(grammar: Grammar) -> re.Pattern[str]:
    return compiled(rf"(?P<part>{any_of(grammar.parts) or '(?!)'})")


@lru_cache
def _days(grammar: Grammar) -> re.Pattern[str]:
    names = any_of(grammar.words["weekdays"])
    groups = any_of(grammar.words.get("days", ())) or "(?!)"
    each = any_of(grammar.words.get("each", ("a", "any", "every")))
    to = r"(?:-|to|through|thru|until|till|and|bis|al?|au|ate|tot)"
    return compiled(
        rf"(?P<a>{names}) ?{to} ?(?P<b>{names})"
        rf"|(?:on )?(?P<many>{names})s|(?:on )?(?:{each}) (?P<one>{names})|(?P<group>{groups})"
    )


def _days_of(match: re.Match[str], grammar: Grammar) -> tuple[int, ...]:
    numbers = grammar.words["weekdays"]
    if match["group"]:
        return tuple(grammar.words["days"][" ".join(match["group"].split())])
    if match["a"]:
        first, last = numbers[match["a"]], numbers[match["b"]]
        return tuple((first + ahead) % 7 for ahead in range((last - first) % 7 + 1))
    return (numbers[match["many"] or match["one"]],)


def _split(windows: list[Window]) -> tuple[tuple[int, ...], list[Window]]:
    """Part the days a sentence names from its hours; no days named is every day."""
    named = {day for w in windows if w.days != EVERY_DAY for day in w.days}
    return tuple(sorted(named)) or EVERY_DAY, [w for w in windows if w.days == EVERY_DAY]


def _inside(windows: list[Window]) -> Iterator[Quiet]:
    days, hours = _split(windows)
    if not hours:
        yield Quiet(days)
    for window in hours:
        yield Quiet(days, window.first, window.last)


def _outside(windows: list[Window]) -> Iterator[Quiet]:
    """Turn the only times that suit into all others; a night belongs to the days around it."""
    days, hours = _split(windows)
    others = tuple(day for day in EVERY_DAY if day not in days)
    if others:
        yield Quiet(others)
    if not hours:
        return
    first, last = hours[0].first, hours[0].last
    if first > last or (first > 0 and last < DAY_END and not others):
        yield Quiet(days, last, first)
    else:
        if first > 0:
            yield Quiet(days, 0, first)
        if last < DAY_END:
            yield Quiet(days, last, DAY_END)
