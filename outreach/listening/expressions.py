"""What an expression of time looks like: one pattern a kind, filled with the words of a language.

A space is any white space, ` ?` any or none (see `outreach.listening.grammar`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_ORDINAL = r"(?:st|nd|rd|th|er|era?|eme|ste[nr]?|te[nr]?|de|e|ª|º|°|\.|a|o)?(?![a-z])"
_OF = (
    r"(?:,? (?:of|de|del|dell|della|dello|di|du|da|do|das|dos|van|des|der|dem|im|in|the|la|le|el|il"
    r"|het|lo|o|a|au|al|on|am|op|om|no|na)|,? ?(?:d'|l'|dell'|del'))*"
)
_MORE = (
    r"(?:next|coming|following|another|further|more|good|full|solid|whole|other|nachsten?|nachster"
    r"|kommenden?|weiteren?|folgenden?|ganzen?|voll\w*|guten?|lang\w*|prochaine?s?|bonnes?|longs?"
    r"|longues|petite?s?|autres?|proxim[oa]s?|larg[oa]s?|buen[oa]s?|otr[oa]s?|outr[oa]s?|longos?"
    r"|prossim[aeio]|altr[aeio]|lung\w+|buon\w*|komende|volgende|hele|goede|lange|mas|mais|noch"
    r"|nog)"
)
_OR = r"(?: (?:or|to|bis|oder|ou|o|of|tot|y|e|a|u|und|and) | ?- ?)"
_AND_HALF = (
    r"and a half|y medi[oa]|et demie?|e mei[oa]|e mezz[oa]|en een half|und ein\w* halb\w*"
    r"|undeinhalb"
)
_TO = (
    r"(?:-|to|until|till|and|through|thru|all'|al?|bis(?: zum)?|au|tot(?: en met)?|t/m|ate(?: o)?"
    r"|hasta(?: el)?|jusqu'au)"
)
_YEAR = r"(?:(?:,? (?:of |de |del |do |di )?| ?')(?P<year>20\d\d|(?<=')\d\d)(?!\d))?"
_ROUGHLY = (
    r"(?:like|say|maybe|probably|perhaps|around|more like|eher|wohl|sagen wir|plutot|disons|digamos"
    r"|tipo|mas bien|diciamo|tipo|zeg|eerder)"
)
_NEVER = "(?!)"
_COMING = ("this-week", "next-week", "week-after-next")


def any_of(words: Iterable[str]) -> str:
    """Return an alternation of words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)).replace("\\ ", " ")


def day_names(words: Mapping[str, Any]) -> dict[str, int]:
    """Return the words for days of a month: ordinals, and numbers where a language uses them."""
    listed = enumerate(words.get("day_names", ()), 1)
    return {name: number for number, names in listed for name in names.split("/")}


def sources_of(words: Mapping[str, Any]) -> dict[str, str]:
    """Return the patterns of all kinds, those that say most first."""
    month, unit = any_of(words["months"]), any_of(words["units"])
    nth = any_of(words.get("nth", ())) or _NEVER
    number = rf"(?:\d{{1,3}}(?:[.,]\d)?|{any_of(words['numbers'])})"
    fixed = words["fixed"]
    within = rf"(?:{month}|{any_of((*fixed, *words.get('within', ())))})"
    weekday = any_of(words["weekdays"])
    short = any_of(words.get("short_weekdays", ())) or _NEVER
    weeks = any_of(name for name, stands in _weeks(words).items() if stands in _COMING) or _NEVER
    named_day = any_of(day_names(words)) or _NEVER
    day = rf"(?P<day>\d{{1,2}}|{named_day})(?:{_ORDINAL})"
    behind = any_of(words.get("next_behind", ())) or _NEVER
    over = any_of(words.get("over_next", ())) or _NEVER
    week_on = any_of(words.get("week_on", ("week",))) or _NEVER
    on_week = any_of(words.get("on_week", ())) or _NEVER
    glued = rf"(?P<part>{words['glued']})?" if "glued" in words else ""
    wide = "|".join(f"(?P<{name}>{any_of(words.get(name, ())) or _NEVER})" for name in _WIDE)
    return {
        "iso": r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
        "range": rf"{day}{_OF}(?: {month})? ?{_TO} ?(?:the |el |le |il |den |dia |de )?"
        rf"(?P<last>\d{{1,2}}){_ORDINAL}{_OF} ?(?P<name>{month})\.?{_YEAR}",
        "range_after": rf"(?P<name>{month})\.? (?P<day>\d{{1,2}}){_ORDINAL} ?{_TO} ?"
        rf"(?P<last>\d{{1,2}}){_ORDINAL}(?!\d|[/.:]\d){_YEAR}",
        "date": rf"(?:the )?{day}{_OF} ?(?P<name>{month})\.?{_YEAR}",
        "date_after": rf"(?P<name>{month})\.? (?:the )?{day}(?!\d|:|[./]\d| ?[ap]m\b){_YEAR}",
        "slashed": r"(?!24/7(?!/|\d))(?P<one>\d{1,2})/(?P<two>\d{1,2})"
        r"(?:/(?P<year>(?:20)?\d\d))?(?!\d|/)",
        "dashed": r"(?P<one>\d{1,2})-(?P<two>\d{1,2})-(?P<year>(?:20)?\d\d)"
        + (r"|(?P<first>\d{1,2})-(?P<second>\d{1,2})(?![\d-])" if words.get("dashed") else ""),
        "dotted": r"(?P<one>\d{1,2})\.(?P<two>\d{1,2})\.(?P<year>(?:20)?\d\d)?(?!\d)",
        "idiom": rf"(?P<name>{any_of(_idioms(words)) or _NEVER})",
        "week_of": rf"(?P<nth>{nth}) (?:(?:{'|'.join(_WEEK)}){_OF} ?"
        rf"(?P<name>{within})|(?P<glued>{month})woche)",
        "week_in": rf"(?P<name>{within}){_YEAR},? (?:{_ROUGHLY} )?(?:(?:in|im|in der|a|na|en) )?"
        rf"(?:(?:the|la|le|die|der|den|de|a) )?(?P<nth>{nth}) "
        rf"(?:{'|'.join(_WEEK)})(?!\w)",
        "week": rf"(?:{any_of(words['week'])})\.? ?(?P<number>\d{{1,2}})(?!\d)"
        + (
            rf"|(?P<numbered>\d{{1,2}})\. (?:{any_of(words['week'])})"
            if "kw" in words["week"]
            else ""
        ),
        "nth_day": rf"(?P<nth>{nth}) (?:(?P<weekday>{weekday})|(?:day|tag|jour|dia|giorno|dag))"
        rf"{_OF} ?(?P<name>{within})",
        "week_later": rf"(?:(?P<many>{number}) )?(?:{any_of(words.get('weeks', ('week',)))}) "
        rf"(?:{on_week}) (?P<name>{weekday}|{any_of(words.get('todays', ('today',)))})"
        rf"|a (?:week|wk) (?P<direct>{weekday})"
        rf"|(?P<before>{weekday}) (?P<on>{week_on})"
        rf"|(?P<ahead>{weekday}) (?:in|over|en|dans|fra|tra|em|daqui a|dentro de)"
        rf" (?P<later>{number}) (?:{any_of(words.get('weeks', ('week',)))})"
        rf"|(?:(?P<counted>{number}) (?P<each>{weekday})s? (?:from now|from today|hence)"
        rf"|(?:over|dans|dentro de|daqui a|tra|fra) (?P<count>{number}) (?P<coming>{weekday})"
        r"(?:s|en)?)",
        "weekday_number": rf"(?P<weekday>{weekday}|(?:{short})\.?),? ?"
        rf"(?:(?:the|der|den|dem|el|le|il|o|dia|de|d\.) )*(?P<day>\d{{1,2}})"
        rf"(?:st|nd|rd|th|er|e|\.)?(?! ?(?:[hu:%/-]|uhr|uur|am|pm|[ap]\.m|heures|horas|hrs|ore"
        rf"|o'clock|\d"
        rf"|de la|da manha|da tarde|{month}|(?:de|of|di) (?:{month})))",
        "length": rf"(?<![\d.:,])(?:the )?(?:{_MORE} )*(?P<many>{number})"
        rf"(?: (?P<and>{_AND_HALF}))?(?:{_OR}(?P<most>{number}))?(?: (?:or so|so|de"
        rf"|di))?(?: {_MORE})*(?:(?<=[\d']) ?-?| )"
        rf"(?P<unit>{unit})(?:'s?)?(?: (?:or|of) (?P<many_more>two|twee))?"
        rf"(?: (?P<half>{_AND_HALF}))?(?: time| from now| hence| or so)?",
        "half": rf"(?:(?P<half_one>{any_of(words.get('half_one_of', ())) or _NEVER})"
        rf"|(?P<half_two>{any_of(words.get('half_two_of', ())) or _NEVER}))"
        rf" (?P<name>{month})-?halfte{_YEAR}",
        "wide": rf"(?:{wide}){_OF}(?: ?-? ?)(?P<name>{within}){_YEAR}",
        "weekday": rf"(?:(?P<ahead>{weeks}){_OF} ?)?"
        rf"(?:(?P<next>{any_of(words['next'])}) |(?P<over>{over}) |(?:{any_of(words['this'])}) )?"
        rf"(?P<name>{weekday}|(?<=\bam\s)(?:{short})\b\.?){glued}"
        rf"(?:{_OF} ?(?P<week>{weeks})| (?P<behind>{behind}))?",
        "fixed": rf"(?P<name>{any_of(fixed)}){glued}(?:(?: |/)(?P<year>20\d\d))?",
        "month": rf"(?:(?:next|following) )?(?P<name>{month})\.?(?: (?:{behind}))?{_YEAR}",
        "number": words.get("number")
        or r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)(?! floor| time| quarter| century)",
        "named_number": rf"(?:the|am|dem|den|zum|ab|de|op de|el|il|le|dia|al|au) "
        rf"(?P<day>{named_day})" + (words.get("not_a_day") or r"(?! (?!an\b|at\b|um\b)\w)"),
        "year": r"(?P<year>20[2-4]\d)(?!\d|[/.-]\d)",
    }


def _idioms(words: Mapping[str, Any]) -> Iterator[str]:
    """Yield names that look like lengths or weekdays and mean something else ("quinze jours")."""
    units, numbers, weekdays = (set(words[key]) for key in ("units", "numbers", "weekdays"))
    for name in words["fixed"]:
        parts = set(name.split())
        if words["fixed"][name] in ("weekend", "end-of-next-week", "buen-fin"):
            yield name  # "fin de semana" is no end of a week
        counts = parts & units and (parts & numbers or any(part.isdigit() for part in parts))
        if counts or (len(parts) > 1 and parts & weekdays):
            yield name


def _weeks(words: Mapping[str, Any]) -> dict[str, str]:
    return {**words.get("within", {}), **words["fixed"]}


def needles_for(kind: str, words: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    """Return sets of names, without one of each of which there is no expression of this kind."""
    within = (*words["fixed"], *words["months"], *words.get("within", ()))
    match kind:
        case "range" | "range_after" | "date" | "date_after" | "month" | "half":
            return _needles(words["months"])
        case "fixed":
            return _needles(within)
        case "wide":
            parts = [part for name in _WIDE for part in words.get(name, ())]
            return _needles(within, parts)
        case "week_of" | "week_in":
            return _needles(within, _WEEK)
        case "nth_day":
            return _needles(within, words.get("nth", ()))
        case "week_later":
            return _needles(words["weekdays"])
        case "weekday" | "weekday_number":
            return _needles((*words["weekdays"], *words.get("short_weekdays", ())))
        case "length":
            return _needles(words["units"])
        case _:
            return ()


def _needles(*several: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Return the longest word of each name, of words as long the last: "this week" has a week."""
    found = [frozenset(max(reversed(name.split()), key=len) for name in names) for names in several]
    return tuple(one for one in found if one and min(map(len, one)) >= _SHORTEST)


_SHORTEST = 2
"""Letters of the shortest word that is looked for."""
_WIDE = ("end", "early", "middle", "late", "half_one", "half_two")
_WEEK = ("week", "wk", "woche", "semana", "semaine", "settimana")
