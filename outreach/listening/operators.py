"""The words before an expression of time that say how it is meant: after, until, not before ..."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from outreach.listening.grammar import Grammar, any_of
from outreach.listening.moments import TimeSaid

_AFTER_ALL = re.compile(
    r"(?<!\w)(?:after|despues de|nach|apres|depois d[aeo]|dopo|na)\s+"
    r"(?:our|my|the|unser\w*|mein\w*|d[aeo]\w*|notre|mon|ma|l[ae]|nuestr\w+|mi|el"
    r"|noss[ao]|nostr\w+|il|onze|mijn|het)"
    r"\s+(?:[\w'-]+\s+){1,3}(?:on|am|le|el|il|op|du|del|vom|of|de|di|do|em)?\s*(?:the\s+)?$"
)
"""An event with its day ("until after our meeting on 9 December")."""
_OVER = re.compile(
    r"\s*(?:is|are|'s|ist|sind|est|sont|e|son|es|zijn)?\s*(?:all\s+)?(?:over|finished|behind us"
    r"|vorbei|voruber|passees?|passe|finies?|terminees?|voorbij|gedaan)(?!\w)"
)


def with_operators(text: str, taken: Iterable[TimeSaid], grammar: Grammar) -> Iterator[TimeSaid]:
    """Yield the expressions with their operators, without those that are past or no times."""
    ago = _following(grammar)
    doubtful = set(grammar.words.get("doubtful", ()))
    for said in taken:
        before = text[max(0, said.start - 40) : said.start]
        found = next((name for name, p in grammar.operators if p.search(before)), "")
        if found in ("", "on") and said.exact and _AFTER_ALL.search(before):
            found = "after"
        if _OVER.match(text, said.end):
            found = "after"
        if found == "back" and grammar.cues["called_back"].search(before):
            found = "on"
        if found == "past" or ago.match(text, said.end):
            continue
        if not found and text[said.start : said.end] in doubtful and said.minute is None:
            continue
        yield replace(said, operator=found)


@lru_cache
def _following(grammar: Grammar) -> re.Pattern[str]:
    """Match words that put the expression before them into the past ("two months ago")."""
    return re.compile(rf"\s+(?:{any_of(grammar.words.get('ago', ())) or '(?!)'})(?!\w)")
