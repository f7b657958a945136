"""What is kept back is done in its order, before anything reads it and before the commit."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from outreach.store import ledger, tables
from outreach.store.driver import run, run_later
from outreach.store.ledger import Entry
from outreach.store.rewrite import Rewrite
from outreach.store.unit import Store
from tests.databases import fresh

MET = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_COUNT = select(func.count()).select_from(tables.ledger)
_SUBJECTS = "select subject from ledger order by id"
_SECOND_HOUSE = "insert into house (id, mode, created_at) values (1, 'live', '2026-11-24')"
_MARK = Rewrite(tables.ledger, ("kind", "subject"))


def _entries(*subjects: str) -> list[Entry]:
    return [Entry(MET, "met", one, {}) for one in subjects]


def _subjects(store: Store) -> list[str]:
    return store.read(lambda conn: [one for (one,) in run(conn, _SUBJECTS).fetchall()])


def test_what_is_written_is_found_by_whatever_reads_next_and_is_there_after_the_commit(
    store: Store,
) -> None:
    def work(conn: Connection) -> tuple[int | None, int]:
        ledger.add_many(conn, _entries("a", "b"))
        by_core = conn.scalar(_COUNT)
        ledger.add_many(conn, _entries("c"))
        by_driver = len(run(conn, _SUBJECTS).fetchall())
        ledger.add_many(conn, _entries("d"))
        return by_core, by_driver

    assert store.write(work) == (2, 3)
    assert _subjects(store) == ["a", "b", "c", "d"]


def test_a_fault_in_what_was_kept_back_undoes_the_whole_write_and_spoils_none_after(
    store: Store,
) -> None:
    def work(conn: Connection) -> None:
        ledger.add_many(conn, _entries("a"))
        run_later(conn, [(_SECOND_HOUSE, ())])

    with pytest.raises(IntegrityError):
        store.write(work)
    store.write(lambda conn: ledger.add_many(conn, _entries("b")))
    assert _subjects(store) == ["b"]


@pytest.mark.parametrize("count", [1, 2, 101])
def test_each_of_many_rows_takes_the_values_given_for_it(store: Store, count: int) -> None:
    store.write(lambda conn: ledger.add_many(conn, _entries(*map(str, range(count + 1)))))
    ids = store.read(lambda conn: list(conn.scalars(select(tables.ledger.c.id))))
    rows = [{"id": one, "kind": "marked", "subject": f"s{one}"} for one in ids[:count]]
    store.write(lambda conn: _MARK.many(conn, rows))
    assert _subjects(store) == [f"s{one}" for one in ids[:count]] + [str(count)]


@pytest.mark.needs("postgres")
def test_whoever_was_thrown_out_by_the_server_reads_and_writes_again_by_itself(
    tmp_path: Path,
) -> None:
    others = (
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    with fresh("postgresql", tmp_path) as url:
        store, other = Store(url), Store(url)
        store.write(lambda conn: ledger.add_many(conn, _entries("a")))
        assert _subjects(store) == ["a"]
        other.read(lambda conn: run(conn, others).fetchall())
        assert _subjects(store) == ["a"]
        other.read(lambda conn: run(conn, others).fetchall())
        store.write(lambda conn: ledger.add_many(conn, _entries("b")))
        assert _subjects(store) == ["a", "b"]
        store.close()
        other.close()
