"""Somebody asks to be reached only through another: their word, and the way that is left.

The other's own addresses and numbers become a way to reach them; whatever the other refuses there
binds that way too. Nobody is contacted because they were named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.people import ContactPoint, Person
from outreach.domain.relations import ASSISTANT_OF, Relation
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.record import Recorded, Said, record
from outreach.store import people, points, relations, team
from outreach.store.statements import Heard
from outreach.store.unit import Priority
from policies.facts import PointState
from policies.statement import OnlyThrough, Source, Statement, Understood, Via


@dataclass(frozen=True, slots=True)
class Through:
    """Who asked, through whom (ids), in which words, and who of us was told."""

    person_id: str
    other_id: str
    words: str
    by: str


def only_through(ears: Ears, asked: Through) -> Recorded:
    """Record that somebody is to be reached only through another, and act on it at once.

    Raises `InputError` without words, or where the other cannot be reached either.
    """
    if not asked.words.strip():
        msg = "there are no words: give what they said, in their own words"
        raise InputError(msg)
    if asked.person_id == asked.other_id:
        msg = "nobody answers for themselves"
        raise InputError(msg)
    now = ears.clock.now()
    ears.stopped.mark_ids((asked.person_id,))
    done = ears.store.write(lambda conn: _keep(conn, asked, now), Priority.STOP)
    ears.stopped.mark(done.raised)
    return done


def _keep(conn: Connection, asked: Through, now: datetime) -> Recorded:
    person, other = people.get(conn, asked.person_id), people.get(conn, asked.other_id)
    member = team.get(conn, asked.by)
    _ways(conn, person, other, now)
    _tie(conn, person, other, member.name, now)
    meaning = Understood(OnlyThrough(other.name), 0, len(asked.words))
    said = Statement(
        new_id("s"), asked.words, now, Via.REP, Source.REP_NOTE, proven=False, meanings=(meaning,)
    )
    heard = Heard(person.id, now, noted_by=member.name)
    return record(conn, Said(said, heard, effects_of([meaning.meaning])), now)


def _ways(conn: Connection, person: Person, other: Person, now: datetime) -> None:
    """Let the other's own points lead to the person too, after their own."""
    known = points.of(conn, person.id)
    there = {(one.channel, one.folded) for one in known}
    alive = [
        one
        for one in points.of(conn, other.id)
        if one.through_id is None and one.state is PointState.OK
    ]
    if not alive:
        msg = f"{other.name} has no address or number that works: add one first"
        raise InputError(msg)
    last = max((one.rank for one in known), default=-1)
    for rank, one in enumerate(alive, start=last + 1):
        if (one.channel, one.folded) not in there:
            points.add(conn, _theirs(one, person, other, rank, now))


def _theirs(
    one: ContactPoint, person: Person, other: Person, rank: int, now: datetime
) -> ContactPoint:
    return replace(
        one,
        id=new_id("c"),
        person_id=person.id,
        rank=rank,
        source=f"{other.name}, who answers for them",
        source_at=now,
        version=0,
        through_id=other.id,
    )


def _tie(conn: Connection, person: Person, other: Person, by: str, now: datetime) -> None:
    known = (one for one in relations.of(conn, other.id) if one.holds(now))
    if any((one.what, one.other_id) == (ASSISTANT_OF, person.id) for one in known):
        return
    source = f"noted by {by}"
    tie = Relation(new_id("x"), other.id, ASSISTANT_OF, now, person.id, source=source, noted_by=by)
    relations.add(conn, tie)
