"""One day of one of us: promises first, whoever may be called now, keep in touch, letters."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from outreach.gate.gate import Gate
from outreach.services.agenda.desk import Zones, day_of, desk_of, known
from outreach.services.agenda.judged import Found, open_calls, words_due
from outreach.services.agenda.lines import Agenda, Group, Line
from outreach.services.agenda.out_of_reach import out_of_reach
from outreach.services.agenda.owed import full, lines, on_file
from outreach.store.unit import Store

_ORDER = tuple(Group)
_NOTHING = Found((), more=False)


def agenda(gate: Gate, rep: str, on: date, zone: ZoneInfo, zones: Zones) -> Agenda:
    """Return what one of us (a name or id) has to do on a day of our own clock.

    Of another day than today there are the promises due, and the people due a word by then: what is
    late, unanswered or open now is today's. Raises `InputError` for whoever has left the team.
    """
    store: Store = gate.store
    day = day_of(on, zone, gate.clock.now())
    desk = store.read(lambda conn: desk_of(conn, rep, max(day.now, day.start)))
    found = store.read(lambda conn: on_file(conn, desk, day))
    seen = store.read(lambda conn: known(conn, found.people))
    shut = out_of_reach(gate, desk, day, zones) if day.is_today else []
    instead = {one.id for one in shut}
    written = [one for one in lines(found, desk, day, seen, zones) if one.id not in instead]
    calls = open_calls(gate, desk, zones, found.people) if day.is_today else _NOTHING
    waiting = found.people | {one.person_id for one in calls.lines}
    due = words_due(gate, desk, day, zones, waiting)
    every = sorted([*written, *shut, *calls.lines, *due.lines], key=_place)
    more = [
        *full(found),
        *([Group.OPEN_NOW] if calls.more else []),
        *([Group.WORD_DUE] if due.more else []),
    ]
    return Agenda(desk.rep, on, tuple(every), tuple(more))


def _place(line: Line) -> int:
    """Return where its group stands; within a group the order is as found."""
    return _ORDER.index(line.group)
