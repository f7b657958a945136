"""How often we keep in touch, and who has waited too long for a word from us.

A person's row carries a moment that is never later than the next word is due. Real contact only
ever moves the truth later, so nothing needs to be told of it: whoever reads the list works out
the truth for the few whose moment has come, and writes it back. A cadence or a role that changes
is worked out anew at once, because that may move the truth earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, and_, insert, or_, select, update

from outreach.domain.cadences import Cadence, Rhythm, next_word_due, rhythm
from outreach.domain.people import Person
from outreach.store import people, roles
from outreach.store.real_contacts import last_contacts
from outreach.store.shapes import Shape
from outreach.store.tables import cadence, person
from outreach.store.unit import Store

_CADENCE: Shape[Cadence] = Shape(Cadence, cadence)


@dataclass(frozen=True, slots=True)
class Waited:
    """Somebody whose next word is due: since when, by which cadence, after what last contact."""

    person: Person
    due_at: datetime
    rhythm: Rhythm
    last_contact: datetime | None


def put(conn: Connection, one: Cadence) -> None:
    """Keep a cadence in place of the one there was for this person or role."""
    which = cadence.c.person_id == one.person_id if one.person_id else cadence.c.role == one.role
    row = _CADENCE.row(one)
    changed = conn.execute(update(cadence).where(which).values(row))
    if not changed.rowcount:
        conn.execute(insert(cadence), row)


def everything(conn: Connection) -> list[Cadence]:
    """Return every cadence: those of roles first, then those of single people."""
    order = (cadence.c.person_id.is_not(None), cadence.c.role, cadence.c.set_at, cadence.c.id)
    return _CADENCE.all(conn, select(cadence).order_by(*order))


def meant_for(conn: Connection, ids: Iterable[str]) -> list[Cadence]:
    """Return the cadences that may concern these people."""
    among = or_(cadence.c.person_id.is_(None), cadence.c.person_id.in_(list(ids)))
    return _CADENCE.all(conn, select(cadence).where(among))


def truth(conn: Connection, persons: Mapping[str, Person], now: datetime) -> dict[str, Waited]:
    """Return when the next word to these people is due; whoever has no cadence is left out."""
    cadences = meant_for(conn, persons)
    if not cadences:
        return {}
    held, last = roles.of_many(conn, persons), last_contacts(conn, persons)
    found = {}
    for one in persons.values():
        theirs = rhythm(one.id, one.created_at, held.get(one.id, ()), cadences, now)
        if theirs is not None:
            at = last.get(one.id)
            found[one.id] = Waited(one, next_word_due(theirs, at), theirs, at)
    return found


def refresh(conn: Connection, ids: Collection[str], now: datetime) -> None:
    """Work out anew when these people are due: their cadence or a role of theirs changed."""
    waited = truth(conn, people.get_many(conn, ids), now)
    _write(conn, {one: waited[one].due_at if one in waited else None for one in ids})


def _write(conn: Connection, due: Mapping[str, datetime | None]) -> None:
    for person_id, at in due.items():
        conn.execute(update(person).where(person.c.id == person_id).values(word_due_at=at))


Owners = Collection[str | None]
"""Ids of the team; None among them stands for people whom nobody looks after."""


def longest_waiting(
    store: Store, by: datetime, now: datetime, *, owners: Owners | None = None, limit: int = 50
) -> list[Waited]:
    """Return who is due a word by a moment, the longest waiting first; of these owners or of all.

    Where a real contact came since somebody's moment was written down, it is put right first.
    """
    while True:
        looked = store.read(lambda conn: _look(conn, by, now, owners, limit))
        if not looked.moved:
            return sorted(looked.truth.values(), key=lambda one: (one.due_at, one.person.id))
        store.write(partial(_write, due=looked.moved))


@dataclass(frozen=True, slots=True)
class _Looked:
    """Whose moment has come, as it was written down, and the truth about them."""

    written: Mapping[str, datetime]
    truth: Mapping[str, Waited]

    @property
    def moved(self) -> dict[str, datetime | None]:
        """Return what is no longer true, put right."""
        due = {one: each.due_at for one, each in self.truth.items()}
        return {one: due.get(one) for one, at in self.written.items() if due.get(one) != at}


def _look(
    conn: Connection, by: datetime, now: datetime, owners: Owners | None, limit: int
) -> _Looked:
    return _truth_of(conn, _page(conn, by, owners, limit), now)


def _page(conn: Connection, by: datetime, owners: Owners | None, limit: int) -> dict[str, datetime]:
    found: list[tuple[str, datetime]] = []
    for whose in [None] if owners is None else [person.c.owner_id == one for one in owners]:
        query = select(person.c.id, person.c.word_due_at).where(person.c.word_due_at <= by)
        query = query if whose is None else query.where(whose)
        query = query.order_by(person.c.word_due_at).limit(limit)
        found += [(row.id, row.word_due_at) for row in conn.execute(query)]
    return dict(sorted(found, key=lambda one: (one[1], one[0]))[:limit])


def settle(store: Store, now: datetime) -> int:
    """Put right whoever's moment has come and is no longer true; return how many that were."""
    after, moved = _Place(), 0
    while written := store.read(partial(_next_page, after=after, now=now)):
        found = store.read(partial(_truth_of, written=written, now=now))
        if found.moved:
            store.write(partial(_write, due=found.moved))
        moved += len(found.moved)
        last = max(written, key=lambda one: (written[one], one))
        after = _Place(written[last], last)
    return moved


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a walk through those whose moment has come has got."""

    at: datetime | None = None
    person_id: str = ""


def _next_page(conn: Connection, after: _Place, now: datetime) -> dict[str, datetime]:
    query = select(person.c.id, person.c.word_due_at).where(person.c.word_due_at <= now)
    if after.at is not None:
        later = person.c.word_due_at > after.at
        same = and_(person.c.word_due_at == after.at, person.c.id > after.person_id)
        query = query.where(or_(later, same))
    rows = conn.execute(query.order_by(person.c.word_due_at, person.c.id).limit(_AT_ONCE))
    return {row.id: row.word_due_at for row in rows}


def _truth_of(conn: Connection, written: Mapping[str, datetime], now: datetime) -> _Looked:
    return _Looked(written, truth(conn, people.get_many(conn, written), now))


_AT_ONCE = 200
