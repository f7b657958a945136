"""Out-of-office replies in languages whose demands we do not read: that they are, and until when.

Words of absence and return, months and weekdays are data; whichever of several days is meant, the
later one binds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.listening import calendar
from outreach.listening.folded import fold_word
from outreach.listening.late import late
from outreach.listening.stretch import DAY

LOOKED = 1500
"""Letters from the top of a reply in which an absence is told."""
_AHEAD, _BEHIND = 45, 25
"""Letters before and behind a day among which its return is told."""
LONGEST = timedelta(days=400)
"""An absence longer than this may be a slip of the year."""
_SENTENCE = re.compile(r"[!?\n]|\.(?=\s+[^\W\d])")
_FIGURES = (
    r"(?P<year>20\d\d)[-./] ?(?P<month>\d{1,2})[-./] ?(?P<day>\d{1,2})(?!\d)"
    r"|(?P<d>\d{1,2})[./] ?(?P<m>\d{1,2})(?!\d|:)(?:[./] ?(?P<y>20\d\d|\d\d(?!\d|[:.])))?"
)
_NO_WORDS = r"(?!)"


@dataclass(frozen=True, slots=True)
class Absences:
    """What an absence looks like in one language; months and weekdays by their number in order."""

    needles: frozenset[str]
    """A text without any of them tells no absence."""
    automatic: re.Pattern[str]
    away: re.Pattern[str]
    back: re.Pattern[str]
    days: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Absence:
    """An absence found: the words that tell it, and the first day back, where one is named.

    `start` and `end` are folded offsets of that day.
    """

    words: str
    back: date | None = None
    start: int = 0
    end: int = 0


def absences_from(data: Mapping[str, Mapping[str, Sequence[str]]]) -> tuple[Absences, ...]:
    """Compile the words of every language; the keys are those of `phrases/absences.toml`."""
    return tuple(
        Absences(
            frozenset(_longest(one) for one in (*words["automatic"], *words["away"])),
            late(_any(words["automatic"])),
            late(_any(words["away"])),
            late(_any(words["back"])),
            late(_days(words["months"], words["weekdays"])),
        )
        for words in data.values()
    )


def absence_in(
    subject: str, text: str, absences: Iterable[Absences], today: date
) -> Absence | None:
    """Return the absence that a subject and a folded text tell, or None.

    Words of absence alone are a human's until a day stands beside them.
    """
    subject, looked = fold_word(subject), text[:LOOKED]
    found: list[tuple[int, Absence]] = []
    for one in absences:
        if not any(needle in looked or needle in subject for needle in one.needles):
            continue
        told = one.automatic.search(subject) or one.automatic.search(looked)
        away = one.away.search(looked)
        if not (told or away):
            continue
        named = _first_day_back(one, looked, today)
        sure = told if told and (away or named) else away if named else None
        if sure:
            likely = sum(map(bool, (told, away, named, one.back.search(looked))))
            found.append((likely, Absence(sure[0], *(named or ()))))
    return max(found, key=lambda one: one[0])[1] if found else None


def _first_day_back(words: Absences, text: str, today: date) -> tuple[date, int, int] | None:
    """Return the day of return, or the day after the last one named, and where it stands."""
    every = list(words.days.finditer(text))
    named = [
        (day, at)
        for at, match in enumerate(every)
        if (day := _day_of(match, today)) and today < day <= today + LONGEST
    ]
    back = [(day, at) for day, at in named if _is_return(words, text, every, at)]
    if not named:
        return None
    day, at = max(back or named)
    return (day if back else day + DAY, *every[at].span())


def _is_return(words: Absences, text: str, every: Sequence[re.Match[str]], at: int) -> bool:
    """Return whether a word of return stands between a day and the days around it."""
    start, end = every[at].span()
    floor = every[at - 1].end() if at else 0
    is_last = at + 1 == len(every)
    before = _SENTENCE.split(text[max(floor, start - _AHEAD) : start])[-1]
    behind = _SENTENCE.split(text[end : end + _BEHIND])[0]
    return bool(words.back.search(before) or (is_last and words.back.search(behind)))


def _day_of(match: re.Match[str], today: date) -> date | None:
    found = match.groupdict()
    weekday = next((n for n in range(7) if found[f"w{n}"]), None)
    if weekday is not None:
        return calendar.weekday(weekday, today, next_week=False).first
    month = next((n for n in range(1, 13) if found[f"a{n}"] or found[f"b{n}"]), 0)
    number = found["day"] or found["d"] or found["ahead"] or found["behind"]
    year = found["year"] or found["y"] or found["of"] or found["before"]
    month = month or int(found["month"] or found["m"] or 0)
    if not year:
        coming = calendar.coming_day(month, int(number or 0), today)
        return coming.first if coming else None
    return calendar.valid(int(year) % 100 + 2000, month, int(number or 0))


def _days(months: Sequence[str], weekdays: Sequence[str]) -> str:
    """Return a pattern of days: in figures, by a month on either side of the number, weekdays."""
    after, before = _named("a", months, 1), _named("b", months, 1)
    week = _named("w", weekdays, 0)
    return (
        rf"(?<![\d.:])(?:{_FIGURES}"
        rf"|(?P<ahead>\d{{1,2}})(?:\.|:?[a-z]{{1,2}}\b)? ?(?:{after})\.?(?:,? (?P<of>20\d\d))?"
        rf"|(?:(?P<before>20\d\d)\.? )?(?:{before})\.? (?P<behind>\d{{1,2}})(?![\d:]))"
        rf"|(?:{week})(?!,?\s*(?:den |dnia |d\. ?)?\d)"
    )


def _named(letter: str, names: Sequence[str], first: int) -> str:
    """Return a pattern of these names, each in a group that tells its number."""
    return "|".join(
        f"(?P<{letter}{n}>{_any(name.split('/'))})" for n, name in enumerate(names, first)
    )


def _longest(words: str) -> str:
    return max(fold_word(words.removesuffix("*")).split(), key=len)


def _any(words: Iterable[str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(_written(words)) or _NO_WORDS})(?!\w)"


def _written(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        folded = re.escape(fold_word(word.removesuffix("*"))).replace(r"\ ", r"\s+")
        yield folded + (r"\w*" if word.endswith("*") else "")
