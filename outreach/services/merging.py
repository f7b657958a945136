"""Two records turn out to be one person: one takes everything over, and that is final."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.merging import MayBeOne
from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.gate.stopped import Stopped
from outreach.store import ledger, merging, namesakes, people
from outreach.store.ledger import Entry
from outreach.store.unit import Priority, Store

MOST = 50
MOST_IN_A_GROUP = 6
"""More people than that behind one number share it: a switchboard says nothing about who is who."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Who stays, under which name the other was kept, and how many rows of what moved."""

    kept: Person
    was: str
    moved: Mapping[str, int]


def merge(
    store: Store, clock: Clock, stopped: Stopped, kept_id: str, other_id: str, because: str, by: str
) -> Merged:
    """Let one record take everything over from another, ahead of every other write.

    The strictest of both stands afterwards; what is on its way is judged afresh. It cannot be
    undone: who said what under which record is not kept apart. Raises `InputError` without a
    reason, `NotFoundError` for somebody we do not know.
    """
    if not because.strip():
        msg = "say with --because how you know that they are one person"
        raise InputError(msg)
    now = clock.now()

    def work(conn: Connection) -> Merged:
        other = people.get(conn, other_id)
        moved = merging.merge(conn, kept_id, other_id, now)
        body = {"other": other.id, "by": by, "moved": moved}
        ledger.add(conn, Entry(now, "merged", kept_id, body))
        return Merged(people.get(conn, kept_id), other.name, moved)

    stopped.mark_ids((kept_id, other_id))
    return store.write(work, Priority.STOP)


def may_be_one(store: Store, about: str | None = None) -> list[MayBeOne]:
    """Return pairs of people who may be one, the likeliest first; `about`: those with this one."""
    found = store.read(_found)
    return [one for one in found if about is None or about in (one.one.id, one.other.id)]


def _found(conn: Connection) -> list[MayBeOne]:
    points = merging.same_points(conn, MOST)
    names = merging.same_names(conn, MOST)
    colleagues = namesakes.at_one_firm(conn, MOST)
    wanted = {one for group in (*points, *names, *colleagues) for one in group}
    known = people.get_many(conn, sorted(wanted))
    pairs: dict[tuple[str, str], str] = {}
    for because, groups in (
        ("they share an address or number", points),
        ("one name", names),
        ("their names agree at one firm", colleagues),
    ):
        for group in groups:
            if len(group) > MOST_IN_A_GROUP:
                continue
            for pair in combinations(sorted(group), 2):
                pairs[pair] = " and ".join(filter(None, (pairs.get(pair), because)))
    told = [MayBeOne(known[one], known[other], why) for (one, other), why in pairs.items()]
    return sorted(told, key=lambda one: (-len(one.because), one.one.name, one.one.id))
