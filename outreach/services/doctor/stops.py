"""Whether a stop may lie unread longer than the law of where somebody may be allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.services.doctor.lines import Group, Line, ok, wrong
from outreach.services.doctor.subject import Subject
from outreach.store import inbound, people
from outreach.store.inbound import InboundRow, InboundState, came_by
from policies.rulebook import Entry, EntryKind, Rulebook
from policies.terms import ends

AT_ONCE = timedelta(minutes=5)
"""How long we take to read what came in; a law that gives no time at all gets this."""
_DEADLINES = (
    EntryKind.OPT_OUT_DEADLINE,
    EntryKind.OPT_OUT_SCOPE,
    EntryKind.OPT_OUT_MECHANISM,
    EntryKind.OWN_LIST,
)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A message that may be a stop, and the law whose time for honouring one is over."""

    row: InboundRow
    entry: Entry
    due: datetime


def words(one: Subject) -> Iterator[Line]:
    """Look whether every word that a pack calls a stop is read as one."""
    named = [(entry, word) for entry in _entries(one.rulebook) for word in entry.keywords]
    deaf = [(entry, word) for entry, word in named if not one.probes.is_stop(word)]
    for entry, word in deaf:
        said = f"`{word}` is a stop by {entry.id}, and we would not read it as one"
        yield wrong(Group.LAW, "stops", said, "say so to whoever looks after outreach")
    if not deaf:
        shown = f"{len(named)} words that packs call a stop are read as one"
        yield ok(Group.LAW, "stops", shown)


def overdue(one: Subject) -> Iterator[Line]:
    """Name what came in, is not read or cannot be, and might be a stop whose time is over."""
    late = [found for row in one.store.read(inbound.waiting) if (found := _late(one, row))]
    if not late:
        yield ok(Group.LAW, "deadlines", "nothing that may be a stop waits past its time")
        return
    first = min(late, key=lambda found: found.due)
    what = "unread" if first.row.state is InboundState.NEW else "unreadable"
    said = (
        f"{len(late)} that may be stops wait past their time; the first came"
        f" {first.row.received_at:%d %b %Y %H:%M} UTC, is {what}, and was due"
        f" {first.due:%d %b %Y %H:%M} UTC ({first.entry.citation})"
    )
    yield wrong(Group.LAW, "deadlines", said, "outreach inbound list, and outreach run")


def _late(one: Subject, row: InboundRow) -> Overdue | None:
    """Return the law whose time is over first, or nothing."""
    channel = came_by(row.door)
    due = [
        Overdue(row, entry, max(ends(row.received_at, entry.deadline), row.received_at + AT_ONCE))
        for entry in _counting(one, row)
        if entry.deadline is not None and channel in entry.channels
    ]
    first = min(due, key=lambda found: found.due, default=None)
    return first if first and one.now > first.due else None


def _counting(one: Subject, row: InboundRow) -> Iterable[Entry]:
    """Return the entries of where whoever wrote may be; of every place, where nobody knows."""
    found = [entry for entry in _entries(one.rulebook) if entry.kind in _DEADLINES]
    person_id = row.person_id
    if person_id is None:
        return found
    person = one.store.read(lambda conn: people.get(conn, person_id))
    if person.country is None:
        return found
    parents = one.rulebook.atlas.parents(person.country)
    codes = {person.country, person.region, *parents}
    here = [entry for entry in found if entry.jurisdiction in codes]
    return here or found


def _entries(rulebook: Rulebook) -> Iterator[Entry]:
    for pack in rulebook.packs.values():
        yield from pack.entries
