"""Rows of a list that are brought in without a pause: ordinary ones, and who needs more care.

A stop that comes meanwhile must not wait for more than a few milliseconds, so a portion is small;
of people who are looked at one by one it holds fewer. A write may hold several of them while nobody
else waits: the pages that they have in common are then written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from outreach.domain.imports.group import Group
from outreach.domain.imports.ordinary import Ordinary
from outreach.services.import_people.matching import Arrived
from outreach.store import strangers

_MOST = 64
_WEIGHT = 4
"""How many ordinary rows somebody costs who is looked at alone."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some rows in the order of their list."""

    ordinary: list[Ordinary] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Return how many rows they are."""
        return len(self.ordinary) + sum(len(one.group.rows) for one in self.arrived)

    def apart(self, conn: Connection, run_id: str) -> Portion:
        """Return it with only certain strangers among the ordinary rows, the others with care."""
        if not self.ordinary:
            return self
        known = strangers.may_be_known(conn, self.ordinary, run_id)
        if not known:
            return self
        others = [alone(one) for one in self.ordinary if one.nth in known]
        certain = [one for one in self.ordinary if one.nth not in known]
        return Portion(certain, sorted([*self.arrived, *others], key=first))

    @property
    def organisations(self) -> list[str]:
        """Return the organisations that are named, in the order of the list."""
        named = [(one.nth, one.organisation) for one in self.ordinary if one.organisation]
        if self.arrived:
            named += [
                (first(one), name) for one in self.arrived for name in one.group.organisations
            ]
            named.sort(key=lambda each: each[0])
        return [name for _, name in named]

    @property
    def organisations_of_strangers(self) -> list[str]:
        """Return the organisations of the ordinary rows."""
        return [one.organisation for one in self.ordinary if one.organisation]


def alone(one: Ordinary) -> Arrived:
    """Return an ordinary row as the person it is."""
    return Arrived(Group(((one.nth, one.row),)))


def first(one: Arrived) -> int:
    """Return the first row (of data) of somebody."""
    return one.group.rows[0][0]


def portions(found: Iterable[Ordinary | Arrived]) -> Iterator[Portion]:
    """Yield what was found, so much at a time as others may have to wait for."""
    some, weight = Portion(), 0
    for one in found:
        if isinstance(one, Ordinary):
            some.ordinary.append(one)
            weight += 1
        else:
            some.arrived.append(one)
            weight += _WEIGHT
        if weight >= _MOST:
            yield some
            some, weight = Portion(), 0
    if weight:
        yield some
