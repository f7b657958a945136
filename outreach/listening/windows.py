"""The hours and weekdays a sentence names, other than those of one day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from outreach.listening.clocks import DAY_END, minute_of
from outreach.listening.expressions import any_of
from outreach.listening.grammar import Grammar, compiled
from outreach.listening.hours import EDGE, WINDOW, window_of
from policies.statement import EVERY_DAY

_BESIDE = 6
_DAWN, _NOON = 6 * 60, 12 * 60
_ONE_OFF = re.compile(
    r"(?:all|this|next|coming|whole|dieses|nachstes|kommendes|ganze|ce|tout le|este|proximo|todo el"
    r"|esse|questo|prossimo|tutto il|dit|komend|heel het|hele)\s$"
)
"""One weekend, not every one."""
_BUT = (
    r"bar|barring|but|but not|except|other than|apart from|ausser|bis auf|nur nicht|sauf|excepte"
    r"|menos|excepto|salvo|exceto|tranne|eccetto|behalve"
)
"""What leaves one weekday out of all."""
_NO_PART = r"(?!\w|-? ?(?:shift|nurse|class|person|paper|news|mail))"


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes of some weekdays that a sentence names, and where (folded offsets)."""

    start: int
    end: int
    days: tuple[int, ...] = EVERY_DAY
    first: int = 0
    last: int = DAY_END
    edge: bool = False
    """Only the beginning or the end of the hours was named."""
    part: bool = False
    habit: bool = False
    """The words name it as what is always so."""

    @property
    def is_hours(self) -> bool:
        """Return whether hours were named, and not a part of the day or whole days."""
        return not self.part and (self.first > 0 or self.last < DAY_END)

    @property
    def is_a_day(self) -> bool:
        """Return whether it is one weekday with no hour, as a date names it ("el lunes")."""
        return not self.habit and len(self.days) == 1


def windows_in(words: str, grammar: Grammar) -> Iterator[Window]:
    """Yield the times a sentence names; beside words of wish "9 to 5" is hours, too."""
    bare = any(grammar.hears(cue, words) for cue in ("only", "not_at"))
    taken: list[tuple[int, int]] = []
    for match in WINDOW.finditer(words):
        part = window_of(match, bare=bare)
        if part is not None:
            taken.append(match.span())
            yield Window(*match.span(), first=part.start, last=part.end, habit=True)
    for match in EDGE.finditer(words):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        taken.append(match.span())
        yield _of_edge(match)
    for match in _part(grammar).finditer(words):
        if any(a < match.end() and match.start() <= b + _BESIDE for a, b in taken):
            continue
        yield _of_part(match, words, grammar)
    for match in _days(grammar).finditer(words):
        before = words[: match.start()]
        if (match["group"] or match["many"]) and _counts(before, grammar):
            continue
        if match["group"] and _ONE_OFF.search(before):
            continue
        plain = match["one"] or match["bare"]
        yield Window(*match.span(), days=_days_of(match, grammar), habit=not plain)


def _of_edge(match: re.Match[str]) -> Window:
    """Return what is before or after an hour; "until three" is no hour of the night."""
    late = match["later"] is not None
    minute = minute_of(match, afternoon=late)
    if minute < _DAWN <= _NOON <= minute_of(match):
        minute = minute_of(match)
    first, last = (minute, DAY_END) if late else (0, minute)
    return Window(*match.span(), first=first, last=last, edge=True)


def _of_part(match: re.Match[str], words: str, grammar: Grammar) -> Window:
    """Return a part of the day, or what is before or behind it ("after lunch")."""
    part = grammar.parts[" ".join(match["part"].split())]
    bound = _BOUND.search(words[: match.start()])
    if bound is None or _TO_ITS_END.match(words, match.end()):
        return Window(*match.span(), first=part.start, last=part.end, part=True)
    if bound["ahead"]:
        return Window(bound.start(), match.end(), last=part.start, edge=True)
    first = part.end if bound["behind"] else part.start
    return Window(bound.start(), match.end(), first=first, edge=True)


_BOUND = re.compile(
    r"(?<!\w)(?:(?P<behind>after|nach|despues de|apres|depois d[aeo]|dopo|na|passado)"
    r"|(?P<ahead>before|vor|antes d[aeo]|avant|prima d(?:el|i|ella)|voor)"
    r"|from|ab|vanaf|a partir d(?:el|[aeou])|desde|des|dalla|dal)"
    r"l?(?: (?:dem|der|de|the|la|le|el|il|o|a))?(?:\s| l')$"
)
"""A part of the day before which, from which on, or behind which it is so."""
_TO_ITS_END = re.compile(r"\s*(?:-|to|until|till|bis|hasta|ate|jusqu|fino|tot|a)\b")


def _counts(before: str, grammar: Grammar) -> bool:
    """Return whether a number stands before ("ten business days")."""
    last = before.split()[-1:]
    return bool(last) and (last[0].isdigit() or last[0] in grammar.words["numbers"])


@lru_cache
def _part(grammar: Grammar) -> re.Pattern[str]:
    glued = r"|(?<=tag)|(?<=dag)|(?<=och)" if "glued" in grammar.words else ""
    source = rf"(?:(?<!\w){glued})(?P<part>{any_of(grammar.parts) or '(?!)'})s?{_NO_PART}"
    return re.compile(source.replace(" ?", r"\s*").replace(" ", r"\s+"))


@lru_cache
def _days(grammar: Grammar) -> re.Pattern[str]:
    words = grammar.words
    names, groups = any_of(words["weekdays"]), any_of(words.get("days", ())) or "(?!)"
    each = any_of(words.get("each", ("a", "any", "every")))
    habit = any_of(words.get("habit", ("every", "each", "on a"))) or "(?!)"
    to = (
        r"(?:-|to|through|thru|until|till|bis(?: zum)?|al?|au|ate|tot(?: en met)?|t/m"
        r"|hasta(?: el)?)"
    )
    part = rf"(?: ?(?:{any_of(grammar.parts) or '(?!)'}))?"
    both = r"(?:,|,? ?(?:and|und|or|oder|et|ou|y|o|e|en|of|&))"
    the = r"(?:(?:le|la|les|el|los|il|o|a|as|aos|de|on|am|op|di|l')\s?)?"
    parts = words.get("glued", "(?!)")
    return compiled(
        rf"(?P<a>{names}){part} ?{to} ?{the}(?P<b>{names}){part}"
        rf"|(?P<first>{names})s? ?{both} ?{the}(?P<second>{names})s?"
        rf"|(?:on )?(?!(?:thurs|tues|weds)\b)(?P<many>{names})s|(?:{habit}) (?P<always>{names})"
        rf"|(?:{each}) (?P<one>{names})|(?P<group>{groups})"
        rf"|(?P<glued>{names})(?:{parts})s?|(?P<plural>{names})(?= (?:mornings|afternoons"
        rf"|evenings|nights))"
        rf"|(?P<is>{names})(?= (?:is|are|ist|sind|est|es|e|zijn|hab|habe|ben|bin|i'?m|we'?re) )"
        rf"|(?:{_BUT}) {the}(?P<barred>{names})"
        rf"|(?P<bare>{names})(?= (?:nao|no|non|nicht|niet|nie|not|nein|nee|jamais|never|nunca"
        rf"|mai)\b)"
    )


def _days_of(match: re.Match[str], grammar: Grammar) -> tuple[int, ...]:
    numbers, found = grammar.words["weekdays"], match.groupdict()
    if found["group"]:
        return tuple(grammar.words["days"][" ".join(found["group"].split())])
    if found["a"]:
        first, last = numbers[found["a"]], numbers[found["b"]]
        return tuple((first + ahead) % 7 for ahead in range((last - first) % 7 + 1))
    kinds = ("first", "second", "many", "always", "one", "glued", "plural", "is", "barred", "bare")
    return tuple(dict.fromkeys(numbers[name] for kind in kinds if (name := found[kind])))
