"""Where a person says they are, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from outreach.listening.needles import Phrase
from outreach.listening.said import Found, Said
from policies.statement import Place

_NEAR = 60
_WORD = re.compile(r"\w+")
_BEING = re.compile(
    r"\b(?:i'?m|i am|im|we'?re|we are|am|based|living|live|lives|located|staying|stay|sitting"
    r"|working"
    r"|moved|relocated|landed|travell?ing|here|est[ao]y|estamos|vivo|vivimos|ando|estou|moro"
    r"|fico|sono"
    r"|siamo|abito|mi trovo|bin|sind|sitze|wohne|wohnen|lebe|suis|sommes|habite|habitons|vis|ben"
    r"|zit"
    r"|zitten|zijn|woon|wonen|verblijf|standort|now|currently|derzeit|momentan|actuellement|actualmente"
    r"|atualmente|attualmente|nu)\b(?:[^.;!?\n]|(?<=\d)\.){0,30}$"
)
_AT = re.compile(
    r"(?<!\w)(?:in|at|to|on|out of|from|en|em|no|na|nos|nas|ad?|au|aux|dans|nel|nella|nei|nelle"
    r"|negli|auf|im|aus|te|werk|buro|time|office|\()"
    r"\s*\(?(?:the |la |les |los |las |os? |as |der |den |de |het )?$"
)
_APART = re.compile(
    r"\b(?:hours?|horas?|heures?|stunden?|uur|or[ae]) (?:\w+ )?(?:behind|ahead|earlier|later"
    r"|menos|mas|mais"
    r"|de (?:plus|moins)|zuruck|voraus|fruher|spater|vroeger|later|indietro|avanti|in (?:meno"
    r"|piu)|a menos"
    r"|a mais|de diferen\w+|que)\b|(?:menos|mais) uma hora|time (?:zone|difference)|local time"
    r"|tijdsverschil|zeitverschiebung|decalage|fuso|huso|heure locale|ora locale|hora local"
)
"""Words about the clocks of two places."""


def places(said: Said) -> Iterator[Found]:
    """Find "I'm in Singapore until Friday": the zone, and the day on which it ends."""
    if not said.dialects[0].markers:
        yield from _places_unspaced(said)
    for match in heres(said):
        until = _until(said, match)
        zone = said.phrases.places[" ".join(match[0].split())]
        yield Found(Place(zone, until), match.start(), match.end())


def _until(said: Said, place: re.Match[str]) -> date | None:
    """Return the day it ends: named behind the place, or before it in the same clause."""
    sentence = said.around(place.start())
    ends = [
        t for t in said.times if t.operator == "until" and sentence.start <= t.start < sentence.end
    ]
    behind = (t.days.first for t in ends if place.end() <= t.start)
    ahead = (t.days.first for t in ends if "," not in said.text[t.end : place.start()])
    return next(behind, None) or next(ahead, None)


def heres(said: Said) -> Iterator[re.Match[str]]:
    """Find the places where the person says they are."""
    if said.phrases.place_starts.isdisjoint(_WORD.findall(said.text)):
        return
    for match in said.phrases.place.finditer(said.text):
        sentence = said.around(match.start())
        before = said.text[sentence.start : match.start()][-_NEAR:]
        if _is_here(said, match, before):
            yield match


def _places_unspaced(said: Said) -> Iterator[Found]:
    """Find places in a text whose words stand without spaces, beside a word for being there."""
    for name, zone in said.phrases.places.items():
        at = said.text.find(name) if name[0] > "\u3000" else -1
        if at >= 0 and (
            _HERE_BEFORE.search(said.text[:at]) or _HERE_BEHIND.match(said.text, at + len(name))
        ):
            yield Found(Place(zone), at, at + len(name))


_HERE_BEFORE = re.compile(r"(?:在|驻|駐|住|搬到|搬去|来到|人|现|現)$")
_HERE_BEHIND = re.compile(
    r"(?:に(?:い|お|住|滞|引)|で(?:働|暮|仕事)|在住|滞在|時間|时间|出張|支社|勤務|出差|那边|这边)"
)


def _is_here(said: Said, match: re.Match[str], before: str) -> bool:
    """Return whether the words around a place say that the person is there."""
    if match[0] == "la" and not said.folded.is_shouted(*match.span()):
        return False
    if any(_stands_before(before, p) for d in said.dialects for p in d.of("place", "here")):
        return True
    if not _AT.search(before):
        return False
    sentence = said.around(match.start())
    return bool(_BEING.search(before) or _APART.search(said.text[sentence.start : sentence.end]))


def _stands_before(before: str, pattern: Phrase) -> bool:
    return any(not before[m.end() :].strip() for m in pattern.finditer(before))
