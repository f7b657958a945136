"""Which of several times is the one at which they want to hear from us."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from outreach.listening.apposed import day_of
from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid
from outreach.listening.said import Found, Said
from outreach.listening.silences import CLAUSE, first_of
from outreach.listening.stretch import WEEK
from policies.statement import Callback, Pause, WallTime

_WORD = re.compile(r"\w{3,}")
_WIDE = timedelta(days=5)
"""A stretch of so many days is named to be narrowed: "week 50 suits, Tuesday best"."""
_CORRECTED = re.compile(
    r"\b(?:actually|no wait|wait no|make (?:it|that)|scratch that|i mean|i meant|correction|sorry"
    r"|on second thoughts?|doch (?:besser|lieber)|quatsch|korrektur|ich meine|vielmehr|nein"
    r"|pardon|en fait|finalement|je voulais dire|enfin non|mejor dicho|perdon|en realidad"
    r"|quise decir|alias|quer(?:o|ia) dizer|na verdade|desculpe|anzi|scusi|scusa|cioe"
    r"|volevo dire|toch (?:liever|maar)|ik bedoel|excuus|nee)\b"
)
"""What was said before is taken back."""
_OTHERWISE = re.compile(
    r"\b(?:or|if|otherwise|else|failing|alternatively|again|also|too|as well|then|either|both"
    r"|oder|falls|sonst|wenn|auch|ansonsten|wieder|nochmals?|dann|ou|si|sinon|aussi|encore"
    r"|puis|o|tambien|luego|otra vez|se|senao|tambem|depois|oppure|altrimenti|anche|poi|of"
    r"|anders|als|ook|daarna)\b"
)
"""A second time stands beside the first one, not in its place."""


def is_asked_beside(said: Said, grammar: Grammar, time: TimeSaid) -> bool:
    """Return whether a time's own clause tells of something, and another time's asks for contact.

    "On the 3rd is the fair, call on the 8th" asks for nothing on the 3rd.
    """
    sentence = said.around(time.start)
    own = _clause(said, time)
    if grammar.hears("ask", own) or grammar.hears("fine", f"{own} "):
        return False
    if _is_bare(said, own) and not grammar.hears("away", own):
        return False
    return any(
        other is not time
        and sentence.start <= other.start < sentence.end
        and grammar.hears("ask", _clause(said, other))
        for other in said.times
    )


_PART = re.compile(rf"{CLAUSE.pattern}|\b(?:so|und|and|et|y|e|en|also|donc|entonces|quindi|dus)\b")


def _clause(said: Said, time: TimeSaid) -> str:
    sentence = said.around(time.start)
    before = _PART.split(said.text[sentence.start : time.start])[-1]
    return f"{before} {_PART.split(said.text[time.end : sentence.end])[0]}"


def _is_bare(said: Said, words: str) -> bool:
    return all(word in said.phrases.idle for word in _WORD.findall(words))


def not_before_the_wide(
    found: Sequence[tuple[TimeSaid, Found]], today: date
) -> Iterator[tuple[TimeSaid, Found]]:
    """Move the coming weekday behind a pause, or into a stretch, named before it.

    "Back on the 9th. Ring Tuesday" is Tuesday the 15th; "January, say a Tuesday" is in January.
    """
    until = date.min
    for time, item in found:
        meaning, day = item.meaning, day_of(item.meaning)
        if day is not None and (isinstance(meaning, Pause) or _is_wide(time)):
            until = max(until, day)
        coming = time.weekday and not time.exact and time.days.first - today <= WEEK
        if isinstance(meaning, Callback) and day is not None and day < until and coming:
            later = until + timedelta(days=(day.weekday() - until.weekday()) % 7)
            yield time, replace(item, meaning=replace(meaning, at=WallTime(later, time.minute)))
        else:
            yield time, item


def _is_wide(time: TimeSaid) -> bool:
    return time.days.after - time.days.first >= _WIDE


def corrected(said: Said, found: Sequence[tuple[TimeSaid, Found]]) -> list[tuple[TimeSaid, Found]]:
    """Move a callback to the time they correct it to ("on the 2nd. Sorry, I mean the 7th")."""
    return [(time, _as_corrected(said, time, item)) for time, item in found]


def _as_corrected(said: Said, time: TimeSaid, item: Found) -> Found:
    meaning = item.meaning
    after = next((other for other in said.times if other.start >= time.end), None)
    if after is None or not isinstance(meaning, Callback) or after.operator not in ("", "on"):
        return item
    if not _CORRECTED.search(said.text[time.end : after.start]):
        return item
    minute = time.minute if after.minute is None else after.minute
    return replace(item, meaning=replace(meaning, at=WallTime(first_of(after), minute)))


def the_one_asked(said: Said, found: Sequence[tuple[TimeSaid, Found]]) -> Iterator[Found]:
    """Leave out callbacks that a later one narrows, corrects or, in a new sentence, puts off."""
    for index, (time, item) in enumerate(found):
        later = [pair for pair in found[index + 1 :] if isinstance(pair[1].meaning, Callback)]
        if isinstance(item.meaning, Callback) and any(
            _replaces(said, time, item, *pair) for pair in later
        ):
            continue
        yield item


def _replaces(said: Said, time: TimeSaid, item: Found, named: TimeSaid, later: Found) -> bool:
    first, second = day_of(item.meaning), day_of(later.meaning)
    if first is None or second is None or first == second:
        return False
    if _is_wide(time) and time.days.first <= second < time.days.after:
        return True
    between = said.text[time.end : named.start]
    if _CORRECTED.search(between):
        return True
    rest = said.text[named.end : said.around(named.start).end]
    anew = said.around(time.start) != said.around(named.start)
    return anew and second > first and not _OTHERWISE.search(f"{between} {rest}")
