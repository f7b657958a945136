"""How long records are kept: for as long as the house chooses, and never shorter than law asks.

Statements, consents and marks that bar somebody have no term: they are kept for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from policies.facts import Facts
from policies.rows import Rows
from policies.rulebook import HOUSE_PACK, Entry, EntryKind, Record, Rulebook, Term
from policies.terms import ends

_DAY = timedelta(days=1)


def chosen(rulebook: Rulebook, record: Record) -> tuple[Entry, ...]:
    """Return the entries that say how long such records are kept, the house's first.

    Without one of the house's own there are none: such records are kept for ever. What a law asks
    for some place lengthens the house's term everywhere.
    """
    house = _naming(rulebook, record, (HOUSE_PACK,))
    others = (code for code in sorted(rulebook.packs) if code != HOUSE_PACK)
    return (*house, *_naming(rulebook, record, others)) if house else ()


def kept_until(record: Record, since: datetime, rulebook: Rulebook) -> datetime | None:
    """Return when a record of `since` (aware) may be let go; None is never."""
    return _last(since, chosen(rulebook, record))


def over_before(record: Record, now: datetime, rulebook: Rulebook) -> datetime | None:
    """Return a moment before which every such record may be let go, to the day; None is never."""
    terms = [one.retain for one in chosen(rulebook, record) if one.retain]
    before = min((now - _at_most(one) for one in terms), default=None)
    while before and (over := kept_until(record, before + _DAY, rulebook)) and over <= now:
        before += _DAY
    return before


def facts_until(facts: Facts, at: datetime, rulebook: Rulebook) -> datetime | None:
    """Return when the facts that allowed a contact at this moment may be let go; None is never.

    Where law asks that each use of a consent can be proved for so long, that is the least.
    """
    house = kept_until(Record.FACTS, at, rulebook)
    law = _last(at, Rows(facts, at, rulebook).binding(EntryKind.CONSENT_PROOF))
    return house and max(house, law or house)


def _naming(rulebook: Rulebook, record: Record, codes: Iterable[str]) -> tuple[Entry, ...]:
    packs = (rulebook.packs[code] for code in codes if code in rulebook.packs)
    return tuple(
        entry
        for pack in packs
        for entry in pack.entries
        if entry.kind is EntryKind.RETENTION and record in entry.keeps
    )


def _at_most(term: Term) -> timedelta:
    days = 366 * term.years + 31 * term.months + term.days + 3 * term.business_days
    return timedelta(days=days)


def _last(since: datetime, entries: Iterable[Entry]) -> datetime | None:
    return max((ends(since, one.retain) for one in entries if one.retain), default=None)
