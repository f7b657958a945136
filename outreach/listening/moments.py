"""One expression of time, and what two of them mean side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from outreach.listening.stretch import DAY, Stretch, day, monday_after

_TO = re.compile(
    r"\s*(?:-|to|until|till|through|bis(?:\s+zum)?|au|jusqu'au|al?|hasta(?:\s+el)?"
    r"|ate(?:\s+(?:o|ao))?|fino al|tot(?:\s+en\s+met)?|t/m)\s*"
    r"(?:the\s+|el\s+|le\s+|il\s+|den\s+|de\s+|dia\s+)?"
)
AFTER = re.compile(
    r"\s*(?:right |directly |straight )?"
    r"(?:after|following|nach|apres|qui suit|despues de|depois d[aeo]|dopo|na)"
    r"\s+(?:the\s+|el\s+|l[ae']\s*|il\s+|d(?:er|em|en|ie|as)\s+|de\s+|het\s+|o\s+|a\s+)?"
)
_STARTING = re.compile(
    r"\s*,?\s*(?:(?:starting|beginning|commencing|counting|as)(?: (?:on|from|of|with))?|from"
    r"|ab(?: dem)?|beginnend (?:am|mit)|a partir d[ueoa]s?|a partir de"
    r"|a compter du|a contar de(?:sde)?(?: el)?|desde(?: el)?|a partire da[l]?|dal?|vanaf"
    r"|ingaande|te beginnen)\s*(?:the\s+|el\s+|le\s+|il\s+|den\s+|dem\s+)?"
)
_BESIDE = re.compile(r"\s*[,(]?\s*(?:(?:the|der|den|dem|el|le|il|dia|de|op|d\.)\s+)?")


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """One expression: folded offsets, its days, a minute of the day where one was named.

    `operator` is one of OPERATORS or empty (times past are left out). `exact` is a day of the
    calendar, `length` a span from now on ("two weeks"), `closing` the end of something ("the end
    of March").
    """

    start: int
    end: int
    days: Stretch
    operator: str = ""
    minute: int | None = None
    exact: bool = False
    length: bool = False
    closing: bool = False
    weekday: bool = False
    ranged: bool = False
    year: bool = False
    feast: bool = False
    new_year: bool = False
    other: Stretch | None = None


def paired(
    taken: Iterable[TimeSaid], pair: Callable[[TimeSaid, TimeSaid], tuple[TimeSaid, ...]]
) -> list[TimeSaid]:
    """Return expressions with each two neighbours put as `pair` has them: both, or as one."""
    kept: list[TimeSaid] = []
    for said in taken:
        kept[-1:] = pair(kept[-1], said) if kept else (said,)
    return kept


def joined(text: str, taken: Iterable[TimeSaid]) -> list[TimeSaid]:
    """Join a weekday and the date beside it into that date ("Monday, 16 November")."""

    def pair(before: TimeSaid, said: TimeSaid) -> tuple[TimeSaid, ...]:
        dated = [one for one in (before, said) if one.exact]
        weekdays = [one for one in (before, said) if one.weekday]
        beside = _BESIDE.fullmatch(text[before.end : said.start])
        if not (beside and len(dated) == len(weekdays) == 1):
            return before, said
        minute = said.minute if before.minute is None else before.minute
        return (replace(dated[0], start=before.start, end=said.end, minute=minute, weekday=True),)

    return paired(taken, pair)


def closed(text: str, taken: Iterable[TimeSaid]) -> list[TimeSaid]:
    """Join the close of a day and the day it is of ("COB Thursday", "Thursday EOD")."""

    def pair(before: TimeSaid, said: TimeSaid) -> tuple[TimeSaid, ...]:
        if not _OF_A_DAY.fullmatch(text[before.end : said.start]):
            return before, said
        closes = [one for one in (before, said) if _CLOSE.fullmatch(text[one.start : one.end])]
        named = [one for one in (before, said) if one.weekday or one.exact]
        if not (len(closes) == len(named) == 1 and closes != named):
            return before, said
        return (replace(named[0], start=before.start, end=said.end, minute=None, closing=True),)

    return paired(taken, pair)


_CLOSE = re.compile(r"cob|eob|eod|(?:close|end) of (?:business|(?:the )?day|play|business day)")
_OF_A_DAY = re.compile(r"\s*,?\s*(?:on |of |this |next |coming )?(?:the )?")


def behind(text: str, taken: Iterable[TimeSaid]) -> list[TimeSaid]:
    """Join a weekday and the feast or date it follows ("the Monday after Thanksgiving")."""

    def pair(before: TimeSaid, said: TimeSaid) -> tuple[TimeSaid, ...]:
        if _WEEK_ON.fullmatch(text[said.start : said.end]) and not before.length:
            monday = monday_after(before.days.after - DAY)
            return before, replace(said, days=Stretch(monday, monday + 7 * DAY))
        if _may_follow(before, said):
            week, then = _WEEK_AFTER.match(text, said.start), _THEREAFTER.match(text, said.end)
            if week or then:
                since = before.days.first
                since = monday_after(since) - DAY if week else since
                days, end = _coming(said, since), max(m.end() for m in (week, then) if m)
                return before, replace(said, end=end, days=days, exact=True)
        if _follows(text, before, said):
            days = _coming(before, _day_of(said))
            return (replace(before, end=said.end, days=days, exact=True),)
        return before, said

    return paired(taken, pair)


def _follows(text: str, before: TimeSaid, said: TimeSaid) -> bool:
    """Return whether a weekday stands right before "after" and a feast or a day."""
    dated = said.feast or said.new_year or (said.exact and not said.weekday)
    return (
        dated
        and before.weekday
        and not before.exact
        and bool(AFTER.fullmatch(text[before.end : said.start]))
    )


def _coming(weekday: TimeSaid, since: date) -> Stretch:
    """Return the first such weekday after a day."""
    return day(since + ((weekday.days.first.weekday() - since.weekday() - 1) % 7 + 1) * DAY)


def _may_follow(before: TimeSaid, said: TimeSaid) -> bool:
    """Return whether a weekday may follow what was named before ("the Tuesday following")."""
    dated = before.exact or not before.weekday
    return said.weekday and not said.exact and dated and not before.length


_THEREAFTER = re.compile(
    r"\s+(?:following|after(?:wards?)?(?=\s*(?:[.,;!)]|$)|\s+(?:is|works|would|suits|will)\b)"
    r"|thereafter|danach|darauf|drauf"
    r"|(?:qui |d'apres|suivant)\w*|siguiente|seguinte|successiv[oa]|dopo(?=\s*(?:[.,;!)]|$))"
    r"|daarop|erna|daarna)"
)
_WEEK_ON = re.compile(
    r"(?:the )?(?:week after(?: that)?|following week)|die woche (?:darauf|danach)"
    r"|la semaine (?:d'apres|suivante)|la semana siguiente|a semana seguinte"
    r"|la settimana (?:dopo|successiva|seguente)|de week (?:erna|daarna|daarop)"
)
"""The week behind what was named before it."""
_WEEK_AFTER = re.compile(
    r"(?:[\w-]+\s+){1,4}?"
    r"(?:(?:(?:the|that)\s+)?(?:following week|week (?:after(?! next)|following))"
    r"|(?:folgewoche|(?:darauf)?folgenden woche|woche (?:darauf|danach))"
    r"|semaine (?:d'apres|suivante|qui suit)|semana (?:siguiente|seguinte|despues|depois|a seguir)"
    r"|settimana (?:dopo|successiva|seguente)|week (?:daarna|erna|daarop)|volgende week daarna)"
    r"(?!\w)"
)
"""The weekday is that of the week behind the one named before."""


def _day_of(said: TimeSaid) -> date:
    """Return the day that something is after; of the new year that is the first of January."""
    return date(said.days.first.year, 1, 1) if said.new_year else said.days.first


def begun(text: str, taken: Iterable[TimeSaid], today: date) -> list[TimeSaid]:
    """Join a length and the day it begins on ("a fortnight starting Monday")."""

    def pair(before: TimeSaid, said: TimeSaid) -> tuple[TimeSaid, ...]:
        if not _begins(text, before, said):
            return before, said
        first = said.days.first + (before.days.first - today)
        return (replace(before, end=said.end, days=day(first)),)

    return paired(taken, pair)


def _begins(text: str, before: TimeSaid, said: TimeSaid) -> bool:
    spans = before.length and before.minute is None and not said.length
    return spans and bool(_STARTING.fullmatch(text[before.end : said.start]))


def narrowed(text: str, taken: Sequence[TimeSaid]) -> Iterator[TimeSaid]:
    """Leave out a stretch of which a part is named at once ("autumn, say October")."""
    for said, after in zip_longest(taken, taken[1:]):
        says = after is not None and _SAY.fullmatch(text[said.end : after.start])
        if not (says and _is_part(said, after)):
            yield said


def _is_part(said: TimeSaid, after: TimeSaid) -> bool:
    """Return whether the second is a shorter stretch within the first, both without an operator."""
    whole, part = said.days, after.days
    inside = whole.first <= part.first and part.after <= whole.after and whole != part
    open_ended = said.operator not in ("", "on")
    return inside and not (said.exact or said.length or open_ended or after.length)


_SAY = re.compile(
    r"\s*,\s*(?:(?:though|say|maybe|perhaps|probably|so|rather|sagen wir|wohl|eher|etwa|disons"
    r"|plutot"
    r"|digamos|quizas?|talvez|diciamo|magari|zeg|misschien|im|en|in|em"
    r"|a|au|no|around|about)\s*,?\s*)*"
)


def stretched(text: str, taken: Sequence[TimeSaid]) -> Iterator[TimeSaid]:
    """Join two days with "to" between them; one that began already is only its end."""
    skip = False
    for index, said in enumerate(taken):
        after = taken[index + 1] if index + 1 < len(taken) else None
        if skip:
            skip = False
        elif after and said.exact and after.exact and _TO.fullmatch(text[said.end : after.start]):
            first = min(said.days.first, after.days.first)
            days = Stretch(first, after.days.after)
            yield replace(after, start=said.start, days=days, operator="until", ranged=True)
            skip = True
        else:
            yield said
