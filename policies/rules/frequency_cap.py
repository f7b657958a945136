"""Frequency cap: however many of us there are, a person hears from us only so often.

What it does
    Defers a contact while the person's own limit, a law's or the house's is reached. Every attempt
    counts, by any rep, on any channel the cap covers; windows roll in absolute time: a contact at c
    counts at t while t - n x 24 h < c <= t.

Why it matters
    Three reps who each write "just once" are three messages to one person.

Example
    "Once a month is enough": the second email in thirty days waits for the first to be a month old.

References
    The packs name each law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from policies.channel import Channel, Purpose
from policies.facts import Facts
from policies.finding import Bears, Cite, Finding, Quote
from policies.promises import asked_for, waives_caps_only
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import Cap, Entry, EntryKind
from policies.verdict import Defer


@rule("frequency-cap", silent_without=("contacts",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose in (Purpose.ACKNOWLEDGE, Purpose.ANSWER):
        return None
    waived = rows.purpose is Purpose.PROMISED or waives_caps_only(rows.promise)
    full = list(_entries(rows, house_waived=waived))
    if rows.standing.limits and not waived:
        full += _person(rows)
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
    )


@dataclass(frozen=True, slots=True)
class _Full:
    ends: datetime
    because: str
    quote: Quote | None = None
    cite: Cite | None = None


def _person(rows: Rows) -> Iterable[_Full]:
    for voice in rows.standing.limits:
        limit = voice.meaning
        ends = _ends(rows, _personal(rows), limit.count, timedelta(days=limit.days))
        if ends:
            times = "once" if limit.count == 1 else f"{limit.count} times"
            because = f"they asked to hear from us at most {times} in {limit.days} days"
            yield _Full(ends, because, quote=voice.quote)


def _entries(rows: Rows, *, house_waived: bool) -> Iterable[_Full]:
    for entry in rows.binding(EntryKind.FREQUENCY_CAP):
        if entry.ours and house_waived:
            continue
        caps = [cap for cap in entry.caps if _may_be_full(cap, rows.facts)]
        if not caps:
            continue
        counted = _personal(rows, entry.channels) if entry.ours else _all(rows.facts, entry)
        for cap in caps:
            ends = _ends(rows, counted, cap.count, timedelta(hours=cap.hours))
            if ends:
                because = f"{cap.count} in {_length(cap)} is the limit, and it is reached"
                yield _Full(ends, because, cite=entry.cite)


def _may_be_full(cap: Cap, facts: Facts) -> bool:
    """Whether the cap binds this attempt at all, and there were contacts enough to fill it."""
    return len(facts.contacts) >= cap.count and (cap.binds_humans or facts.attempt.automated)


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
    if not len(inside) >= most > 0:
        return None
    inside.sort()
    return inside[len(inside) - most] + window


def _length(cap: Cap) -> str:
    days, hours = divmod(cap.hours, 24)
    return f"{days} days" if days > 1 and not hours else f"{cap.hours} hours"
