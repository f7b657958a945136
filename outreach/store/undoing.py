"""Takes an import's rows out again: whoever anything else refers to stays, with all they have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    or_,
    select,
    union,
    update,
)

from outreach.domain.commitments import CommitmentState
from outreach.domain.people import Person
from outreach.store import people, points
from outreach.store.importing import Run
from outreach.store.tables import (
    bar,
    commitment,
    consent,
    metadata,
    organisation,
    people_import,
    people_import_change,
    person,
    point,
    statement,
)

THEIR_OWN_WORD = "their own word"
"""Who set a mark on an organisation: one of its people, by a statement."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows of each kind were taken out, and the names of those who stay.

    `refusals` are marks that rows set which were left out.
    """

    people: int = 0
    points: int = 0
    statements: int = 0
    bases: int = 0
    restored: int = 0
    refusals: int = 0
    kept: tuple[str, ...] = ()

    def __add__(self, other: Taken) -> Taken:
        return Taken(
            self.people + other.people,
            self.points + other.points,
            self.statements + other.statements,
            self.bases + other.bases,
            self.restored + other.restored,
            self.refusals + other.refusals,
            self.kept + other.kept,
        )


def brought(conn: Connection, run_id: str, after: str, limit: int) -> list[Person]:
    """Return a page of the people whom an import brought, in the order of their ids."""
    query = select(person.c.id).where(person.c.import_id == run_id, person.c.id > after)
    ids = list(conn.scalars(query.order_by(person.c.id).limit(limit)))
    return list(people.get_many(conn, ids).values())


def take_out(conn: Connection, run: Run, several: Sequence[Person]) -> Taken:
    """Take out those of an import's people to whom nothing has happened since."""
    ids = [one.id for one in several]
    stay = _known_otherwise(conn, run, ids)
    listed = _in_other_lists(conn, run, ids)
    for one in sorted(listed.keys() - stay):
        _hand_over(conn, run, one, listed[one])
    stay |= listed.keys()
    leaving = [one for one in ids if one not in stay]
    _delete(conn, people_import_change, people_import_change.c.person_id.in_(leaving))
    bases = _delete(conn, consent, consent.c.person_id.in_(leaving))
    said = _unsay(conn, run, leaving)
    reached = _delete(conn, point, point.c.person_id.in_(leaving))
    where = list(
        conn.scalars(
            select(person.c.organisation_id)
            .where(person.c.id.in_(leaving), person.c.organisation_id.is_not(None))
            .distinct()
        )
    )
    gone = _delete(conn, person, person.c.id.in_(leaving))
    _close(conn, where)
    kept = tuple(one.name for one in several if one.id in stay)
    return Taken(gone, reached, said, bases, kept=kept)


def restore(conn: Connection, run: Run) -> Taken:
    """Take back what an import added to people whom we knew before, and marks on addresses."""
    refusals = _unmark(conn, run)
    brought_ids = select(person.c.id).where(person.c.import_id == run.id)
    owners = union(
        *(
            select(table.c.person_id).where(
                table.c.import_id == run.id, table.c.person_id.not_in(brought_ids)
            )
            for table in (point, statement, consent)
        )
    )
    ids = sorted(conn.scalars(owners))
    bases = _delete(conn, consent, _of(consent, run, ids))
    said = _unsay(conn, run, ids)
    added = list(conn.scalars(select(point.c.id).where(_of(point, run, ids))))
    used = _referring(conn, point, added, but=())
    reached = _delete(conn, point, _of(point, run, ids), point.c.id.not_in(used))
    people.raise_version(conn, ids)
    _owe_again(conn, run)
    return Taken(0, reached, said, bases, restored=_refill(conn, run), refusals=refusals)


def _unmark(conn: Connection, run: Run) -> int:
    """Take off the marks that this import's left-out rows set; the versions of all hit rise."""
    on = select(bar.c.point_id).where(bar.c.import_id == run.id, bar.c.point_id.is_not(None))
    reached = list(conn.scalars(on))
    owners = select(point.c.person_id).where(point.c.id.in_(reached))
    people.raise_version(conn, list(conn.scalars(owners)))
    points.raise_version(conn, reached)
    return _delete(conn, bar, bar.c.import_id == run.id)


def close(conn: Connection, run: Run) -> None:
    """Keep that the import was taken back, when and by whom."""
    query = update(people_import).where(people_import.c.id == run.id)
    conn.execute(query.values(undone_at=run.undone_at, undone_by=run.undone_by))


def _known_otherwise(conn: Connection, run: Run, ids: Sequence[str]) -> set[str]:
    """Return those of these people to whom anything but the import itself refers."""
    theirs = (point, statement, consent, people_import_change, commitment)
    stay = _referring(conn, person, ids, but=theirs)
    promised = select(commitment.c.person_id).where(
        commitment.c.person_id.in_(ids),
        or_(
            commitment.c.statement_id.is_(None),
            commitment.c.statement_id.not_in(
                select(statement.c.id).where(statement.c.import_id == run.id)
            ),
            commitment.c.closed_at.is_not(None),
        ),
    )
    stay.update(conn.scalars(promised))
    for table in (point, statement, consent):
        since = select(table.c.person_id).where(
            table.c.person_id.in_(ids), table.c.import_id.is_(None)
        )
        stay.update(conn.scalars(since))
    reached = select(point.c.id, point.c.person_id).where(point.c.person_id.in_(ids))
    points = {row.id: row.person_id for row in conn.execute(reached)}
    used = _referring(conn, point, list(points), but=(statement,))
    return stay | {points[one] for one in used}


def _in_other_lists(conn: Connection, run: Run, ids: Sequence[str]) -> dict[str, str]:
    """Return who stands in another list too that was not taken back, with that import's id."""
    found: dict[str, str] = {}
    for table in (point, statement, consent, people_import_change):
        query = (
            select(table.c.person_id, table.c.import_id)
            .join(people_import, people_import.c.id == table.c.import_id)
            .where(
                table.c.person_id.in_(ids),
                people_import.c.id != run.id,
                people_import.c.undone_at.is_(None),
            )
        )
        for person_id, import_id in conn.execute(query.order_by(table.c.import_id)):
            found.setdefault(person_id, import_id)
    return found


def _hand_over(conn: Connection, run: Run, person_id: str, other: str) -> None:
    """Let another list have brought somebody: they go when that one is taken back too."""
    conn.execute(update(person).where(person.c.id == person_id).values(import_id=other))
    for table in (point, statement, consent):
        theirs = (table.c.person_id == person_id, table.c.import_id == run.id)
        conn.execute(update(table).where(*theirs).values(import_id=other))


def _referring(
    conn: Connection, to: Table, ids: Sequence[str], *, but: Sequence[Table]
) -> set[str]:
    """Return those of these rows that any table refers to, but for some."""
    found: set[str] = set()
    for table in metadata.tables.values():
        for column in _pointing(table, to) if table not in but else ():
            found.update(conn.scalars(select(column).where(column.in_(ids)).distinct()))
    return found


def _pointing(table: Table, to: Table) -> list[Column[str]]:
    return [one.parent for one in table.foreign_keys if one.column.table is to]


def _of(table: Table, run: Run, ids: Sequence[str]) -> ColumnElement[bool]:
    return and_(table.c.import_id == run.id, table.c.person_id.in_(ids))


def _unsay(conn: Connection, run: Run, ids: Sequence[str]) -> int:
    """Take out what an import's cells said, our promises for it, and marks it set on a firm."""
    said = select(statement.c.id).where(_of(statement, run, ids))
    _delete(conn, commitment, commitment.c.statement_id.in_(said), commitment.c.closed_at.is_(None))
    firms = select(person.c.organisation_id).where(person.c.id.in_(ids))
    _delete(
        conn,
        bar,
        *(bar.c.organisation_id.in_(firms), bar.c.by == THEIR_OWN_WORD),
        bar.c.since.in_(select(statement.c.said_at).where(_of(statement, run, ids))),
    )
    return _delete(conn, statement, _of(statement, run, ids))


def _owe_again(conn: Connection, run: Run) -> None:
    """Open the promises that an import's words released, unless that person spoke since."""
    since = select(statement.c.person_id).where(statement.c.said_at > run.at)
    query = update(commitment).where(
        commitment.c.person_id.not_in(since),
        commitment.c.state == CommitmentState.RELEASED,
        commitment.c.closed_at == run.at,
    )
    conn.execute(query.values(state=CommitmentState.OPEN, closed_at=None, closed_by=None))


def _close(conn: Connection, organisations: Iterable[str]) -> None:
    """Take out those of these organisations that nothing refers to any more."""
    ids = list(organisations)
    kept = _referring(conn, organisation, ids, but=())
    _delete(conn, organisation, organisation.c.id.in_([one for one in ids if one not in kept]))


def _refill(conn: Connection, run: Run) -> int:
    """Give back to those we knew what the import filled in, where nobody changed it since."""
    changes = conn.execute(
        select(people_import_change).where(people_import_change.c.import_id == run.id)
    ).all()
    known = people.get_many(conn, [one.person_id for one in changes])
    for one in changes:
        now = known[one.person_id]
        before = {
            name: value
            for name, value in one.before.items()
            if getattr(now, name) == one.after[name]
        }
        if before:
            people.change(conn, one.person_id, before)
    _close(
        conn, [one.after["organisation_id"] for one in changes if "organisation_id" in one.after]
    )
    return len(changes)


def _delete(conn: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    return conn.execute(delete(table).where(*where)).rowcount
