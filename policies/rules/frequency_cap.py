"""Frequency cap: however many of us there are, a person hears from us only so often.

What it does
    Defers a contact while the person's own limit, a law's or the house's is reached. Every attempt
    counts, by any rep, on any channel the cap covers; windows roll in absolute time: a contact at c
    counts at t while t - n x 24 h < c <= t. A cap of an organisation counts the other people there
    who heard from us unasked, each of them once: where the person works, and wherever else they
    have a role.

Why it matters
    Three reps who each write "just once" are three messages to one person, and ten people at one
    desk who compare their mail are a campaign.

Example
    "Once a month is enough": the second email in thirty days waits for the first to be a month old.
    Three people at Kestrel Mapping heard from us today: the fourth waits until tomorrow.

References
    The packs name each law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from policies.channel import Channel, Purpose
from policies.colleagues import circles, house_waived, last_heard, organisation_caps
from policies.facts import Circle, Facts
from policies.finding import Bears, Cite, Finding, Quote
from policies.promises import asked_for
from policies.reason import Clause, Reason, clause
from policies.rows import Chosen, Rows
from policies.rule import rule
from policies.rulebook import Cap, CapOf, Entry, EntryKind
from policies.verdict import Defer


@rule("frequency-cap", silent_without=("contacts", "colleagues"))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose in (Purpose.ACKNOWLEDGE, Purpose.ANSWER):
        return None
    waived = house_waived(rows)
    full = list(_entries(rows, waived=waived))
    if rows.standing.limits and not waived:
        full += _person(rows)
    for circle in circles(facts):
        full += _organisation(rows, circle)
    if not full:
        return None
    last = max(full, key=lambda each: each.ends)
    return Finding(
        "frequency-cap",
        Defer(last.ends),
        Bears.MOMENT,
        last.because,
        ends=last.ends,
        quotes=tuple(each.quote for each in full if each.quote),
        cites=tuple(dict.fromkeys(each.cite for each in full if each.cite)),
        clause=last.clause,
    )


@dataclass(frozen=True, slots=True)
class _Full:
    ends: datetime
    because: str
    clause: Clause
    quote: Quote | None = None
    cite: Cite | None = None


def _person(rows: Rows) -> Iterable[_Full]:
    for voice in rows.standing.limits:
        limit = voice.meaning
        ends = _ends(rows, _personal(rows), limit.count, timedelta(days=limit.days))
        if ends:
            times = "once" if limit.count == 1 else f"{limit.count} times"
            because = f"they asked to hear from us at most {times} in {limit.days} days"
            told = clause(_ASKED[limit.count == 1], count=limit.count, hours=24 * limit.days)
            yield _Full(ends, because, told, quote=voice.quote)


_ASKED = {True: Reason.ASKED_AT_MOST_ONCE, False: Reason.ASKED_AT_MOST}


def _entries(rows: Rows, *, waived: bool) -> Iterable[_Full]:
    for entry, cap in _personal_caps(rows.chosen):
        if (entry.ours and waived) or not _may_be_full(cap, rows):
            continue
        counted = _personal(rows, entry.channels) if entry.ours else _all(rows.facts, entry)
        ends = _ends(rows, counted, cap.count, cap.window)
        if ends:
            because = f"{cap.count} in {_length(cap)} is the limit, and it is reached"
            told = clause(Reason.LIMIT_REACHED, count=cap.count, hours=cap.hours)
            yield _Full(ends, because, told, cite=entry.cite)


@lru_cache(maxsize=16_384)
def _personal_caps(here: Chosen) -> tuple[tuple[Entry, Cap], ...]:
    entries = here.entries.get(EntryKind.FREQUENCY_CAP, ())
    return tuple((each, cap) for each in entries for cap in each.caps if cap.of is CapOf.PERSON)


def _organisation(rows: Rows, circle: Circle) -> Iterable[_Full]:
    for bound in organisation_caps(rows):
        heard, cap = last_heard(circle.colleagues, bound.channels), bound.cap
        ends = _ends(rows, heard, cap.count, cap.window)
        if ends:
            people = sum(rows.at - cap.window < at <= rows.at for at in heard)
            where = _short(circle.organisation)
            who = f"{_SPELT.get(people, people)} people" if people > 1 else "somebody"
            because = f"{who} at {where} heard from us within {_length(cap)}, and that is the limit"
            reason = Reason.COLLEAGUES_HEARD if people > 1 else Reason.COLLEAGUE_HEARD
            told = clause(reason, count=people, organisation=where, hours=cap.hours)
            yield _Full(ends, because, told, cite=bound.entry.cite)


def _short(organisation: str) -> str:
    """Return an organisation's name in five words at most: a sentence has room for no more."""
    return " ".join(organisation.split()[:5])


def _may_be_full(cap: Cap, rows: Rows) -> bool:
    """Whether the cap binds this attempt at all, and there were contacts enough to fill it."""
    contacts = rows.facts.contacts
    if len(contacts) < cap.count or not (cap.binds_humans or rows.facts.attempt.automated):
        return False
    since = rows.at - cap.window
    return sum(since < contact.at <= rows.at for contact in contacts) >= cap.count


def _all(facts: Facts, entry: Entry) -> list[datetime]:
    return [contact.at for contact in facts.contacts if contact.channel in entry.channels]


def _personal(rows: Rows, channels: Iterable[Channel] = tuple(Channel)) -> list[datetime]:
    """Return when they were contacted, but for what they asked for and confirmations of a stop."""
    return [
        contact.at
        for contact in rows.facts.contacts
        if contact.channel in channels
        and contact.purpose is not Purpose.ACKNOWLEDGE
        and not asked_for(contact, rows.facts, rows.standing)
    ]


def _ends(rows: Rows, counted: list[datetime], most: int, window: timedelta) -> datetime | None:
    """Return when the window holds fewer than `most` contacts again; None if it does now."""
    since = rows.at - window
    inside = [at for at in counted if since < at <= rows.at]
    if len(inside) < most:
        return None
    inside.sort()
    return inside[len(inside) - most] + window


def _length(cap: Cap) -> str:
    days, hours = divmod(cap.hours, 24)
    return f"{cap.hours} hours" if hours or days == 1 else f"{days} days"


_SPELT = {
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
    11: "eleven",
    12: "twelve",
}
