"""Two records of one person become one, in one transaction; nothing that was said is lost.

Decisions stay with the record that goes: their digests are keyed with its secret, and the ledger
proves them by it. Whoever asks for that record by its id gets the one that stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, func, insert, or_, select, update

from outreach.domain.attempts import AttemptState
from outreach.domain.enrollments import EnrollmentState
from outreach.domain.merging import stricter, together, worse
from outreach.domain.people import ContactPoint, Person, fold_name
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.store import attempts, enrollments, people, points
from outreach.store.tables import (
    also_called,
    attempt,
    bar,
    cadence,
    commitment,
    consent,
    enrollment,
    inbound,
    matter,
    note,
    person,
    point,
    relation,
    role,
    statement,
)
from outreach.store.withdrawing import Where, withdraw
from policies.facts import PointState

MOVED: tuple[Table, ...] = (
    statement,
    consent,
    bar,
    role,
    relation,
    commitment,
    enrollment,
    attempt,
    inbound,
    note,
    matter,
    also_called,
)
"""Every table whose rows go over to the record that stays; a test compares them with the schema."""
STAYS = frozenset({"decision", "people_import_change", "cadence", "point"})
"""Tables that refer to people and are treated by themselves, or prove what was."""
_GOING_ON = (EnrollmentState.ACTIVE, EnrollmentState.PAUSED)
_SAME = "they are the same person, who was in it twice"


def merge(conn: Connection, kept_id: str, other_id: str, now: datetime) -> dict[str, int]:
    """Let one record take everything over from another; return how many rows of what moved.

    Raises `InputError` while something is on its way to either of them.
    """
    kept, other = people.get(conn, kept_id), people.get(conn, other_id)
    if kept.id == other.id:
        msg = "these are one person already"
        raise InputError(msg)
    _lock(conn, [kept.id, other.id])
    _must_be_quiet(conn, [kept.id, other.id])
    attempts.judge_afresh(conn, [kept.id, other.id], now)
    _end_doubles(conn, kept.id, other.id, now)
    _part(conn, kept.id, other.id)
    moved = {"point": _points(conn, kept.id, other.id)}
    for table in MOVED:
        moved[table.name] = _move(conn, table, kept.id, other.id)
    _move(conn, relation, kept.id, other.id, "other_id")
    conn.execute(update(point).where(point.c.through_id == other.id).values(through_id=kept.id))
    _cadences(conn, kept.id, other.id)
    _settle(conn, kept, other, now)
    return {name: many for name, many in moved.items() if many}


def _lock(conn: Connection, ids: Iterable[str]) -> None:
    query = select(person.c.id).where(person.c.id.in_(list(ids))).order_by(person.c.id)
    conn.execute(query.with_for_update()).all()


def _must_be_quiet(conn: Connection, ids: list[str]) -> None:
    leaving = select(attempt.c.id).where(
        attempt.c.person_id.in_(ids), attempt.c.state == AttemptState.SENDING
    )
    if conn.scalar(leaving.limit(1)):
        msg = "something is just on its way to them: try again in a minute"
        raise InputError(msg)


def _end_doubles(conn: Connection, kept: str, other: str, now: datetime) -> None:
    """End what the other record is in where the one that stays is in it too: one letter, not two.

    What was planned by it is withdrawn, whichever version of the sequence it is.
    """
    from outreach.store import sequences

    named = {row.id: row.name for row in sequences.everything(conn)}
    theirs = [one for one in enrollments.of(conn, kept) if one.state in _GOING_ON]
    going_on = {named.get(one.sequence_id) for one in theirs}
    for one in enrollments.of(conn, other):
        if one.state in _GOING_ON and named.get(one.sequence_id) in going_on:
            enrollments.end(conn, one.id, _SAME)
            withdraw(conn, Where((other,), enrollment=one.id), _SAME, now)


def _part(conn: Connection, kept: str, other: str) -> None:
    """Forget what was noted between the two: nobody stands in a relation to themselves."""
    both = [kept, other]
    among = relation.c.person_id.in_(both) & relation.c.other_id.in_(both)
    conn.execute(delete(relation).where(among))


def _points(conn: Connection, kept: str, other: str) -> int:
    """Move addresses and numbers; of one that both have, whatever forbids more counts."""
    here = {(one.channel, one.folded): one for one in points.of(conn, kept)}
    last = max((one.rank for one in here.values()), default=-1)
    theirs = points.of(conn, other)
    for one in theirs:
        same = here.get((one.channel, one.folded))
        if same is not None:
            _join(conn, same, one)
            continue
        last += 1
        moved = {"person_id": kept, "rank": last, "version": point.c.version + 1, "import_id": None}
        conn.execute(update(point).where(point.c.id == one.id).values(moved))
    return len(theirs)


def _join(conn: Connection, kept: ContactPoint, other: ContactPoint) -> None:
    """Let one point stand for both; the other proves where we had it from, and is nobody's."""
    values = {
        "state": worse(kept.state, other.state),
        "registry": stricter(kept.registry, other.registry),
        "version": point.c.version + 1,
    }
    conn.execute(update(point).where(point.c.id == kept.id).values(values))
    for table in (statement, bar, attempt):
        query = update(table).where(table.c.point_id == other.id)
        conn.execute(query.values(point_id=kept.id))
    retired = {"folded": f"merged {other.id}", "state": PointState.WRONG_PERSON}
    conn.execute(update(point).where(point.c.id == other.id).values(retired))


def _move(conn: Connection, table: Table, kept: str, other: str, column: str = "person_id") -> int:
    values: dict[str, str | None] = {column: kept}
    if "import_id" in table.c:
        values["import_id"] = None  # what one person has now, no import takes back
    query = update(table).where(table.c[column] == other).values(values)
    return conn.execute(query).rowcount


def _cadences(conn: Connection, kept: str, other: str) -> None:
    """Keep the slower rhythm of the two; none at all is the slowest."""
    rows = list(
        conn.execute(select(cadence).where(cadence.c.person_id.in_([kept, other]))).mappings()
    )
    slowest = max(rows, key=lambda row: row["every_days"] or 1_000_000, default=None)
    for row in rows:
        if row is not slowest:
            conn.execute(delete(cadence).where(cadence.c.id == row["id"]))
    if slowest is not None:
        conn.execute(update(cadence).where(cadence.c.id == slowest["id"]).values(person_id=kept))


def _settle(conn: Connection, kept: Person, other: Person, now: datetime) -> None:
    """Write what the two know together, raise both versions above both, leave a signpost."""
    above = max(kept.version, other.version) + 1
    values: dict[str, Any] = {**together(kept, other), "version": above}
    _other_place(conn, kept, other, now)
    _same_words(conn, kept, other, values)
    conn.execute(update(person).where(person.c.id == kept.id).values(values))
    names = {"id": new_id("y"), "person_id": kept.id, "name": other.name, "since": now}
    if other.name != kept.name:
        source = f"they were here twice: {other.source}"
        conn.execute(
            insert(also_called), names | {"folded": fold_name(other.name), "source": source}
        )
    emptied = dict.fromkeys(
        ("call_name", "notes", "organisation_id", "owner_id", "import_id", "word_due_at")
    )
    gone = {"name": "", "folded": "", "merged_into": kept.id, "version": above}
    earlier = or_(person.c.id == other.id, person.c.merged_into == other.id)
    conn.execute(update(person).where(person.c.id == other.id).values(emptied | gone))
    conn.execute(update(person).where(earlier).values(merged_into=kept.id))


def _same_words(conn: Connection, kept: Person, other: Person, values: dict[str, Any]) -> None:
    """Take over what they call themselves and what they speak, where only the other said so."""
    columns = select(person.c.id, person.c.themselves, person.c.languages, person.c.word_due_at)
    rows = {
        row.id: row for row in conn.execute(columns.where(person.c.id.in_([kept.id, other.id])))
    }
    one, two = rows[kept.id], rows[other.id]
    values["themselves"] = one.themselves or two.themselves
    values["languages"] = one.languages or two.languages
    values["word_due_at"] = max(
        (each for each in (one.word_due_at, two.word_due_at) if each), default=None
    )


def _other_place(conn: Connection, kept: Person, other: Person, now: datetime) -> None:
    """Keep where the other record works as a role: what is asked there binds as before."""
    there = other.organisation_id
    if there is None or kept.organisation_id in (None, there):
        return
    held = exists().where(role.c.person_id == kept.id, role.c.organisation_id == there)
    if not conn.scalar(select(held)):
        row = {"person_id": kept.id, "organisation_id": there, "what": "works there"}
        conn.execute(
            insert(role),
            row | {"id": new_id("r"), "since": other.created_at, "source": other.source},
        )


def were(conn: Connection, person_id: str) -> list[str]:
    """Return the ids under which this person was kept before."""
    query = select(person.c.id).where(person.c.merged_into == person_id)
    return list(conn.scalars(query.order_by(person.c.id)))


def same_names(conn: Connection, limit: int) -> list[list[str]]:
    """Return the ids of people who write their name alike, group by group."""
    often = (
        select(person.c.folded)
        .where(person.c.folded != "")
        .group_by(person.c.folded)
        .having(func.count() > 1)
        .order_by(person.c.folded)
        .limit(limit)
    )
    query = select(person.c.folded, person.c.id).where(person.c.folded.in_(often))
    return _grouped(conn.execute(query.order_by(person.c.folded, person.c.id)))


def same_points(conn: Connection, limit: int) -> list[list[str]]:
    """Return the ids of people who share an address or number, group by group."""
    whose = func.count(point.c.person_id.distinct())
    own = point.c.through_id.is_(None)
    often = (
        select(point.c.folded)
        .where(own)
        .group_by(point.c.folded)
        .having(whose > 1)
        .order_by(point.c.folded)
        .limit(limit)
    )
    query = select(point.c.folded, point.c.person_id).where(own, point.c.folded.in_(often))
    found = conn.execute(query.distinct().order_by(point.c.folded, point.c.person_id))
    return _grouped(found)


def _grouped(rows: Iterable[Any]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for by, one in rows:
        found.setdefault(by, []).append(one)
    return list(found.values())
