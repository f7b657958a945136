"""Until when they cannot or would not be reached, by the words around a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid

_WORD = re.compile(r"\w{3,}")
CLAUSE = re.compile(r"[,;:]| - ")


@dataclass(frozen=True, slots=True)
class Around:
    """An expression of time with the words before and behind it in its sentence."""

    time: TimeSaid
    before: str
    after: str

    @property
    def clause(self) -> str:
        """Return the words of its own clause."""
        return f"{CLAUSE.split(self.before)[-1]} {CLAUSE.split(self.after)[0]}"


_SENTENCE = re.compile(r"\.\s")
_STARTS = ("after", "from", "by", "before")
_OPEN = re.compile(
    r"\b(?:open|valid|available|reachable|trial|offer|free|work|working|hours|geoffnet|gultig"
    r"|erreichbar|angebot|ouverte?s?|valable|disponible|joignable|offre|abiert[oa]s?|valid[oa]"
    r"|oferta|abert[oa]s?|apert[oi]|offerta|disponibil[ei]|geldig|bereikbaar|aanbieding"
    r"|(?:i'?m|i am|we'?re|we are|i'll be|i will be|we'll be) in(?= (?!the |an? ))"
    r"|(?:ich bin|wir sind) in|(?:je suis|nous sommes) a|est(?:oy|amos) en|est(?:ou|amos) em"
    r"|(?:sono|siamo) a|ik ben in|ik zit in|we zijn in|we zitten in)\b"
)
"""Until then something holds that is no wish for silence."""
_HELD_OFF = re.compile(r"\b(?:hold|holding|held|put|putting) (?:it |this |that |things )?off\b")
"""Waiting, not being away: the day named is welcome."""
_WEEKDAY_BEFORE = re.compile(r"(?:days?|mon|tue|wed|thu|fri|tag|dag|coles|di|feira)\s*\w*\s*$")
_LEADING = 2
"""Words before a time that begins its clause ("so next week ...")."""
BOUND = re.compile(
    r"\b(?:not|nicht|pas|no|nao|non|niet) (?:(?:a|one) (?:day|minute|moment) )?"
    r"(?:before|earlier|vorher|fruher|avant|plus tot|antes"
    r"|prima|eerder|voor|sooner|later)\b"
)


def silent_until(grammar: Grammar, around: Around, *, asks: bool) -> date | None:
    """Return the first day they can or want to be reached, where the words say that."""
    time, before, after = around.time, around.before, around.after
    if time.operator == "back" or grammar.cues["back_behind"].match(after.lstrip(" ,")):
        return None if asks and time.operator != "back" else first_of(time)
    if time.operator == "wait":
        return time.days.first if time.length or time.weekday else time.days.after
    away = grammar.hears("away", before) and not _is_ready(grammar, before)
    if time.minute is not None and not grammar.hears("away", around.clause):
        away = False
    held_off = time.operator == "until" and bool(_HELD_OFF.search(before))
    away = away and not held_off
    if away and (not asks or time.operator == "until"):
        begins = time.operator == "from" and not time.ranged
        return first_of(time) if begins else first_day_back(time)
    if time.length and grammar.hears("away", around.clause) and CLAUSE.search(after):
        asks = grammar.hears("ask", around.clause)
    if (
        not held_off
        and grammar.hears("away", around.clause)
        and (time.operator == "until" or time.ranged or (time.operator not in _STARTS and not asks))
    ):
        return first_day_back(time)
    held = grammar.hears("hold", f"{before} {after}")
    if time.operator == "before" and not (time.length and time.minute is not None):
        return (time.days.after if time.feast else time.days.first) if held else None
    if time.operator == "until":
        return _held_until(grammar, around, held=held, asks=asks)
    if _is_negated(grammar, before, around, time):
        return time.days.first if time.length else time.days.after
    return None


def _held_until(grammar: Grammar, around: Around, *, held: bool, asks: bool) -> date | None:
    """Return the first day after "nothing until", "lambing till late April"."""
    time = around.time
    if held:
        return end_of(time)
    if asks or time.minute is not None or _OPEN.search(around.clause):
        return None
    if time.weekday and _WEEKDAY_BEFORE.search(around.before):
        return None
    return first_day_back(time)


def _is_negated(grammar: Grammar, before: str, around: Around, time: TimeSaid) -> bool:
    """Return whether it says "not this week", "nothing for nine months", "this week is bad"."""
    if time.operator in ("after", "from", "by") or (time.length and time.minute is not None):
        return False
    after = _SENTENCE.split(CLAUSE.split(around.after)[0])[0]
    if time.operator == "for" or time.length:
        near = CLAUSE.split(before)[-1] if time.operator != "for" else before
        return grammar.hears("hold", f"{near[-60:]} {after}") and not _is_bound(grammar, after)
    if grammar.hears("held", before[-60:]):
        return True
    begins = len(_WORD.findall(CLAUSE.split(before)[-1])) <= _LEADING
    return begins and grammar.hears("hold", after[:60]) and not _is_bound(grammar, after)


def _is_bound(grammar: Grammar, after: str) -> bool:
    """Return whether the "not" behind a time is another's ("in May, not before")."""
    return bool(BOUND.search(after))


def _is_ready(grammar: Grammar, before: str) -> bool:
    """Return whether the last clause turns to when they will be ready."""
    clause = CLAUSE.split(before)[-1]
    return grammar.hears("ready", clause) and not grammar.hears("away", clause)


def first_of(time: TimeSaid) -> date:
    if time.operator == "after" and not time.minute and not time.length:
        return time.days.after
    return time.days.first


def end_of(time: TimeSaid) -> date:
    """Return the first day after "hold until"; the end of something is still within it."""
    return time.days.after if time.closing or time.ranged else time.days.first


def first_day_back(time: TimeSaid) -> date:
    """Return the day after the last one named; a weekday or month after "until" is itself back."""
    back_on_monday = time.weekday and time.days.first.weekday() == 0 and not time.closing
    if (
        time.length
        or (time.operator == "until" and back_on_monday)
        or (time.operator == "until" and not time.exact and not time.closing)
    ):
        return time.days.first
    return time.days.after
