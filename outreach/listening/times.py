"""Expressions of time in a text: what they span, and which days they mean.

Grammar of ours finds the expression and its operator (after, until, not before ...); nothing is
guessed from a lone number, and nothing resolves to the past.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from outreach.listening import stretch
from outreach.listening.beside import clocked
from outreach.listening.counts import count_of, spaced
from outreach.listening.dates import of_calendar, otherwise
from outreach.listening.feasts import FEASTS
from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid, begun, behind, closed, joined, narrowed, stretched
from outreach.listening.operators import with_operators
from outreach.listening.periods import by_name
from outreach.listening.spans import lasting, within

_EXACT = frozenset(
    (
        "iso",
        "date",
        "date_after",
        "range",
        "range_after",
        "slashed",
        "dashed",
        "dotted",
        "number",
        "named_number",
        "weekday_number",
    )
)
"""Kinds of expressions that name days of the calendar."""
_OF_FIGURES = frozenset(
    (
        "iso",
        "range",
        "range_after",
        "slashed",
        "dashed",
        "dotted",
        "week",
        "weekday_number",
        "year",
    )
)
"""Kinds that no expression without a figure is of."""
_FIGURE = re.compile(r"\d")
_MINUTES = {"hour": 60, "half-hour": 30, "quarter-hour": 15, "minute": 1}
_CLOSE = timedelta(days=4)
_AT = re.compile(
    r"(?<!\w)(?<!aqui )(?:a las?|a|as|alle|verso le|dopo le|om|rond|tegen|um|gegen|ab|vers"
    r"|sobre las|hacia las|pelas|por volta das|depois das|despues de las|a eso de las)"
    r"\s+(?:ore\s+)?$"
)
"""What stands before a time of day, and before no length."""
_ORDERED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?!\d)")
_SENT = re.compile(
    r"\b(?:sent|received|dated|starting|beginning|since|from|gesendet|erhalten|vom|ab|envoye|recu|du"
    r"|enviado|recibido|desde|inviato|ricevuto|dal|recebido|verzonden|ontvangen|vanaf)"
    r"(?: on| am| le| el| il| em| op)? (\d{1,2})/(\d{1,2})(?!\d)"
)
_TO_ITS_END = (
    "month-end",
    "year-end",
    "this-week",
    "this-month",
    "this-quarter",
    "this-year",
)
"""What is waited for until it is over ("nothing until the year is out")."""
_FEAST_DAYS = frozenset(FEASTS) - {"summer-holidays", "school-start", "new-year"}


def times_in(text: str, grammar: Grammar, now: datetime, *, month_first: bool) -> list[TimeSaid]:
    """Return the expressions of time in a folded text, in order, none overlapping another.

    `now` is the moment of receipt on the person's clock.
    """
    taken: list[TimeSaid] = []
    today = now.date()
    month_first = _order_in(text, today, otherwise=month_first)
    figures = bool(_FIGURE.search(text))
    for kind, pattern in grammar.patterns:
        if kind in _OF_FIGURES and not figures:
            continue
        for match in pattern.finditer(text):
            if any(match.start() < had.end and had.start < match.end() for had in taken):
                continue
            if kind == "length" and _is_clock(text, match, grammar):
                continue
            said = _soon(kind, match, grammar, now) or _resolved(
                kind, match, grammar, today, month_first
            )
            if said is not None:
                taken.append(said)
    taken = _agreed(sorted(taken, key=lambda said: said.start))
    taken = closed(text, taken)
    taken = joined(text, clocked(text, taken, grammar, today))
    taken = behind(text, taken)
    taken = lasting(text, within(text, begun(text, taken, today), today), today)
    taken = list(narrowed(text, list(with_operators(text, taken, grammar, today))))
    return list(stretched(text, taken))


def _agreed(taken: list[TimeSaid]) -> list[TimeSaid]:
    """Read a date of doubtful order as the day that another expression confirms."""
    sure = [said.days.first for said in taken if said.exact and said.other is None]
    return [
        replace(said, days=said.other)
        if said.other and any(abs(said.other.first - day) <= _CLOSE for day in sure)
        else said
        for said in taken
    ]


def _order_in(text: str, today: date, *, otherwise: bool) -> bool:
    """Return whether dates put the month first, told by one that can be read in one order only.

    A day on which something was sent or begins is today's before it is one of another month.
    """
    pairs = [(int(one), int(two)) for one, two in _ORDERED.findall(text)]
    if any(one > 12 for one, _ in pairs):
        return False
    if any(12 < two <= 31 for _, two in pairs):
        return True
    sent = {(int(one), int(two)) for one, two in _SENT.findall(text)}
    if today.day != today.month and len(pairs) > 1:
        if (today.day, today.month) in sent:
            return False
        if (today.month, today.day) in sent:
            return True
    return otherwise


def _is_clock(text: str, match: re.Match[str], grammar: Grammar) -> bool:
    """Return whether "15 hours" names a time of day, as where "at" stands before it."""
    unit = grammar.words["units"][spaced(match["unit"] or "")]
    return unit == "hour" and bool(_AT.search(text[: match.start()]))


def _soon(kind: str, match: re.Match[str], grammar: Grammar, now: datetime) -> TimeSaid | None:
    """Return the moment "in two hours"."""
    if kind != "length":
        return None
    found = match.groupdict()
    unit = grammar.words["units"][spaced(found["unit"] or "")]
    if unit not in _MINUTES:
        return None
    at = now + timedelta(minutes=count_of(found, grammar.words) * _MINUTES[unit])
    minute = at.hour * 60 + at.minute
    return TimeSaid(*match.span(), stretch.day(at.date()), minute=minute, length=True)


def _resolved(
    kind: str, match: re.Match[str], grammar: Grammar, today: date, month_first: bool
) -> TimeSaid | None:
    found, words = match.groupdict(), grammar.words
    days = (
        of_calendar(kind, found, words, today, month_first=month_first)
        if kind in _EXACT
        else by_name(kind, found, words, today)
    )
    if days is None or days.after <= today:
        return None
    fixed = words["fixed"].get(spaced(found["name"])) if kind == "fixed" else None
    feast = words["fixed"].get(spaced(found.get("name") or "")) in _FEAST_DAYS
    return TimeSaid(
        match.start("day") if kind in ("number", "named_number") else match.start(),
        match.start("part") if found.get("part") else match.end(),
        days,
        exact=kind in _EXACT,
        length=kind == "length",
        weekday=kind in ("weekday", "week_later", "weekday_number"),
        ranged=kind in ("range", "range_after"),
        closing=bool(found.get("end")) or fixed in _TO_ITS_END,
        year=kind == "year",
        feast=feast,
        new_year=fixed == "new-year",
        other=otherwise(found, days, today) if kind == "slashed" else None,
    )
