"""The values inside a pack's entries: weekdays, hours, caps, rests and whom they protect."""

from __future__ import annotations

import re

from outreach.domain.toml_tables import Toml
from policies.channel import Kind
from policies.rulebook import (
    LONGEST_COLLEAGUES,
    MOST_COLLEAGUES,
    WHERE_THEY_ARE,
    Cap,
    CapOf,
    Opening,
    Rest,
)
from policies.statement import DAY_MINUTES, EVERY_DAY

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALENDAR = re.compile(rf"[A-Z]{{2}}(-[A-Z0-9]{{1,3}})?|{WHERE_THEY_ARE}")
EVENTS = ("no", "stop", "silence")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
# Whoever is attested as a business is taken at that word: a sole trader or a partner, whom the law
# of some places protects as it does consumers, is to be called a consumer, or nothing. A natural
# person is whom one reaches at a business too.
_PROTECTED = {
    "any": (),
    "consumer": (Kind.CONSUMER,),
    "business": (Kind.BUSINESS,),
    "natural_person": (),
    "sole_trader": (Kind.CONSUMER,),
    "unincorporated_partnership": (Kind.CONSUMER,),
}


def minute_of(table: Toml, key: str) -> int:
    """Return a time of day (`08:00`, `24:00`) as a minute of the day, 0 to 1440."""
    said = table.text(key)
    if not _TIME.fullmatch(said):
        table.refuse(key, f"is `{said}`; times of day are written `08:00`, the day's end `24:00`")
    hours, minutes = said.split(":")
    return int(hours) * 60 + int(minutes)


def days_of(table: Toml, key: str, said: str) -> tuple[int, ...]:
    """Return the weekdays (0 = Monday) of `mon` or `mon-fri`, which may run over Sunday."""
    names = said.split("-")
    if not 1 <= len(names) <= 2 or not set(names) <= set(WEEKDAYS):
        table.refuse(key, f"is `{said}`; days are written `mon` or `mon-fri`")
    first, last = WEEKDAYS.index(names[0]), WEEKDAYS.index(names[-1])
    length = (last - first) % 7 + 1
    return tuple(sorted((first + step) % 7 for step in range(length)))


def weekdays(table: Toml, key: str) -> tuple[int, ...]:
    """Return the weekdays listed under a key; absent is none."""
    return tuple(sorted({day for said in table.texts(key) for day in days_of(table, key, said)}))


def openings(table: Toml) -> tuple[Opening, ...]:
    """Return the open stretches under `hours`: several of one day, with gaps between them."""
    found: list[Opening] = []
    for row in table.tables("hours"):
        days = days_of(row, "days", row.text("days"))
        found.append(_opening(row, days, found))
    return tuple(found)


def eves(table: Toml) -> tuple[Opening, ...]:
    """Return the hours under `eve_of_holiday`, which hold on every weekday before a holiday."""
    found: list[Opening] = []
    for row in table.tables("eve_of_holiday"):
        found.append(_opening(row, EVERY_DAY, found))
    return tuple(found)


def _opening(row: Toml, days: tuple[int, ...], others: list[Opening]) -> Opening:
    opening = Opening(days=days, open=minute_of(row, "open"), close=minute_of(row, "close"))
    row.done()
    if opening.close <= opening.open or opening.open == DAY_MINUTES:
        row.refuse("close", "is not after `open`; hours do not cross midnight")
    for other in others:
        if set(days) & set(other.days) and other.open < opening.close > opening.open < other.close:
            row.refuse("open", "lies in hours that the same day has already")
    return opening


def caps(table: Toml) -> tuple[Cap, ...]:
    """Return the limits under `caps`, each of so many in `hours` or in `days` of 24 h.

    They count the contacts of a person or, `of = "organisation"`, the people there who hear from
    us; so many of these as can be remembered, for as long as they are.
    """
    return tuple(_cap(row) for row in table.tables("caps"))


def _cap(row: Toml) -> Cap:
    hours = row.count("hours") if row.value("hours") is not None else row.count("days") * 24
    automated_only = row.flag("automated_only", False)
    of = row.choice("of", CapOf, CapOf.PERSON)
    cap = Cap(row.count("count"), hours, binds_humans=not automated_only, of=of)
    row.done()
    if of is CapOf.ORGANISATION and cap.count > MOST_COLLEAGUES:
        row.refuse("count", f"is {cap.count}; of an organisation at most {MOST_COLLEAGUES} count")
    if of is CapOf.ORGANISATION and cap.window > LONGEST_COLLEAGUES:
        most = LONGEST_COLLEAGUES.days
        row.refuse("caps", f"of an organisation reach {most} days back at most")
    return cap


def rests(table: Toml) -> tuple[Rest, ...]:
    """Return the rests under `rests`: days of 24 h after a no, a stop, or silence."""
    return tuple(_rest(row) for row in table.tables("rests"))


def _rest(row: Toml) -> Rest:
    event = row.text("event")
    if event not in EVENTS:
        row.refuse("event", f"is `{event}`; it must be one of {', '.join(EVENTS)}")
    rest = Rest(event, row.count("days"), row.count("after") if event == "silence" else 0)
    row.done()
    return rest


def applies_to(table: Toml) -> tuple[Kind, ...]:
    """Return whom an entry protects; empty is everybody."""
    kinds: set[Kind] = set()
    for said in table.texts("applies_to"):
        if said not in _PROTECTED:
            known = ", ".join(f"`{name}`" for name in _PROTECTED)
            table.refuse("applies_to", f"names `{said}`; it must be one of {known}")
        if not _PROTECTED[said]:
            return ()
        kinds.update(_PROTECTED[said])
    return () if kinds == set(Kind) else tuple(sorted(kinds))
