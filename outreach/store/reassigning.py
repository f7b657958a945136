"""What is one member's and can be another's: found at once, moved some at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from outreach.domain.attempts import PRESSABLE
from outreach.domain.enrollments import EnrollmentState
from outreach.domain.people import Member
from outreach.store import people
from outreach.store.commitments import OWED
from outreach.store.tables import attempt, commitment, enrollment, matter, person


@dataclass(frozen=True, slots=True)
class Pair:
    """From whom to whom."""

    who: Member
    to: Member


Find = Callable[[Connection, Pair], list[str]]
Move = Callable[[Connection, Sequence[str], Pair], None]


@dataclass(frozen=True, slots=True)
class Change:
    """How one kind of thing is found, by id, and given away."""

    find: Find
    move: Move


def _people(conn: Connection, pair: Pair) -> list[str]:
    query = select(person.c.id).where(person.c.owner_id == pair.who.id)
    return list(conn.scalars(query.order_by(person.c.id)))


def _move_people(conn: Connection, ids: Sequence[str], pair: Pair) -> None:
    mine = person.c.id.in_(ids), person.c.owner_id == pair.who.id
    conn.execute(update(person).where(*mine).values(owner_id=pair.to.id))


def _promises(conn: Connection, pair: Pair) -> list[str]:
    query = select(commitment.c.id)
    return list(
        conn.scalars(query.where(commitment.c.owner == pair.who.id, commitment.c.state.in_(OWED)))
    )


def _move_promises(conn: Connection, ids: Sequence[str], pair: Pair) -> None:
    mine = commitment.c.id.in_(ids), commitment.c.owner == pair.who.id
    conn.execute(update(commitment).where(*mine).values(owner=pair.to.id))


def _sequences(conn: Connection, pair: Pair) -> list[str]:
    going_on = enrollment.c.state.in_([EnrollmentState.ACTIVE, EnrollmentState.PAUSED])
    query = select(enrollment.c.id).where(enrollment.c.by == pair.who.name, going_on)
    return list(conn.scalars(query))


def _move_sequences(conn: Connection, ids: Sequence[str], pair: Pair) -> None:
    mine = enrollment.c.id.in_(ids), enrollment.c.by == pair.who.name
    conn.execute(update(enrollment).where(*mine).values(by=pair.to.name))


def _contacts(conn: Connection, pair: Pair) -> list[str]:
    query = select(attempt.c.id)
    planned = attempt.c.by == pair.who.name, attempt.c.state.in_(PRESSABLE)
    return list(conn.scalars(query.where(*planned)))


def _move_contacts(conn: Connection, ids: Sequence[str], pair: Pair) -> None:
    """Let planned contacts leave in the other's name, and have holds looked at anew."""
    mine = attempt.c.id.in_(ids), attempt.c.by == pair.who.name, attempt.c.state.in_(PRESSABLE)
    people.raise_version(conn, conn.scalars(select(attempt.c.person_id).where(*mine)))
    conn.execute(update(attempt).where(*mine).values(by=pair.to.name))


def _matters(conn: Connection, pair: Pair) -> list[str]:
    query = select(matter.c.id).where(matter.c.settled_at.is_(None))
    return list(conn.scalars(query.where(matter.c.owner == pair.who.id)))


def _move_matters(conn: Connection, ids: Sequence[str], pair: Pair) -> None:
    conn.execute(update(matter).where(matter.c.id.in_(ids)).values(owner=pair.to.id))


EVERYTHING: Mapping[str, Change] = {
    "people": Change(_people, _move_people),
    "promises": Change(_promises, _move_promises),
    "sequences": Change(_sequences, _move_sequences),
    "contacts": Change(_contacts, _move_contacts),
    "matters": Change(_matters, _move_matters),
}
