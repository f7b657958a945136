from __future__ import annotations

from sqlalchemy import Connection, delete, update

from outreach.store import house, ledger, tables
from outreach.store.ledger import Broken, Entry, Whole
from outreach.store.unit import Store
from tests.databases import NOON


def _write(store: Store, count: int) -> None:
    entries = [
        Entry(NOON, "decision", f"d_{n}", {"verdict": "allow", "n": n}) for n in range(count)
    ]
    store.write(lambda conn: ledger.add_many(conn, entries))


def _seal(store: Store) -> None:
    while store.write(lambda conn: ledger.seal(conn, NOON, limit=7)):
        pass


def test_entries_are_chained_after_they_are_committed(store: Store) -> None:
    _write(store, 20)
    assert store.read(ledger.verify) == Whole(entries=0, unsealed=20)
    _seal(store)
    _write(store, 1)
    assert store.read(ledger.verify) == Whole(entries=20, unsealed=1)


def test_an_altered_entry_is_named(store: Store) -> None:
    _write(store, 20)
    _seal(store)
    table = tables.ledger
    forged = update(table).where(table.c.sealed_seq == 7).values(body={"verdict": "block"})
    store.write(lambda conn: conn.execute(forged))
    assert store.read(ledger.verify) == Broken(
        7, "entry 7 (`decision`) was altered after it was written"
    )


def test_a_missing_entry_is_named(store: Store) -> None:
    _write(store, 20)
    _seal(store)
    table = tables.ledger
    store.write(lambda conn: conn.execute(delete(table).where(table.c.sealed_seq == 7)))
    assert store.read(ledger.verify) == Broken(7, "entry 7 is missing")


def test_cutting_off_the_end_is_noticed(store: Store) -> None:
    _write(store, 20)
    _seal(store)
    table = tables.ledger
    store.write(lambda conn: conn.execute(delete(table).where(table.c.sealed_seq > 15)))
    found = store.read(ledger.verify)
    assert isinstance(found, Broken)
    assert "ends at entry 15" in found.because


def test_a_chain_computed_anew_by_somebody_without_the_key_is_noticed(store: Store) -> None:
    _write(store, 5)

    def forge(conn: Connection) -> None:
        real = house.get(conn).installation_key
        conn.execute(update(tables.house).values(installation_key=b"x" * 32))
        ledger.seal(conn, NOON)
        conn.execute(update(tables.house).values(installation_key=real))

    store.write(forge)
    assert isinstance(store.read(ledger.verify), Broken)


def test_an_empty_ledger_is_whole(store: Store) -> None:
    _seal(store)
    assert store.read(ledger.verify) == Whole(entries=0, unsealed=0)
