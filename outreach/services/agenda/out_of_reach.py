"""Promises that nobody can keep any more as they were given, and why: by the gate, as of now.

They refused that channel since, the address died, or the hours in which they may be contacted come
only when it is late. Whoever gave the promise should know while something can still be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.hidden import without_numbers
from outreach.domain.keeping import keeps
from outreach.gate.gate import Gate
from outreach.gate.preflight import May, may_each
from outreach.gate.pressing import numbers_of
from outreach.ids import new_id
from outreach.services.agenda.desk import Day, Desk, Zones, known
from outreach.services.agenda.lines import Group, Line
from outreach.services.agenda.owed import MOST, promised
from outreach.store import commitments
from policies.verdict import Hold

_AHEAD = timedelta(days=366)
"""How far ahead promises are looked at: as far as the gate looks for an opening."""


def out_of_reach(gate: Gate, desk: Desk, day: Day, zones: Zones) -> list[Line]:
    """Return a line for each promised contact that cannot be kept, the soonest due first.

    What waits for one of us to look at it is none of them: it may yet be cleared.
    """
    before = day.now + _AHEAD
    owed = gate.store.read(
        lambda conn: commitments.on_agenda(conn, desk.owners, None, before, limit=MOST)
    )
    contacts = [one for one in owed if _is_a_contact(one)]
    if not contacts:
        return []
    tries = [keeps(one, new_id("a"), desk.rep.name, day.now) for one in contacts]
    judged = may_each(gate, tries, day.now)
    shut = [
        (one, may)
        for one, may in zip(contacts, judged, strict=True)
        if _cannot_be_kept(one, may, day.now)
    ]
    return list(_lines(gate, desk, day, zones, shut))


def _is_a_contact(one: Commitment) -> bool:
    return one.channel is not None and one.kind is not CommitmentKind.REQUEST


def _cannot_be_kept(one: Commitment, may: May, now: datetime) -> bool:
    """Return whether no moment is left; of what is late already any moment will do."""
    if may.earliest is None:
        return not isinstance(may.case.verdict, Hold)
    return now < one.overdue_from <= may.earliest


def _lines(
    gate: Gate, desk: Desk, day: Day, zones: Zones, shut: list[tuple[Commitment, May]]
) -> Iterator[Line]:
    seen = gate.store.read(lambda conn: known(conn, [one.person_id for one, _ in shut]))
    for one, may in shut:
        line = promised(one, desk, day, seen, zones)
        why = without_numbers(may.case.explanation.sentence, numbers_of(may.case))
        yield replace(
            line,
            group=Group.OUT_OF_REACH,
            why=f"{line.why}. It cannot be kept: {why.removesuffix('.')}",
            last_said=seen.last_said(one.person_id),
        )
