"""What one expression of time says of the next: how long from then, which day of that week."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from outreach.listening.moments import AFTER, TimeSaid, paired
from outreach.listening.stretch import DAY, WEEK, day, that_weeks

_LASTING = re.compile(
    r"\s*[,(]?\s*(?:(?:and )?(?:for|lasting)|fur|auf|pendant|pour|durant|por|durante|per|voor"
    r"|gedurende|(?:bin ich|sind wir|ist|ben ik|zijn we|zijn wij|i'm (?:off|away)"
    r"|we're (?:off|away))(?: (?:fur|for|voor))?|)\s*(?:(?:about|around|roughly|etwa"
    r"|circa|ca\.?|environ|unos|unas|uns|umas|ongeveer|the|die|les|los|las|as|os|le|i|de)\s+)?"
)
_BARE_LENGTH = re.compile(r"\s*,?\s*")
_FROM = re.compile(
    r"(?<!\w)(?:from|as of|starting|beginning|ab|vom|von|a partir d[eou]s?l?|a partir da|du|des"
    r"|desde(?: el)?|a compter du|a contar de|de|del|dal|dall'|a partire da[l]?|vanaf|per|since)"
    r"\s+(?:the |dem |den |le |el |il |dia |o )?$"
)
_NARROWED = re.compile(
    r"\s*[,;:(-]?\s*(?:(?:on|a|an|the|say|preferably|ideally|best|maybe|perhaps|rather|suits me"
    r"|suits|works|is good|is fine|am|besten|lieber|vorzugsweise|gern|gerne|passt|passt mir|und"
    r"|zwar|plutot|de preference|disons|le|idealmente|mejor|el|preferiblemente|digamos|melhor"
    r"|de preferencia|na|no|a|digamos|meglio|preferibilmente|il|di|liefst|bij voorkeur|op|de)"
    r"\s*,?\s*)*"
)


def lasting(text: str, taken: Iterable[TimeSaid], today: date) -> list[TimeSaid]:
    """Join a day and how long it goes on from there ("from 7 December for two weeks")."""

    def pair(before: TimeSaid, said: TimeSaid) -> tuple[TimeSaid, ...]:
        if before.length and before.minute is None and _is_after(text, before, said):
            first = said.days.after - DAY + (before.days.first - today)
            return (replace(before, end=said.end, days=day(first), exact=True),)
        if _is_counted_from(text, before, said):
            first = before.days.first + (said.days.first - today)
            return before, replace(said, days=day(first), exact=True)
        if not _lasts(text, before, said):
            return before, said
        first = before.days.first + (said.days.first - today)
        return (replace(said, start=before.start, days=day(first)),)

    return paired(taken, pair)


_FROM_THEN = re.compile(
    r"\s+(?:after(?:wards?)?(?: (?:it|that|this))?(?=\s*(?:[.,;!)]|$))|thereafter"
    r"|from (?:then|that)"
    r"|danach|darauf|apres(?=\s*(?:[.,;!)]|$))|plus tard|despues(?=\s*(?:[.,;!)]|$))|mas tarde"
    r"|depois(?=\s*(?:[.,;!)]|$))|mais tarde|dopo(?=\s*(?:[.,;!)]|$))|daarna|erna|later)"
)


def _is_counted_from(text: str, before: TimeSaid, said: TimeSaid) -> bool:
    """Return whether a length is counted from the day before it ("... ten weeks after it")."""
    one_day = before.days.after - before.days.first == DAY and not before.length
    counted = said.length and said.minute is None and one_day
    return counted and bool(_FROM_THEN.match(text, said.end))


def _is_after(text: str, before: TimeSaid, said: TimeSaid) -> bool:
    """Return whether so long passes after a feast or a day ("two weeks after Easter")."""
    dated = said.feast or said.exact or said.new_year
    return dated and bool(AFTER.fullmatch(text[before.end : said.start]))


def _lasts(text: str, before: TimeSaid, said: TimeSaid) -> bool:
    spans = said.length and said.minute is None and not before.length and not before.ranged
    between = text[before.end : said.start]
    if not spans or not _LASTING.fullmatch(between):
        return False
    return bool(_FROM.search(text[: before.start])) or not _BARE_LENGTH.fullmatch(between)


def within(text: str, taken: Iterable[TimeSaid], today: date) -> list[TimeSaid]:
    """Read a weekday right behind a week as that week's ("week 50, Tuesday")."""

    def pair(before: TimeSaid, said: TimeSaid) -> tuple[TimeSaid, ...]:
        if (
            _is_plain(before)
            and _is_week(said, today)
            and not text[before.end : said.start].strip()
        ):
            that = that_weeks(said.days.first, before.days.first.weekday())
            return (replace(before, end=said.end, days=day(that), exact=True),)
        plain = said.weekday and not said.exact and said.days.first < before.days.first + WEEK
        beside = _NARROWED.fullmatch(text[before.end : said.start])
        if not (plain and beside and _is_week(before, today)):
            return before, said
        named = that_weeks(before.days.first, said.days.first.weekday())
        if named < said.days.first:
            return before, said
        return (replace(said, start=before.start, days=day(named), exact=True),)

    return paired(taken, pair)


def _is_plain(time: TimeSaid) -> bool:
    return time.weekday and not time.exact


def _is_week(time: TimeSaid, today: date) -> bool:
    """Return whether it is a week, or a day counted in weeks from today ("in a fortnight")."""
    if time.days.after - time.days.first == WEEK:
        return True
    named = time.exact or time.weekday or time.feast or time.minute is not None
    counted = time.length or (time.days.after - time.days.first == DAY)
    return not named and counted and time.days.first - today >= WEEK
