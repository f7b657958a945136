"""Statements that go straight to the driver do what they do by way of SQLAlchemy."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.domain.people import Person
from outreach.ids import new_id
from outreach.store import people
from outreach.store.driver import run
from outreach.store.prepared import PreparedAmong
from outreach.store.tables import person
from outreach.store.unit import Store

MET = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_PEOPLE = PreparedAmong(
    lambda ids: select(person.c.id, person.c.created_at).where(person.c.id.in_(ids))
)


def _met(store: Store, count: int) -> list[str]:
    known = [Person(new_id("p"), f"Person {n}", "a fair", MET, MET) for n in range(count)]
    store.write(lambda conn: people.add_many(conn, known))
    return [one.id for one in known]


@pytest.mark.parametrize("count", [0, 1, 16, 17, 33])
def test_any_number_of_ids_finds_each_row_once_and_as_it_is_read_anywhere(
    store: Store, count: int
) -> None:
    ids = _met(store, count)
    found = store.read(lambda conn: _PEOPLE.read(conn, ids))
    assert sorted(found) == sorted((one, MET) for one in ids)
    named = store.read(lambda conn: _PEOPLE.mappings(conn, ids))
    assert {row["id"]: row["created_at"] for row in named} == dict(found)


def test_a_fault_is_told_by_the_same_name_whichever_way_a_statement_went(store: Store) -> None:
    (somebody,) = _met(store, 1)
    again = f"insert into person select * from person where id = '{somebody}'"
    with pytest.raises(IntegrityError):
        store.write(lambda conn: run(conn, again))
    assert store.read(people.how_many) == 1
