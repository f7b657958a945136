"""A pack as a page that a lawyer can check: every value with its source, and what changed when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import assert_never

from policies.kinds import MEANINGS, How
from policies.rulebook import Cap, CapOf, Entry, EntryKind, Opening, Pack, Rest, Term

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
YEAR = 365
EVENTS = {"no": "a no", "stop": "a bare stop", "silence": "contacts without a word back"}


def page(pack: Pack, today: date) -> Iterator[str]:
    """Yield the lines of a pack: by kind, then what changed when."""
    yield f"{pack.code} · {pack.title}"
    for kind, entries in groupby(sorted(pack.entries, key=_order), key=lambda one: one.kind):
        yield ""
        yield f"{kind.value.replace('_', ' ')}  [{_seen_to(kind)}]"
        for entry in entries:
            yield from _entry(entry, today)
    changes = sorted(_changes(pack))
    if changes:
        yield ""
        yield "what changed when"
        yield from (f"  {day:%d %b %Y}  {what}" for day, what in changes)


def doubt(entry: Entry, on: date) -> str:
    """Return why an entry should be looked at again, or nothing."""
    if entry.ours:
        return ""
    if not entry.confidence.startswith("verified"):
        return f"not verified ({_how_sure(entry)})"
    if entry.checked is None:
        return "checked on no day that we know"
    if entry.checked > on:
        return f"checked on a day that has not come ({entry.checked:%d %b %Y})"
    if (on - entry.checked).days > YEAR:
        return f"checked over a year ago ({entry.checked:%d %b %Y})"
    return ""


def _how_sure(entry: Entry) -> str:
    return entry.confidence.replace("_", " ")


def _order(entry: Entry) -> tuple[str, str]:
    return entry.kind, entry.id


def _seen_to(kind: EntryKind) -> str:
    """Return who sees to entries of a kind, in brackets behind its name."""
    meaning = MEANINGS[kind]
    match meaning.how:
        case How.JUDGED:
            return f"judged: {meaning.by}"
        case How.KEPT:
            return f"kept: {meaning.by}"
        case How.READ:
            return "for a human to read"
        case _:
            assert_never(meaning.how)


def _entry(entry: Entry, today: date) -> Iterator[str]:
    by = ", ".join(channel.value for channel in entry.channels)
    whom = ", ".join(kind.value for kind in entry.applies_to) or "everybody"
    yield f"  {entry.id}  ({by}; {whom}; {_standing(entry, today)})"
    yield from (f"    {line}" for line in _values(entry))
    checked = f"checked {entry.checked:%d %b %Y}" if entry.checked else "checked on no known day"
    yield f"    {entry.citation} · {entry.force.value} · {_how_sure(entry)}, {checked}"
    yield f"    read in: {entry.source}"
    if entry.scope:
        yield f"    scope: {entry.scope}"
    if entry.relax_if:
        yield f"    would soften it, and is not acted upon: {', '.join(entry.relax_if)}"
    if entry.note:
        yield f"    note: {entry.note}"


def _standing(entry: Entry, today: date) -> str:
    if entry.in_force_from and today < entry.in_force_from:
        return f"pending until {entry.in_force_from:%d %b %Y}"
    if entry.in_force_until and today >= entry.in_force_until:
        return f"ended {entry.in_force_until:%d %b %Y}"
    return "in force"


def _values(entry: Entry) -> Iterator[str]:
    clock = f" by their clock and by {entry.clock}" if entry.clock else ""
    for opening in entry.openings:
        yield f"open {_days(opening)} {_time(opening.open)}–{_time(opening.close)}{clock}"
    if entry.closed_days:
        yield f"closed {', '.join(DAYS[day] for day in entry.closed_days)}"
    if entry.holidays:
        yield f"closed on public holidays: {', '.join(entry.holidays)}"
    for eve in entry.eves:
        yield f"on the day before one {_time(eve.open)}–{_time(eve.close)}"
    yield from (_cap(cap) for cap in entry.caps)
    yield from (_rest(rest) for rest in entry.rests)
    for name, value in (("consent", entry.consent), ("registry", entry.registry)):
        if value:
            yield f"{name}: {value.replace('_', ' ')}"
    if entry.accepts:
        yield f"satisfied by: {_listed(entry.accepts)}"
    yield from (f"{_listed([each.kind])} ends after {each.months} months" for each in entry.lives)
    if entry.max_age_days:
        yield f"a copy may be {entry.max_age_days} days old"
    if entry.required:
        yield f"required: {_listed(entry.required)}"
    yield from _about_stops(entry)
    yield from (f"{name.replace('_', ' ')}: {value}" for name, value in entry.details)


def _about_stops(entry: Entry) -> Iterator[str]:
    if entry.keeps:
        yield f"keeps: {_listed(entry.keeps)}"
    if entry.keywords:
        yield f"a stop: {', '.join(entry.keywords)}"
    for name, term in (("to be honoured within", entry.deadline), ("kept for", entry.retain)):
        if term is not None:
            yield f"{name} {length(term)}"
    if entry.confirmation is not None:
        limit = entry.confirmation
        yield f"at most {limit.count} confirmation within {limit.minutes} minutes"
    if entry.link_valid_days:
        yield f"the way out works for {entry.link_valid_days} days"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def length(term: Term) -> str:
    """Return a length of time as people say it: `3 years and 14 days`."""
    parts = ((name, getattr(term, name)) for name in Term.__slots__)
    said = (f"{count} {name.replace('_', ' ')}" for name, count in parts if count)
    return " and ".join(said) or "no time at all"


def _days(opening: Opening) -> str:
    days = opening.days
    run = list(range(days[0], days[-1] + 1)) == list(days) and len(days) > 1
    return f"{DAYS[days[0]]}–{DAYS[days[-1]]}" if run else ", ".join(DAYS[day] for day in days)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _cap(cap: Cap) -> str:
    span = f"{cap.hours // 24} days" if cap.hours > 24 else f"{cap.hours} hours"
    whom = " people of one organisation" if cap.of is CapOf.ORGANISATION else ""
    alone = "" if cap.binds_humans else ", automated ones"
    return f"at most {cap.count}{whom} in any {span}{alone}"


def _rest(rest: Rest) -> str:
    after = f"{rest.after} " if rest.after else ""
    return f"{rest.days} days of rest after {after}{EVENTS[rest.event]}"


def _changes(pack: Pack) -> Iterator[tuple[date, str]]:
    for entry in pack.entries:
        if entry.in_force_from:
            yield entry.in_force_from, f"{entry.id} comes into force"
        if entry.in_force_until:
            yield entry.in_force_until, f"{entry.id} ends"
