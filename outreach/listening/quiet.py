"""Times of day and days of the week when a person does not want to hear from us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from outreach.listening import cjk_quiet
from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid
from outreach.listening.operators import greets
from outreach.listening.quiet_spans import inside, outside
from outreach.listening.reading import Span
from outreach.listening.said import Found, Said
from outreach.listening.windows import Window, windows_in
from policies.statement import EVERY_DAY, Quiet

_FEW = 2
_CLAUSE = re.compile(
    r"[,;(]|:(?!\d)|\s-\s|\s(?:but|aber|mais|pero|mas|ma|maar|sondern|sino|however)\s"
    r"|\s(?:and|und|y|e|et|en)\s(?=(?:never|not|nie|niemals|nicht|jamais|pas|nunca|mai|nooit|niet)\b)"
)
_WORD = re.compile(r"\w{2,}")


class Wish(StrEnum):
    """What a clause says of the times it names."""

    ONLY = "only then"
    NEVER = "not then"
    FINE = "then it suits"
    UNSAID = ""


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


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a sentence with the times it names, and whether it asks for contact then."""

    wish: Wish
    windows: tuple[Window, ...]
    asks: bool = False


def _of_sentence(said: Said, grammar: Grammar, sentence: Span) -> Iterator[Found]:
    words = said.text[sentence.start : sentence.end]
    named = [w for w in windows_in(words, grammar) if not _is_of_a_day(said, sentence, w)]
    if not named:
        return
    clauses = list(_clauses(words, named, grammar, is_dated=_names_a_day(said, sentence)))
    start = sentence.start + min(window.start for window in named)
    end = sentence.start + max(window.end for window in named)
    for quiet in _quiet_of(clauses, words, grammar):
        yield Found(quiet, start, end)


def _quiet_of(clauses: list[_Clause], words: str, grammar: Grammar) -> Iterator[Quiet]:
    """Yield when nothing is wanted: what is named so, and all but what suits."""
    never = [w for clause in clauses if clause.wish is Wish.NEVER for w in clause.windows]
    only = [w for clause in clauses if clause.wish is Wish.ONLY for w in clause.windows]
    fine = [w for clause in clauses if clause.wish is Wish.FINE for w in clause.windows]
    if all(window.is_a_day for window in fine):
        fine = []
    unsaid = [w for clause in clauses if clause.wish is Wish.UNSAID for w in clause.windows]
    if only:
        yield from outside(only)
    elif fine and not never:
        yield from outside(fine)
    elif fine and any(window.edge for window in fine):
        yield from outside(fine)
        never = [window for window in never if window.habit]
    elif never:
        yield from outside(_asked_for_always(clauses, never))
    if not (only or fine or never):
        if _is_asked_for(unsaid, words):
            yield from outside(unsaid)
        elif _is_habit(unsaid, words, grammar):
            never = unsaid
    for together in _breaths(never, words, grammar):
        yield from inside(together)


def _asked_for_always(clauses: list[_Clause], barred: list[Window]) -> list[Window]:
    """Return the hours asked for beside days barred for good ("after 3, never on Fridays")."""
    if not all(window.habit for window in barred):
        return []
    asked = [clause.windows for clause in clauses if clause.asks and clause.wish is Wish.UNSAID]
    return [w for windows in asked if any(w.is_hours for w in windows) for w in windows]


def _breaths(windows: list[Window], words: str, grammar: Grammar) -> Iterator[list[Window]]:
    """Yield the times that one "not" is about: "not after six, and not on Sundays" are two."""
    together: list[Window] = []
    for window in sorted(windows, key=lambda one: one.start):
        between = words[together[-1].end : window.start] if together else ""
        apart = grammar.hears("not_at", between) or _NOR.search(between)
        if together and (apart or _OR_ON.match(words, together[-1].end)):
            yield together
            together = []
        together.append(window)
    if together:
        yield together


_NOR = re.compile(
    r"\b(?:nor|ni|nem|noch|tampoco|nunca|never|jamais|nie|nooit)\b"
    r"|\b(?:and|or|y|e|et|und|en) (?:also |auch |ook )?(?:not?|nao|non|pas|nicht|niet)\b"
)
_OR_ON = re.compile(
    r"\W*(?:or (?:on|at)|oder (?:am|an)|ou (?:les?|aos?|nos?)|o (?:los|el|la|il|di)|of (?:op|in)) "
)


def _is_asked_for(windows: list[Window], words: str) -> bool:
    """Return whether a sentence is some times and a "please" ("evenings please")."""
    rest = words
    for window in windows:
        rest = rest.replace(words[window.start : window.end], " ")
    return bool(windows) and bool(_PLEASE.fullmatch(rest))


_PLEASE = re.compile(
    r"\W*(?:please|pls|plz|bitte|svp|stp|por favor|porfa|pfv|per favore|graag|s'il vous plait"
    r"|aub|a\.u\.b)\W*"
)


def _is_habit(windows: list[Window], words: str, grammar: Grammar) -> bool:
    """Return whether a sentence tells what is always so then ("Sundays are for church")."""
    if not windows or "?" in words[-3:] or grammar.hears("ask", words) or _TENDED.search(words):
        return False
    rest = words
    for window in windows:
        rest = rest.replace(words[window.start : window.end], " ")
    return any(window.habit for window in windows) and len(_WORD.findall(rest)) >= _FEW


def _clauses(
    words: str, named: list[Window], grammar: Grammar, *, is_dated: bool
) -> Iterator[_Clause]:
    """Yield the clauses; one that names times and wishes nothing takes the wish beside it."""
    bounds = [0, *(match.end() for match in _CLAUSE.finditer(words)), len(words) + 1]
    parts = list(pairwise(bounds))
    inside = [tuple(w for w in named if first <= w.start < last) for first, last in parts]
    wishes = [
        _wish_of(words[first:last], found, first, grammar, is_dated=is_dated)
        for (first, last), found in zip(parts, inside, strict=True)
    ]
    for index, found in enumerate(inside):
        if not found:
            continue
        wish = wishes[index]
        beside = [
            wishes[near]
            for near in (index + 1, index - 1)
            if 0 <= near < len(parts) and not inside[near]
        ]
        bare = _is_bare(words[slice(*parts[index])], found, parts[index][0])
        if wish is Wish.UNSAID and (bare or any(w.habit or w.part for w in found)):
            wish = next((one for one in beside if one in (Wish.NEVER, Wish.ONLY)), wish)
        if wish is Wish.UNSAID and bare and index and wishes[index - 1] is Wish.ONLY:
            wish = Wish.ONLY  # "only evenings please, after seven"
        yield _Clause(wish, found, grammar.hears("ask", words[slice(*parts[index])]))


def _is_bare(clause: str, windows: tuple[Window, ...], offset: int) -> bool:
    """Return whether a clause is "after eight" and nothing else, before one that says what then."""
    if not all(window.edge for window in windows):
        return False
    before = clause[: windows[0].start - offset]
    behind = clause[windows[-1].end - offset :]
    return not _WORD.search(before) and bool(_ONWARDS.fullmatch(behind))


_ONWARDS = re.compile(
    r"\W*(?:on|onwards?|en adelante|em diante|in poi|an|aan)?\W*(?:please|bitte|graag|aub)?\W*"
)


def _wish_of(
    clause: str, windows: tuple[Window, ...], offset: int, grammar: Grammar, *, is_dated: bool
) -> Wish:
    """Return what a clause says of its times; "only" and "not" count before them or behind."""
    if not windows:
        if grammar.hears("not_at", clause):
            return Wish.NEVER
        return Wish.ONLY if grammar.hears("only", clause) else Wish.UNSAID
    before = clause[: max(windows[0].start - offset, 0)]
    behind = clause[max(window.end for window in windows) - offset :]
    only = grammar.cues["only"].search(f"{before} ")
    if only and grammar.hears("not_at", before[only.end() :]):
        return Wish.NEVER
    if only or grammar.hears("only", behind[:12]):
        return Wish.ONLY
    if grammar.hears("not_at", clause) and not grammar.cues["fine"].match(behind.lstrip(" ,")):
        return Wish.NEVER
    if not is_dated and grammar.hears("fine", f"{before} ;{behind} "):
        return Wish.FINE
    return Wish.UNSAID


def _is_of_a_day(said: Said, sentence: Span, window: Window) -> bool:
    """Return whether a time of day belongs to one day ("tomorrow morning"), or is a greeting."""
    start, end = sentence.start + window.start, sentence.start + window.end
    if window.part and (
        greets(said.text, start, end) or _WORKED.search(said.text[sentence.start : start])
    ):
        return True
    for time in said.times:
        if end <= time.start or time.end <= start:
            continue
        is_hour = time.length and time.minute is not None
        if window.days == EVERY_DAY and not (time.weekday or is_hour):
            return True
        covered = time.start <= start and end <= time.end
        if window.days != EVERY_DAY and (
            (covered and time.operator in _ONCE) or _names_more(said, time, end)
        ):
            return True
    return False


_ONCE = ("after", "before", "until", "wait", "for", "from", "back")
_WORKED = re.compile(
    r"\b(?:works?|working|on|doing|travaill\w+|bosse|trabaj\w+|trabalh\w+|lavoro|werk|arbeite)"
    r" (?:de |di |in de |la |a |'s )?$"
)
"""A shift, which is no time for silence."""
_TENDED = re.compile(
    r"\b(?:reads?|checks?|open|works?|working|available|answers?|geoffnet|ouverte?s?|abiert\w+"
    r"|abert\w+|apert\w+|mails?|e-?mails?|newsletters?|correos?|courriels?|post|phoning|calls?)\b"
)
"""What is done then, of somebody who may be reached or of what we send."""


def _names_more(said: Said, time: TimeSaid, end: int) -> bool:
    """Return whether it is one day only ("next Thursday", "Memorial Day weekend")."""
    if not time.weekday or time.exact:
        return time.feast or time.exact
    return bool(_COMING.match(said.text, end))


_COMING = re.compile(r"\s+(?:que vi?en?e?m?|prochaine?|prossim[ao]|proxim[ao]|week)\b")


def _names_a_day(said: Said, sentence: Span) -> bool:
    """Return whether a day of the calendar is named, so that a clock belongs to that day."""
    return any(
        time.minute is not None and sentence.start <= time.start < sentence.end
        for time in said.times
    )
