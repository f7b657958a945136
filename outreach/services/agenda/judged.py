"""What may be done at this moment, by the gate: calls that are open, people to keep in touch with.

A proposal is judged as the contact itself would be, and judged again when it is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from outreach.domain.attempts import Attempt
from outreach.gate.gate import Gate
from outreach.gate.openings import Opening, reach_of
from outreach.gate.preflight import May, may_each
from outreach.services.agenda.desk import Day, Desk, Known, Zones, known
from outreach.services.agenda.lines import Group, Line
from outreach.store import cadences, on_my_desk
from outreach.store.cadences import Waited
from outreach.store.pieces import pieces
from policies.verdict import Allow

SHOWN = 20
"""Lines of one group: more than anybody does in a day."""
JUDGED = 100
"""Calls, and people, that are looked at to find them; the rest waits behind these."""
_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of one group; `more`: others wait that were not looked at."""

    lines: tuple[Line, ...]
    more: bool


def open_calls(gate: Gate, desk: Desk, zones: Zones, but: Collection[str]) -> Found:
    """Return calls in the book to people who may be called now; `but` these people."""
    waiting = gate.store.read(lambda conn: on_my_desk.calls(conn, desk.names, JUDGED + 1))
    lines: list[Line] = []
    calls = [one for one in waiting[:JUDGED] if one.person_id not in but]
    for some in pieces(calls, _AT_ONCE):
        now = gate.clock.now()
        judged = may_each(gate, some, now)
        free = [one for one, may in zip(some, judged, strict=True) if _allowed(may)]
        seen = gate.store.read(partial(known, ids=[one.person_id for one in free]))
        lines += [_call(one, desk, seen, zones) for one in free]
        if len(lines) >= SHOWN:
            break
    more = len(waiting) > JUDGED or len(lines) > SHOWN
    return Found(tuple(lines[:SHOWN]), more)


def _allowed(may: May) -> bool:
    return isinstance(may.case.verdict, Allow)


def _call(one: Attempt, desk: Desk, seen: Known, zones: Zones) -> Line:
    about = one.topic or one.sequence_name or one.purpose.value
    why = f"a call about {about} waits, and they may be called now"
    line = seen.line(Group.OPEN_NOW, one.id, one.person_id, why, one.due_at, zones)
    return replace(line, covers="" if one.by == desk.rep.name else one.by)


def words_due(gate: Gate, desk: Desk, day: Day, zones: Zones, but: Collection[str]) -> Found:
    """Return who is due a word by the day's end and may have one that day; `but` these people.

    Whom nobody may reach by then is not on an agenda; `outreach cadence due` lists them.
    """
    owners: tuple[str | None, ...] = (*sorted(desk.owners), None)
    waiting = cadences.longest_waiting(
        gate.store, day.end, day.now, owners=owners, limit=JUDGED + 1
    )
    lines: list[Line] = []
    due = [one for one in waiting[:JUDGED] if one.person.id not in but]
    for some in pieces(due, _AT_ONCE):
        lines += _reachable(gate, desk, day, zones, some)
        if len(lines) >= SHOWN:
            break
    more = len(waiting) > JUDGED or len(lines) > SHOWN
    return Found(tuple(lines[:SHOWN]), more)


def _reachable(
    gate: Gate, desk: Desk, day: Day, zones: Zones, due: Sequence[Waited]
) -> Iterator[Line]:
    """Yield a line for each who may be reached by some channel before the day ends."""
    ids = [one.person.id for one in due]
    reach = reach_of(gate, ids, desk.rep.name, max(day.now, day.start), day.end)
    seen = gate.store.read(partial(known, ids=[one for one in ids if reach[one].openings]))
    for one in due:
        if openings := reach[one.person.id].openings:
            yield _word(one, desk, seen, zones, openings)


def _word(one: Waited, desk: Desk, seen: Known, zones: Zones, openings: Sequence[Opening]) -> Line:
    person, cadence = one.person, one.rhythm.cadence
    whom = f"a {cadence.role}" if cadence.role else "them"
    last = f"since {one.last_contact:%d %b %Y}" if one.last_contact else "ever"
    why = f"no word {last}; {whom} we mean to be in touch with every {cadence.every_days} days"
    line = seen.line(Group.WORD_DUE, person.id, person.id, why, one.due_at, zones)
    return replace(line, covers=desk.covers(person.owner_id), openings=tuple(openings))
