"""Times of day and days of the week when a person does not want to hear from us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from outreach.listening.clocks import CLOCK, DAY_END, minute_of
from outreach.listening.grammar import Grammar, any_of, compiled
from outreach.listening.said import Found, Said
from policies.statement import EVERY_DAY, Quiet

_FROM = CLOCK.replace("?P<", "?P<a_")
_BARE = CLOCK.replace("?P<", "?P<c_")
_TO = CLOCK.replace("?P<", "?P<b_")
_WINDOW = re.compile(
    rf"(?<!\w)(?:(?:between|from|de|entre|von|zwischen)\s+(?:{_FROM})|(?P<bare>{_BARE}))"
    rf"\s*(?:and|to|until|till|-|y|et|und|bis|a)\s*(?:{_TO})(?!\w)"
)
_EDGE = re.compile(
    r"(?<!\w)(?P<edge>before|after|past|until|till|earlier than|later than|vor|nach"
    r"|antes de las|despues de las|avant|apres)\s+(?:(?:about|around|like)\s+)?"
    rf"(?:{CLOCK})(?!\w|\s*(?:days?|weeks?|months?|years?|st|nd|rd|th|/|\.\d|[a-z]{{3,9}}ber\b"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))"
)
_LATE = frozenset({"after", "past", "later than", "nach", "despues de las", "apres"})


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
    for dialect in said.dialects[:1]:
        grammar = dialect.times
        if grammar is None:
            continue
        for sentence in said.folded.sentences():
            words = said.text[sentence.start : sentence.end]
            only = grammar.hears("only", words)
            if not only and not grammar.hears("not_at", words):
                continue
            windows = list(_windows(words, grammar))
            if not windows:
                continue
            first = min(windows, key=lambda window: window.start)
            start = sentence.start + first.start
            if only:
                end = sentence.start + max(window.end for window in windows)
                yield from (Found(q, start, end) for q in _outside(windows))
            elif _unwanted(words, windows, grammar):
                clause = words.find(",", first.end)
                near = [w for w in windows if clause < 0 or w.start < clause]
                end = sentence.start + max(window.end for window in near)
                yield from (Found(q, start, end) for q in _inside(near))


def _unwanted(words: str, windows: list[Window], grammar: Grammar) -> bool:
    return any(grammar.hears("not_at", words[max(0, w.start - 60) : w.end + 40]) for w in windows)


def _windows(words: str, grammar: Grammar) -> Iterator[Window]:
    taken: list[tuple[int, int]] = []
    for match in _WINDOW.finditer(words):
        bounds = _bounds(match)
        if bounds is not None:
            taken.append(match.span())
            yield Window(*match.span(), first=bounds[0], last=bounds[1])
    for match in _EDGE.finditer(words):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        late = match["edge"] in _LATE
        minute = minute_of(match, afternoon=late)
        yield Window(*match.span(), first=minute if late else 0, last=DAY_END if late else minute)
    for match in _part(grammar).finditer(words):
        part = grammar.parts[" ".join(match["part"].split())]
        yield Window(*match.span(), first=part.start, last=part.end)
    for match in _days(grammar).finditer(words):
        yield Window(*match.span(), days=_days_of(match, grammar))


def _bounds(match: re.Match[str]) -> tuple[int, int] | None:
    named = match.groupdict()
    if named["bare"] and not (named["c_half"] or named["b_half"] or named["c_min"]):
        return None
    key = "c_" if named["bare"] else "a_"
    clock = re.compile(CLOCK)
    ends = match["b_hour"] or match["b_word"]
    last = clock.search(
        match.string[match.start("b_hour" if match["b_hour"] else "b_word") : match.end()]
    )
    begin = clock.search(
        match.string, match.start(f"{key}hour" if named[f"{key}hour"] else f"{key}word")
    )
    if last is None or begin is None or not ends:
        return None
    first, after = minute_of(begin), minute_of(last)
    if (
        begin["half"] is None
        and last["half"]
        and "p" in last["half"]
        and first < 720 <= first + 720 < after
    ):
        first += 720
    return first, after


@lru_cache
def _part(grammar: Grammar) -> re.Pattern[str]:
    return compiled(rf"(?P<part>{any_of(grammar.parts) or '(?!)'})")


@lru_cache
def _days(grammar: Grammar) -> re.Pattern[str]:
    names = any_of(grammar.words["weekdays"])
    groups = any_of(grammar.words.get("days", ())) or "(?!)"
    return compiled(
        rf"(?P<a>{names}) ?(?:-|to|through|thru|until|till|and|bis|a) ?(?P<b>{names})"
        rf"|(?:on )?(?P<many>{names})s|(?:on )?(?:a|any|every) (?P<one>{names})|(?P<group>{groups})"
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
    days, hours = _split(windows)
    others = tuple(day for day in EVERY_DAY if day not in days)
    if others:
        yield Quiet(others)
    if hours:
        first, last = hours[0].first, hours[0].last
        if first > 0 and last < DAY_END:
            yield Quiet(days, last, first)
        elif first > 0:
            yield Quiet(days, 0, first)
        else:
            yield Quiet(days, last, DAY_END)
