"""Taking everything about one person out of the database; only what keeps us silent stays.

What was decided stays as far as it proves that the house kept its rules: verdict, rules, digest.
The key that ties those digests to the person is destroyed, and with it what they could be read by.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, or_, select, update

from outreach.domain.attempts import AttemptState
from outreach.domain.people import fold_name
from outreach.errors import ConflictError
from outreach.store import bars, enrollments, house, people, points, withdrawing
from outreach.store.bars import Mark
from outreach.store.held import OF_ATTEMPTS, naming_a_person
from outreach.store.tables import (
    attempt,
    bar,
    decision,
    metadata,
    person,
    point,
    statement,
)
from policies.facts import Barred

ERASED = "(erased)"
STAYS: tuple[Table, ...] = (person, attempt, decision)
"""What is emptied and not deleted: decisions, and what they hang on."""
_KEPT: dict[Table, frozenset[str]] = {
    person: frozenset({"id", "created_at", "version", "name", "folded"}),
    attempt: frozenset(
        {
            *("id", "person_id", "channel", "purpose", "by", "automated", "state", "due_at"),
            *("created_at", "finished_at", "tries", "rep_note", "outside", "decision_id"),
            *("sending_since", "judged_at", "decision_digest"),
        }
    ),
    decision: frozenset(
        {
            *("id", "attempt_id", "person_id", "at", "kind", "verdict", "until", "to_channel"),
            *("clearer", "rules", "fingerprint", "digest", "asked", "open", "sentence"),
            *("review_action", "reviewed_by", "reviewed_at"),
        }
    ),
}
"""The columns that stay; every other one is emptied, those that are added tomorrow included."""
_WHY = "everything about them was erased"


def erase(conn: Connection, person_id: str, now: datetime, by: str) -> None:
    """Erase a person; nobody who has one of their addresses or numbers is contacted by it again.

    Raises `NotFoundError`, and `ConflictError` while something is on its way to them.
    """
    people.get(conn, person_id)
    _must_be_quiet(conn, person_id)
    _stay_silent(conn, person_id, now, by)
    withdrawing.withdraw(conn, withdrawing.Where((person_id,)), _WHY, now)
    enrollments.end_all(conn, [person_id], _WHY)
    made = list(conn.scalars(select(attempt.c.id).where(attempt.c.person_id == person_id)))
    for table in OF_ATTEMPTS:
        conn.execute(delete(table).where(table.c.attempt_id.in_(made)))
    _empty(conn, attempt, attempt.c.person_id == person_id)
    _empty(conn, decision, decision.c.person_id == person_id, sentence=ERASED, open=False)
    _delete_all(conn, person_id)
    named = {"name": ERASED, "folded": fold_name(ERASED)}
    _empty(conn, person, person.c.id == person_id, **named)
    people.raise_version(conn, [person_id])


def _must_be_quiet(conn: Connection, person_id: str) -> None:
    on_its_way = select(attempt.c.id).where(
        attempt.c.person_id == person_id, attempt.c.state == AttemptState.SENDING
    )
    if conn.scalar(on_its_way.limit(1)):
        msg = "something is just on its way to them: try again in a minute"
        raise ConflictError(msg)


def _stay_silent(conn: Connection, person_id: str, now: datetime, by: str) -> None:
    """Keep a hash of each address of their own: that alone keeps us from writing there again."""
    key = house.get(conn).installation_key
    for one in points.of(conn, person_id):
        digest = bars.suppression(key, one.folded)
        if one.through_id is None and not bars.is_told(conn, digest):
            bars.add(conn, Mark(Barred.SUPPRESSED, _WHY, now, by, suppressed_hash=digest))


def _empty(conn: Connection, table: Table, which: Any, **values: Any) -> None:  # noqa: ANN401
    gone = {
        column.name: None
        for column in table.columns
        if column.nullable and column.name not in _KEPT[table]
    }
    conn.execute(update(table).where(which).values(**gone | values))


def _delete_all(conn: Connection, person_id: str) -> None:
    """Delete every other row that names them, those first that others refer to least."""
    theirs = select(point.c.id).where(point.c.person_id == person_id)
    conn.execute(update(statement).where(statement.c.point_id.in_(theirs)).values(point_id=None))
    conn.execute(delete(bar).where(bar.c.point_id.in_(theirs)))
    conn.execute(update(point).where(point.c.through_id == person_id).values(through_id=None))
    for table in reversed(metadata.sorted_tables):
        columns = naming_a_person(table)
        if columns and table not in STAYS:
            names = (column == person_id for column in columns)
            conn.execute(delete(table).where(or_(*names)))
