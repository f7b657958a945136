"""Takes an import's rows out again: whoever anything else refers to stays, with all they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    not_,
    select,
    union,
    update,
)

from outreach.domain.commitments import CommitmentState
from outreach.domain.people import Person
from outreach.store import people, points
from outreach.store.importing import Run
from outreach.store.staying import Stays, closed_since, in_other_lists, known_otherwise, referring
from outreach.store.tables import (
    bar,
    commitment,
    consent,
    organisation,
    people_import,
    people_import_change,
    person,
    point,
    statement,
)

_FILLED = {"organisation_id": "organisation", "zone": "time zone", "kind_source": "kind"}
"""What columns are called whose names do not say it."""
THEIR_OWN_WORD = "their own word"
"""Who set a mark on an organisation: one of its people, by a statement."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows of each kind were taken out, and who keeps what, and why.

    `refusals` are marks that rows set which were left out.
    """

    people: int = 0
    points: int = 0
    statements: int = 0
    bases: int = 0
    restored: int = 0
    refusals: int = 0
    kept: tuple[Stays, ...] = ()

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
    stay = known_otherwise(conn, run, ids)
    listed = in_other_lists(conn, run, ids)
    for one in sorted(listed.keys() - stay.keys()):
        _hand_over(conn, run, one, listed[one].import_id)
        stay[one] = f"they stand in the list `{listed[one].source}` too"
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
    kept = tuple(Stays(one.name, stay[one.id]) for one in several if one.id in stay)
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
    used = referring(conn, point, added, but=())
    reached = _delete(conn, point, _of(point, run, ids), point.c.id.not_in(used))
    people.raise_version(conn, ids)
    _owe_again(conn, run)
    restored, changed = _refill(conn, run)
    kept = (*_still_reached(conn, used), *changed)
    return Taken(0, reached, said, bases, restored=restored, refusals=refusals, kept=kept)


def _still_reached(conn: Connection, used: Iterable[str]) -> Iterator[Stays]:
    """Yield whose added addresses and numbers stay, because they were used."""
    query = select(person.c.name, point.c.address).join(point, point.c.person_id == person.c.id)
    for name, address in conn.execute(query.where(point.c.id.in_(used)).order_by(point.c.id)):
        yield Stays(name, f"{address} was used since it was added")


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


def _hand_over(conn: Connection, run: Run, person_id: str, other: str) -> None:
    """Let another list have brought somebody: they go when that one is taken back too."""
    conn.execute(update(person).where(person.c.id == person_id).values(import_id=other))
    for table in (point, statement, consent):
        theirs = (table.c.person_id == person_id, table.c.import_id == run.id)
        conn.execute(update(table).where(*theirs).values(import_id=other))


def _of(table: Table, run: Run, ids: Sequence[str]) -> ColumnElement[bool]:
    return and_(table.c.import_id == run.id, table.c.person_id.in_(ids))


def _unsay(conn: Connection, run: Run, ids: Sequence[str]) -> int:
    """Take out what an import's cells said, our promises for it, and marks it set on a firm."""
    said = select(statement.c.id).where(_of(statement, run, ids))
    _delete(conn, commitment, commitment.c.statement_id.in_(said), not_(closed_since()))
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
    kept = referring(conn, organisation, ids, but=())
    _delete(conn, organisation, organisation.c.id.in_([one for one in ids if one not in kept]))


def _refill(conn: Connection, run: Run) -> tuple[int, list[Stays]]:
    """Give back to those we knew what the import filled in, where nobody changed it since.

    Return how many they are, and of whom something was changed.
    """
    changed: list[Stays] = []
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
        if left := [_FILLED.get(name, name) for name in one.before if name not in before]:
            because = f"somebody changed what the list filled in: {', '.join(left)}"
            changed.append(Stays(now.name, because))
    _close(
        conn, [one.after["organisation_id"] for one in changes if "organisation_id" in one.after]
    )
    return len(changes), changed


def _delete(conn: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    return conn.execute(delete(table).where(*where)).rowcount
