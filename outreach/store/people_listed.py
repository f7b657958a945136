"""A page of people by name, of these owners or of everybody: read from an index, never all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, not_, or_, select

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

    `owners` None: everybody's; else theirs and nobody's. `word` is how a word of their name begins:
    first all whose first word does, a stretch of an index, then those of whom a later one does.
    """
    sought = fold_name(word)
    if not sought:
        return _some(conn, owners, [], after, limit)
    found: list[Person] = []
    first = [person.c.folded >= sought, person.c.folded < sought + _LAST]
    if after is None or after.folded.startswith(sought):
        found = _some(conn, owners, first, after, limit)
        after = None
    if len(found) < limit:
        later = [person.c.folded.contains(f" {sought}", autoescape=True), not_(and_(*first))]
        found += _some(conn, owners, later, after, limit - len(found))
    return found


_LAST = chr(sys.maxunicode)
"""Behind whatever a name goes on with."""


def _some(
    conn: Connection,
    owners: frozenset[str] | None,
    called: Sequence[ColumnElement[bool]],
    after: Behind | None,
    limit: int,
) -> list[Person]:
    where = [person.c.merged_into.is_(None), *called]
    if after is not None:
        later = and_(person.c.folded == after.folded, person.c.id > after.id)
        where += [person.c.folded >= after.folded, or_(person.c.folded > after.folded, later)]
    found: list[Person] = []
    for whose in _of(owners):
        query = select(*PERSON.columns).where(*whose, *where)
        found += PERSON.all(conn, query.order_by(person.c.folded, person.c.id).limit(limit))
    return sorted(found, key=lambda one: (fold_name(one.name), one.id))[:limit]


def _of(owners: frozenset[str] | None) -> Iterable[list[ColumnElement[bool]]]:
    """Yield whose people: one owner at a time, so that each is a stretch of one index."""
    if owners is None:
        yield []
        return
    yield [person.c.owner_id.is_(None)]
    for one in sorted(owners):
        yield [person.c.owner_id == one]
