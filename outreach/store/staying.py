"""Whom an import brought and who stays when it is taken back, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, not_, or_, select

from outreach.domain.commitments import CommitmentState
from outreach.store.importing import Run
from outreach.store.tables import (
    also_called,
    attempt,
    bar,
    cadence,
    commitment,
    consent,
    decision,
    enrollment,
    inbound,
    matter,
    metadata,
    note,
    people_import,
    people_import_change,
    person,
    point,
    relation,
    role,
    statement,
)

_THEIRS = (point, statement, consent, people_import_change, commitment)
"""What an import itself may have brought, which is looked at row by row."""
_BECAUSE = {
    inbound: "they wrote, or one of us noted what they said",
    attempt: "a contact with them was planned or made",
    enrollment: "they were put into a sequence",
    decision: "a contact with them was judged",
    note: "something was noted about them",
    bar: "a mark says that they must not be contacted",
    matter: "a matter of theirs waits for one of us",
    role: "a role of theirs was noted",
    relation: "it was noted how they stand to somebody",
    also_called: "another name of theirs was noted",
    cadence: "it was noted how often they hear from us",
}
_ADDED = {
    statement: "they said something since",
    point: "an address or number of theirs was added since",
    consent: "a basis of theirs was recorded since",
}
_PROMISED = "we promised them something"
_OTHERWISE = "something else here is about them"
_USED = "an address or number of theirs was used"


@dataclass(frozen=True, slots=True)
class Stays:
    """Somebody of whom not all that a list brought is taken back, and why."""

    name: str
    because: str


def known_otherwise(conn: Connection, run: Run, ids: Sequence[str]) -> dict[str, str]:
    """Return to whom of these people anything but the import itself refers, and what."""
    found: dict[str, str] = {}
    others = [one for one in metadata.tables.values() if one not in (*_BECAUSE, *_THEIRS)]
    for table in (*_BECAUSE, *others):
        for one in _referred(conn, table, person, ids):
            found.setdefault(one, _BECAUSE.get(table, _OTHERWISE))
    for one in conn.scalars(_promised(ids)):
        found.setdefault(one, _PROMISED)
    for table, because in _ADDED.items():
        added = select(table.c.person_id).where(
            table.c.person_id.in_(ids), table.c.import_id.is_(None)
        )
        for one in conn.scalars(added):
            found.setdefault(one, because)
    reached = select(point.c.id, point.c.person_id).where(point.c.person_id.in_(ids))
    owners = {row.id: row.person_id for row in conn.execute(reached)}
    for one in referring(conn, point, list(owners), but=(statement,)):
        found.setdefault(owners[one], _USED)
    return found


@dataclass(frozen=True, slots=True)
class Other:
    """Another list that stands: its import's id, and where its people came from."""

    import_id: str
    source: str


def in_other_lists(conn: Connection, run: Run, ids: Sequence[str]) -> dict[str, Other]:
    """Return who stands in another list too that was not taken back, and in which."""
    found: dict[str, Other] = {}
    for table in (point, statement, consent, people_import_change):
        query = (
            select(table.c.person_id, table.c.import_id, people_import.c.source)
            .join(people_import, people_import.c.id == table.c.import_id)
            .where(
                table.c.person_id.in_(ids),
                people_import.c.id != run.id,
                people_import.c.undone_at.is_(None),
            )
        )
        for person_id, *other in conn.execute(query.order_by(table.c.import_id)):
            found.setdefault(person_id, Other(*other))
    return found


def referring(conn: Connection, to: Table, ids: Sequence[str], *, but: Sequence[Table]) -> set[str]:
    """Return those of these rows that any table refers to, but for some."""
    tables = (one for one in metadata.tables.values() if one not in but)
    return {one for table in tables for one in _referred(conn, table, to, ids)}


def _referred(conn: Connection, table: Table, to: Table, ids: Sequence[str]) -> Iterator[str]:
    """Yield those of these rows that one table refers to."""
    for column in [one.parent for one in table.foreign_keys if one.column.table is to]:
        yield from conn.scalars(select(column).where(column.in_(ids)).distinct())


def _promised(ids: Sequence[str]) -> Select[Any]:
    """Return whom we promised something, but for what lists alone asked and called off."""
    said = select(statement.c.id).where(statement.c.import_id.is_not(None))
    return select(commitment.c.person_id).where(
        commitment.c.person_id.in_(ids),
        or_(
            commitment.c.statement_id.is_(None),
            commitment.c.statement_id.not_in(said),
            closed_since(),
        ),
    )


def closed_since() -> ColumnElement[bool]:
    """Return which promises were closed by anything but the words of a list, this or another."""
    by_a_list = and_(
        commitment.c.state == CommitmentState.RELEASED,
        commitment.c.closed_at.in_(select(people_import.c.at)),
    )
    return and_(commitment.c.closed_at.is_not(None), not_(by_a_list))
