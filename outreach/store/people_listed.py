"""A page of people by name, of these owners or of everybody: read from an index, never all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from outreach.domain.people import Person, fold_name
from outreach.store.people import PERSON
from outreach.store.tables import person


@dataclass(frozen=True, slots=True)
class Behind:
    """After whom a page begins: their name as it is compared, and their id."""

    folded: str
    id: str

    @classmethod
    def of(cls, one: Person) -> Behind:
        """Return the place of this person."""
        return cls(fold_name(one.name), one.id)


def page(
    conn: Connection,
    owners: frozenset[str] | None,
    word: str = "",
    after: Behind | None = None,
    limit: int = 50,
) -> list[Person]:
    """Return people in the order of their names.

    `owners` None: everybody's; else theirs and nobody's. `word` is how a word of their name begins.
    """
    name = _by_letters(conn)
    where = [person.c.merged_into.is_(None), *_called(word)]
    if after is not None:
        later = and_(name == after.folded, person.c.id > after.id)
        where.append(or_(name > after.folded, later))
    found: list[Person] = []
    for whose in _of(owners):
        query = select(*PERSON.columns).where(*whose, *where)
        found += PERSON.all(conn, query.order_by(name, person.c.id).limit(limit))
    return sorted(found, key=lambda one: (fold_name(one.name), one.id))[:limit]


def _by_letters(conn: Connection) -> ColumnElement[str]:
    """Return names as both databases and Python put them in order: letter by letter."""
    folded: ColumnElement[str] = person.c.folded
    return folded.collate("C") if conn.dialect.name == "postgresql" else folded


def _called(word: str) -> Iterator[ColumnElement[bool]]:
    folded = fold_name(word)
    if folded:
        yield or_(
            person.c.folded.startswith(folded, autoescape=True),
            person.c.folded.contains(f" {folded}", autoescape=True),
        )


def _of(owners: frozenset[str] | None) -> Iterable[list[ColumnElement[bool]]]:
    """Yield whose people: one owner at a time, so that each is a stretch of one index."""
    if owners is None:
        yield []
        return
    yield [person.c.owner_id.is_(None)]
    for one in sorted(owners):
        yield [person.c.owner_id == one]
