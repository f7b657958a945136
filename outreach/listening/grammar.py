"""The words for time of one language, compiled from its phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.listening.clocks import CLOCK, Part
from outreach.listening.needles import Phrase, phrase

OPERATORS = ("past", "after", "until", "before", "from", "back", "wait", "for", "by", "on")
CUES = (
    "away",
    "hold",
    "ready",
    "ask",
    "ask_phone",
    "ask_sms",
    "ask_email",
    "then",
    "only",
    "not_at",
    "fine",
    "back_behind",
    "called_back",
)
_ORDINAL = r"(?:st|nd|rd|th|er|e|ª|º|\.)?"
_LOOSE = r"(?:about |around |roughly |at least |the |say |early |like |maybe |say,? |approx\w* |-)*"
_AT = (
    r"(?:at|@|around|about|after|from|by|ca|past|any ?time after"
    r"|um|a las|a|om|alle|as|nach|vers|apres|despues de las)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The compiled words for time of one language, and the lists they came from."""

    words: Mapping[str, Any]
    patterns: tuple[tuple[str, Phrase], ...]
    operators: tuple[tuple[str, re.Pattern[str]], ...]
    clock: re.Pattern[str]
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
    month, unit = any_of(words["months"]), any_of(words["units"])
    number = rf"(?:\d{{1,3}}|{any_of(words['numbers'])})"
    of = r"(?: of| de| del| di)?"
    to = r"(?:-|to|until|till|and|through|al?|bis|au|tot)"
    within = rf"(?:{month}|{any_of((*words['fixed'], *words.get('within', ())))})"
    year = r"(?:,? (?:of |de |del )?(?P<year>20\d\d))?"
    wide = "|".join(
        f"(?P<{name}>{any_of(words.get(name, ())) or '(?!)'})"
        for name in ("end", "early", "middle", "late")
    )
    week_on = any_of(words.get("week_on", ("week",)))
    sources = {
        "iso": r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
        "range": rf"(?P<day>\d{{1,2}}){_ORDINAL}{of}(?: {month})? ?{to} ?(?:the )?"
        rf"(?P<last>\d{{1,2}}){_ORDINAL}{of} (?P<name>{month}){year}",
        "range_after": rf"(?P<name>{month}) (?P<day>\d{{1,2}}){_ORDINAL} ?{to} ?"
        rf"(?P<last>\d{{1,2}}){_ORDINAL}(?!\d){year}",
        "date": rf"(?:the )?(?P<day>\d{{1,2}}){_ORDINAL}{of} (?P<name>{month})\.?{year}",
        "date_after": rf"(?P<name>{month})\.? (?:the )?(?P<day>\d{{1,2}})"
        rf"(?!\d|:|\.\d| ?[ap]m){_ORDINAL}{year}",
        "slashed": r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?",
        "dotted": r"(?P<one>\d{1,2})\.(?P<two>\d{1,2})\.(?P<year>(?:20)?\d\d)?",
        "week_of": rf"(?P<nth>{any_of(words.get('nth', ())) or '(?!)'}) (?:week|wk|woche|semana"
        rf"|semaine|settimana)(?: (?:of|in|im|de|del|di|do))?(?: the)? (?P<name>{month})",
        "week": rf"(?:{any_of(words['week'])}) ?(?P<number>\d{{1,2}})(?!\d)",
        "nth_day": rf"(?P<nth>{any_of(words.get('nth', ())) or '(?!)'}) (?P<weekday>"
        rf"{any_of(words['weekdays'])})(?: (?:of|in|im|des|de|del|di|do|van))?(?: the)? "
        rf"(?P<name>{within})",
        "wide": rf"(?:{wide})(?: of| de| di)?(?: the)?(?: | ?-)(?P<name>{within})"
        r"(?: (?P<year>20\d\d))?",
        "fixed": rf"(?P<name>{any_of(words['fixed'])})",
        "weekday": rf"(?:(?P<next>{any_of(words['next'])}) |(?:{any_of(words['this'])}) )?"
        rf"(?P<name>{any_of(words['weekdays'])})(?P<week> (?:{week_on}))?",
        "month": rf"(?:next )?(?P<name>{month})(?: (?P<year>20\d\d))?",
        "length": rf"(?<![\d.:])(?:the )?(?:next |coming |another )?(?P<many>{number})"
        rf"(?:(?: or |-| to )(?P<most>{number}))? (?:or so |more |good |full |solid )?"
        rf"(?P<unit>{unit})(?:'s?)?(?: time| from now| hence| or so)?",
        "number": words.get("number")
        or r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)(?! floor| time| quarter| century)",
    }
    return Grammar(
        words,
        tuple(
            (name, phrase(compiled(source), _needles(name, words)))
            for name, source in sources.items()
        ),
        tuple((name, _leading(words.get(name, ()))) for name in OPERATORS),
        re.compile(rf"\s*,?\s*(?:{_AT} )?(?:{CLOCK})(?!\w|%)"),
        re.compile(rf"(?<!\w){_AT} (?:{CLOCK})(?: on| this)? $"),
        re.compile(rf"(?<!\w){_AT} (?:{CLOCK})(?!\w|%| ?(?:\d|/|-|people|pers|leute|euros?))"),
        re.compile(rf"\s*(?:in\s+the\s+|at\s+)?(?P<part>{any_of(words['parts'])})(?!\w)")
        if "parts" in words
        else None,
        {name: Part(*span) for name, span in words.get("parts", {}).items()},
        _cues(words),
    )


def _needles(kind: str, words: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    """Return the names without which there is no expression of this kind."""
    match kind:
        case "range" | "range_after" | "date" | "date_after" | "month":
            names = words["months"]
        case "fixed" | "wide" | "nth_day":
            names = (*words["fixed"], *words["months"], *words.get("within", ()))
        case "week_of":
            names = words["months"]
        case "weekday":
            names = words["weekdays"]
        case "length":
            names = words["units"]
        case _:
            return ()
    return (frozenset(max(name.split(), key=len) for name in names),)


def _cues(words: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    cues = {name: compiled(words.get(name, "(?!)")) for name in CUES}
    hold, mine = words.get("hold", "(?!)"), words.get("mine", "(?!)")
    cues["called_back"] = _leading_cue(words.get("called_back", "(?!)"))
    cues["held"] = compiled(rf"{hold}(?: [\w']+){{0,5}}? ?$")
    cues["of_theirs"] = compiled(rf"{mine} (?:\w+ ){{0,3}}?{words.get('theirs', '(?!)')}")
    cues["not_before"] = compiled(
        rf"(?:{any_of((*words.get('before', ()), *words.get('until', ())))}) ?$"
    )
    return cues


def _leading_cue(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{source})".replace(" ", r"\s+"))


def any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)).replace("\\ ", " ")


def compiled(source: str) -> re.Pattern[str]:
    spaced = source.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)")


def _leading(words: Iterable[str]) -> re.Pattern[str]:
    """Match these words where they stand right before an expression."""
    return re.compile(rf"(?<!\w)(?:{any_of(words) or '(?!)'}) {_LOOSE}$".replace(" ", r"\s+"))
