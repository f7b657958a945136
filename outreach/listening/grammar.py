"""The words for time of one language, compiled from its phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.listening.clocks import AT, CLOCK, NAMED, Part
from outreach.listening.expressions import any_of, needles_for, sources_of
from outreach.listening.late import late
from outreach.listening.needles import Phrase, phrase

_TO_ME = (
    r"(?:(?<=\b(?:me|us)\s)|(?<=\b(?:call|ring)\s))"
    r"(?=\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m|\s?(?:ish|o'?clock|sharp))(?!\d))"
)
"""A clock right behind the order: "call me 4:30"."""
OPERATORS = ("past", "after", "until", "before", "from", "back", "wait", "for", "by", "on")
CUES = (
    "away",
    "hold",
    "holding",
    "ready",
    "ask",
    "ask_phone",
    "ask_sms",
    "ask_email",
    "then",
    "afterwards",
    "until_then",
    "only",
    "not_at",
    "fine",
    "back_behind",
    "called_back",
    "visit",
)
_LOOSE = (
    r"(?:about |around |roughly |at least |the |say |early |late |like |maybe |say,? |approx\w* "
    r"|only |exactly |precisely |just over |just under "
    r"|-|circa |ca\.? |etwa |ungefahr |mindestens |au moins |al menos |pelo menos |almeno "
    r"|minstens "
    r"|ongeveer |unos |unas |uns |umas |some |einem |einer |einen |dem |der |den |das |des |die "
    r"|de "
    r"|het |el |la |los |las |le |les |il |lo |gli |i |o |a |os |as |ao |dia |day |el dia |my |our "
    r"|mein\w* |unser\w* |notre |mon |ma |nuestr\w+ |mi |noss[ao] |minha |mijn |onze |nostr\w+ "
    r"|en |in |im |al |the week of |week commencing |w/c |sometime |wieder |weer |again |next )*"
)
"""Articles and small words between an operator and its expression."""


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The compiled words for time of one language, and the lists they came from."""

    words: Mapping[str, Any]
    patterns: tuple[tuple[str, Phrase], ...]
    operators: tuple[tuple[str, re.Pattern[str]], ...]
    clock: re.Pattern[str]
    half_to: bool
    """Whether "half eight" is half an hour before eight, as in Dutch."""
    clock_bare: re.Pattern[str]
    clock_before: re.Pattern[str]
    clock_alone: re.Pattern[str]
    part: re.Pattern[str] | None
    parts: Mapping[str, Part]
    cues: Mapping[str, re.Pattern[str]]
    """Words around an expression that say what it is for, by the key of CUES."""

    def hears(self, cue: str, text: str) -> bool:
        """Return whether the text holds such words."""
        return bool(self.cues[cue].search(text))


def grammar_from(words: Mapping[str, Any]) -> Grammar | None:
    """Compile the `[times]` section of a language; None where it has none."""
    if not words:
        return None
    return Grammar(
        words,
        tuple(
            (name, phrase(compiled(source), needles_for(name, words)))
            for name, source in sources_of(words).items()
        ),
        tuple((name, _leading(words.get(name, ()))) for name in OPERATORS),
        late(rf"\s*,?\s*{AT}(?:{NAMED})(?!\w|%)"),
        bool(words.get("half_to")),
        late(rf"\s*,?\s*{CLOCK}(?!\w|%)"),
        late(
            rf"(?<!\w){AT}(?:{NAMED})(?: on| this| am| le| el| op| il| na| no| de| den| em"
            rf"| du| der)*,? $"
        ),
        late(rf"(?<!\w)(?:{AT}|{_TO_ME})(?:{NAMED})(?!\w|%| ?(?:\d|/|-|people|pers|leute|euros?))"),
        late(
            rf"[ -]?(?:(?:in|at|am|a|de|da|di|la|le|el|por|pela?|'s|in de|the|dans"
            rf"|en)[ -]+)*(?P<part>{any_of(words['parts'])})(?!\w)"
        )
        if "parts" in words
        else None,
        {name: Part(*span) for name, span in words.get("parts", {}).items()},
        _cues(words),
    )


def _cues(words: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    cues = {name: compiled(words.get(name, "(?!)")) for name in CUES}
    hold, mine = words.get("hold", "(?!)"), words.get("mine", "(?!)")
    cues["called_back"] = _leading_cue(words.get("called_back", "(?!)"))
    cues["held"] = compiled(rf"{hold}(?: [\w']+){{0,5}}? ?$")
    cues["of_theirs"] = compiled(rf"{mine} (?:\w+ ){{0,3}}?{words.get('theirs', '(?!)')}")
    cues["returning"] = compiled(rf"{words.get('returning', '(?!)')}(?: [\w']+){{0,4}}? ?$")
    cues["not_before"] = compiled(
        rf"(?:{any_of((*words.get('before', ()), *words.get('until', ())))}) ?$"
    )
    return cues


def _leading_cue(source: str) -> re.Pattern[str]:
    return late(rf"(?<!\w)(?:{source})".replace(" ", r"\s+"))


def compiled(source: str) -> re.Pattern[str]:
    spaced = source.replace(" ?", r"\s*").replace(" ", r"\s+")
    return late(rf"(?<!\w)(?:{spaced})(?!\w)")


def _leading(words: Iterable[str]) -> re.Pattern[str]:
    """Match these words where they stand right before an expression."""
    return late(
        rf"(?<!\w)(?:{any_of(words) or '(?!)'})(?: |(?<=-)|(?<='))"
        rf"{_LOOSE}$".replace(" ", r"\s+")
    )
