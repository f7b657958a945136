"""The words before an expression of time that say how it is meant: after, until, not before ..."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from outreach.listening.expressions import any_of
from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid

_AFTER_ALL = re.compile(
    r"(?<!\w)(?:after|despues de|nach|apres|depois d[aeo]|dopo|na)\s+"
    r"(?:our|my|the|unser\w*|mein\w*|d[aeo]\w*|notre|mon|ma|l[ae]|nuestr\w+|mi|el"
    r"|noss[ao]|nostr\w+|il|onze|mijn|het)"
    r"\s+(?:[\w'-]+\s+){1,3}(?:on|am|le|el|il|op|du|del|vom|of|de|di|do|em)?\s*(?:the\s+)?$"
)
"""An event with its day ("until after our meeting on 9 December")."""
_UNTIL_ALL = re.compile(
    r"(?<!\w)(?:before|until|till|til|vor|bis(?: zu\w?)?|avant|jusqu'\w+|antes d\w+|hasta"
    r"|prima d\w+|fino a\w*|voor|tot|ate)\s+(?:(?:the|our|my|unser\w*|d(?:er|em|en|ie|as)"
    r"|l[ae]s?|nos?|notre"
    r"|el|nuestr\w+|[ao]s?|noss[ao]|il|het|de|ons|onze|new)\s+)+"
    r"(?:(?!years?\b|quarter\b|month\b|week\b|ano\b|jahr\b|annee\b|anno\b|jaar\b)[\w'-]+\s+){1,2}"
    r"(?:in|of|im|am|on|en|em|d[aeiou]|le|el|il|op)\s+(?:the\s+)?$"
)
"""An event with its month ("nothing before the new term in September")."""
_SINCE = re.compile(r"(?<!\w)d(?:a|all'|alle|agli|ai)\s*$")
"""Italian says since and from by one word: a day to come is not since when."""
_MINE = re.compile(
    r"(?<!\w)(?:my|your|his|our|mein|dein|ihr|mon|votre|mi|su|mio|suo|meu|seu|mijn|jullie)\s$"
)
_WISHED = re.compile(
    r"(?<!\w)(?:good|happy|merry|lovely|nice|great|buen[oa]s?|feliz|felices|guten?|schone[ns]?"
    r"|frohe[ns]?|bonne?s?|joyeuse?s?|joyeux|excellente?|boas?|bom|otim[oa]s?|buon[aeio]?|felic[ei]"
    r"|goede[n]?|fijne?|prettige?)\s*$"
)
"""A greeting or good wishes, no time that matters."""
_ONE = re.compile(r"(?:an?|one|ein\w*|une?|una?|uma?|een|un'|half an?)\s")
_FROM_NOW = re.compile(r"(?:from now|hence|time)$")
_PASSED = re.compile(
    r"\b(?:que (?:pasen?|acaben?|terminen?|passem?)|(?:after|past|nach|passe|passees?|passar"
    r"|depois|despues|dopo|na))\s+(?:\w+\s+)?$"
)
"""Until something is over: its last day is still within it."""
_ENDING = re.compile(
    r"\b(?:ends?|ending|finish\w*|expires?|runs? (?:to|until|till|through)|enden?|endet|lauft bis"
    r"|geht bis|laufen bis|finit|finissent|termine[nt]*|acaban?|terminan?|finisc(?:e|ono)|scade"
    r"|acabam?|terminam?|eindigt|eindigen|loopt (?:tot|af))(?: \w+)?\s+$"
)
"""What ends on a day is not over before it is."""
_INCLUSIVE = re.compile(
    r"\W{0,3}(?:both |all |both days |beide |jeweils |tutti |ambos? |ambas )?(?:dates? )?"
    r"(?:inclusive|incl|inclus\w*|included|einschliesslich|inklusive|compres[oia]|inclusief|inbegrepen"
    r"|y compris|inclusi)(?!\w)"
)
"""The last day named is still within it."""
_THROUGH = re.compile(
    r"\b(?:(?:bis|until|hasta|jusqu'au|fino al?|ate|tot) (?:und mit |en met )?"
    r"(?:einschliesslich|einschl\.|inklusive|inkl\.|and including|incluso|inclus|compreso"
    r"|inclusive)"
    r"|through|thru|bis und mit|tot en met|t/m)\s+(?:zum |den |dem |the |el |le |il |dia )?$"
)
_HAPPENED = re.compile(
    r"\b(?:passed away|passed on|deceased|retired|left us|moved"
    r"|ended|expired|ran out|lapsed|began|started|happened|opened|closed|died|signed|bought"
    r"|endete|begann|ablief|startete|passierte|expire|s'est termine\w*|a commence|termino|vencio"
    r"|expiro|empezo|terminou|venceu|comecou|e scadut[oa]|e terminat[oa]|e iniziat[oa]|eindigde"
    r"|begon|verliep) (?:up |back )?(?:in|on|at|am|im|en|le|el|em|no|na|il|a|op)\s+(?:the )?$"
)
"""What was over or begun then has been: no time to come."""
_DATED = re.compile(
    r"\b(?:your|our|the|ihr\w*|eur\w*|unser\w*|das|der|die|votre|vos|notre|le|la|su|sus|el|nuestro"
    r"|(?:o |a )?voss[oa]|seu|sua|uw|jullie|het|de|(?:il |la )?vostr[oa]|il)\s+[\w-]+\s+"
    r"(?:of|from|dated|vom|von|du|del|de|do|da|van|dd)\s+(?:the |dem |el |il |dia )?$"
)
"""A letter or an offer by its day ("your offer of 3 November")."""
_LIFE = timedelta(days=12 * 365)
"""Nobody waits so long: it is an age ("my mother is 84 years old")."""
_RECENT, _SOON = timedelta(days=365), timedelta(days=-120)
"""A year, and how long ago what was written is still spoken of."""
_OVER = re.compile(
    r"\s*(?!over (?:\d|een\b|\w+ (?:uur|dagen|week|weken|maand|maanden)))"
    r"(?:is|are|'s|ist|sind|est|sont|e|son|es|zijn)?\s*(?:all\s+)?(?:over|finished|behind us"
    r"|vorbei|voruber|passees?|passe|finies?|terminees?|voorbij|gedaan)(?!\w)"
)


def with_operators(
    text: str, taken: Iterable[TimeSaid], grammar: Grammar, today: date
) -> Iterator[TimeSaid]:
    """Yield the expressions with their operators, without those that are past or no times."""
    ago, length_ago = _following(grammar, "ago"), _following(grammar, "length_ago")
    matters = _following(grammar, "matters")
    doubtful = set(grammar.words.get("doubtful", ()))
    for said in taken:
        before = text[max(0, said.start - 40) : said.start]
        found = _operator_of(text, said, before, grammar)
        if found == "past" and not said.length and _SINCE.search(before):
            found = "from"
        if found == "from" and said.ranged:
            found = ""  # "from the 1st to the 21st" opens nothing on the 1st
        length = said.length and found != "on"
        is_ago = ago.match(text, said.end) or (length and length_ago.match(text, said.end))
        if found == "past" or is_ago or _is_none(text, said, found, before, today):
            continue
        if not found and matters.match(text, said.end):
            continue
        unsure = said.year or text[said.start : said.end] in doubtful
        if not found and unsure and said.minute is None:
            continue
        passed = found == "until" and _PASSED.search(before)
        ended = said.exact and _ENDING.search(before)
        within = passed or ended or _INCLUSIVE.match(text, said.end) or _THROUGH.search(before)
        yield replace(said, operator=found, closing=said.closing or bool(within))


def _operator_of(text: str, said: TimeSaid, before: str, grammar: Grammar) -> str:
    found = next((name for name, p in grammar.operators if p.search(before)), "")
    ended = found in ("", "on", "from") and said.exact and _AFTER_ALL.search(before)
    if ended or _OVER.match(text, said.end):
        return "after"
    if found in ("", "on") and _UNTIL_ALL.search(before):
        return "until"
    if found in ("", "on", "from") and grammar.cues["returning"].search(before):
        found = "back"
    called = found == "back" and grammar.cues["called_back"].search(before)
    return "on" if called else found


def _lately(said: TimeSaid, today: date) -> bool:
    """Return whether a date without a year has just been, and was rolled a year ahead."""
    return said.exact and said.days.first - _RECENT > today + _SOON


def _is_none(text: str, said: TimeSaid, found: str, before: str, today: date) -> bool:
    """Return whether it is somebody's habit, a good wish, or "a week" without a preposition."""
    if said.weekday and _MINE.search(before):
        return True
    if _HAPPENED.search(before) or (_DATED.search(before) and _lately(said, today)):
        return True
    if text[said.start : said.end] == "manana" and before.endswith("la "):
        return True
    if said.length and said.days.first - today > _LIFE:
        return True
    lone = said.length and not found and _ONE.match(text, said.start)
    now = _FROM_NOW.search(text, said.start, said.end)
    return bool(_WISHED.search(before) or (lone and not now))


def greets(text: str, start: int, end: int) -> bool:
    """Return whether a part of the day is a greeting ("good evening", "Morning Jess,")."""
    if _WISHED.search(text[:start]):
        return True
    begins = not text[:start].strip() or text[:start].endswith("\n")
    return begins and bool(_CALLED.match(text, end))


_CALLED = re.compile(
    r"(?<!s)(?: all| everyone| (?!only\b|please\b|best\b|ok\b|works?\b)[a-z]+)?\s*[,!\n]"
)


@lru_cache
def _following(grammar: Grammar, kind: str) -> re.Pattern[str]:
    """Match words that put the expression before them into the past ("two months ago")."""
    return re.compile(rf"\s+(?:{any_of(grammar.words.get(kind, ())) or '(?!)'})(?!\w)")
