"""How many people at one organisation hear from us: which caps bind an attempt, and who counts.

Distinct people count, not contacts: writing twice to one of them tells nobody new. Whoever the
attempt goes to is left out, so that a cap of three is reached by three *others*. What somebody
asked for (a call that was promised, an answer, the confirmation of a stop) counts for nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from policies.channel import Channel, Purpose
from policies.facts import Circle, Colleague, Facts
from policies.promises import waives_caps_only
from policies.rows import Chosen, Rows
from policies.rulebook import Cap, CapOf, Entry, EntryKind, Rulebook

COUNTED = (Purpose.MARKETING, Purpose.SERVICE)
"""What makes somebody count: contacts that they did not ask for."""

_SEEN_PEOPLE = 10
_SEEN = timedelta(days=7)
"""What facts hold at least, so that a what-if can tell what other caps would do."""


@dataclass(frozen=True, slots=True)
class OrganisationCap:
    """One cap on an organisation, of one entry."""

    entry: Entry
    cap: Cap

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Return the channels on which it counts."""
        return self.entry.channels


@dataclass(frozen=True, slots=True)
class Reach:
    """How many colleagues on each channel, and how long ago, facts must tell of."""

    people: int
    stretch: timedelta


@lru_cache(maxsize=64)
def reach(rulebook: Rulebook) -> Reach | None:
    """Return how far to look around a person, or None where nothing caps an organisation."""
    caps = [
        cap
        for pack in rulebook.packs.values()
        for entry in pack.entries
        for cap in entry.caps
        if cap.of is CapOf.ORGANISATION
    ]
    if not caps:
        return None
    people = max(cap.count for cap in caps)
    return Reach(max(people, _SEEN_PEOPLE), max(_SEEN, *(cap.window for cap in caps)))


def organisation_caps(rows: Rows) -> tuple[OrganisationCap, ...]:
    """Return the caps on an organisation that bind this attempt, wherever they belong."""
    if rows.purpose in (Purpose.ACKNOWLEDGE, Purpose.ANSWER):
        return ()
    return _capping(rows.chosen, house_waived(rows), rows.facts.attempt.automated)


@lru_cache(maxsize=4_096)
def _capping(chosen: Chosen, waived: bool, automated: bool) -> tuple[OrganisationCap, ...]:
    """Return one answer for everybody whom the same entries bind."""
    return tuple(
        OrganisationCap(entry, cap)
        for entry in chosen.entries.get(EntryKind.FREQUENCY_CAP, ())
        if not (entry.ours and waived)
        for cap in entry.caps
        if cap.of is CapOf.ORGANISATION and (cap.binds_humans or automated)
    )


def bound_caps(facts: Facts, at: datetime, rulebook: Rulebook) -> tuple[OrganisationCap, ...]:
    """Return the caps on an organisation that bind an attempt at `at`; mostly there is none."""
    if reach(rulebook) is None:
        return ()
    return organisation_caps(Rows(facts, at, rulebook))


def circles(facts: Facts) -> Iterator[Circle]:
    """Yield where they belong and somebody else heard from us: their work, and other roles."""
    if facts.colleagues and facts.person.organisation:
        yield Circle(facts.person.organisation, facts.colleagues)
    yield from facts.elsewhere


def house_waived(rows: Rows) -> bool:
    """Whether the attempt keeps a promise that passes the house's caps."""
    return rows.purpose is Purpose.PROMISED or waives_caps_only(rows.promise)


def last_heard(colleagues: Iterable[Colleague], channels: Iterable[Channel]) -> list[datetime]:
    """Return when each of these people heard from us last on any of these channels."""
    covered, last = frozenset(channels), dict[int, datetime]()
    for one in colleagues:
        if one.channel in covered and (one.who not in last or last[one.who] < one.at):
            last[one.who] = one.at
    return list(last.values())
