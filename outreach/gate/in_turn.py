"""Organisations at hand-over: with one place left, the second of two colleagues is judged afresh.

Judging saw who had heard from us by then. Between judging and handing over colleagues may hear too,
out of the same batch or by another process, so everybody is counted again, under lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product

from outreach.gate.consequences import Consequence
from outreach.gate.judging import Office
from outreach.store.organisation_counter import Counter


def offices_of(group: Iterable[Consequence]) -> list[str]:
    """Return the organisations whose counters a group needs, to be locked before it."""
    offices = (one.case.office for one in group if one.case.office)
    return sorted({there for office in offices for there in office.organisations})


def in_turn(
    group: Sequence[Consequence], counters: Mapping[str, Counter], now: datetime
) -> list[Consequence]:
    """Return those for whom there is room, each counted before the next. Changes no counter."""
    meanwhile = {one: each.copy() for one, each in counters.items()}
    return [one for one in group if _has_room(one, meanwhile, now)]


def count(
    group: Iterable[Consequence], counters: Mapping[str, Counter], now: datetime
) -> dict[str, Counter]:
    """Count whoever hears from us now; return the counters that changed."""
    changed: dict[str, Counter] = {}
    for one in group:
        office = one.case.office
        if office is not None and office.counts:
            _count(one, office, counters, now)
            changed |= {there: counters[there] for there in office.organisations}
    return changed


def _has_room(one: Consequence, counters: Mapping[str, Counter], now: datetime) -> bool:
    office = one.case.office
    if office is None:
        return True
    for there, cap in product(office.organisations, office.caps):
        since = now - cap.cap.window
        if counters[there].others(one.case.person, cap.channels, since) >= cap.cap.count:
            return False
    if office.counts:
        _count(one, office, counters, now)
    return True


def _count(
    one: Consequence, office: Office, counters: Mapping[str, Counter], now: datetime
) -> None:
    for there in office.organisations:
        counters[there].count(one.case.person, one.case.attempt.channel, now)
