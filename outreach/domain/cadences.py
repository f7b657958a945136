"""How often we mean to be in touch, and how long somebody has waited for a word.

A cadence sends nothing: it puts people on an agenda, and whatever comes of that passes the gate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Cadence:
    """A word at least every so many days (None: by no rhythm at all).

    It is meant for one person, or for everybody in a `role`; just one of the two is given. What is
    said of a person goes before what is said of a role.
    """

    id: str
    every_days: int | None
    by: str
    set_at: datetime
    person_id: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often one person hears from us: the cadence that says so, and since when it counts."""

    cadence: Cadence
    every: timedelta
    since: datetime


def rhythm(
    person_id: str,
    met_at: datetime,
    roles: Iterable[Role],
    cadences: Iterable[Cadence],
    now: datetime,
) -> Rhythm | None:
    """Return how often this person hears from us; None where nobody has said.

    Of several roles the shortest cadence counts, from the day they took that role on.
    """
    known = tuple(cadences)
    for one in known:
        if one.person_id == person_id:
            return _rhythm(one, met_at)
    held = {role.what.casefold(): role.since for role in roles if _holds_or_will(role, now)}
    found = [
        _rhythm(one, held[one.role.casefold()])
        for one in known
        if one.role is not None and one.role.casefold() in held
    ]
    spoken = [one for one in found if one is not None]
    return min(spoken, key=lambda one: (one.every, one.cadence.id), default=None)


def _holds_or_will(role: Role, now: datetime) -> bool:
    return role.until is None or now < role.until


def _rhythm(cadence: Cadence, since: datetime) -> Rhythm | None:
    if cadence.every_days is None:
        return None
    return Rhythm(cadence, timedelta(days=cadence.every_days), since)


def next_word_due(found: Rhythm, last_contact: datetime | None) -> datetime:
    """Return when the next word is due: counted from the last real contact, or from the start."""
    return max(found.since, last_contact or found.since) + found.every
