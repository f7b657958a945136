from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from outreach.errors import StorageError, StorageFullError
from outreach.store.tables import counter, person
from outreach.store.unit import Priority, Store
from tests.databases import fresh


def _raise(conn: Connection, key: str = "k") -> None:
    value = conn.scalar(select(counter.c.value).where(counter.c.key == key)) or 0
    conn.execute(update(counter).where(counter.c.key == key).values(value=value + 1))


def _value(store: Store, key: str = "k") -> int:
    query = select(counter.c.value).where(counter.c.key == key)
    return store.read(lambda conn: conn.scalar(query)) or 0


def test_read_modify_write_from_many_threads_loses_nothing(store: Store) -> None:
    store.write(lambda conn: conn.execute(insert(counter), {"key": "k"}))
    threads = [
        threading.Thread(target=lambda: [store.write(_raise) for _ in range(25)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _value(store) == 100


def _note(order: list[str], what: str) -> Callable[[Connection], None]:
    return lambda conn: order.append(what)


def test_a_stop_is_written_before_everything_that_waits(store: Store) -> None:
    order: list[str] = []
    gate = threading.Event()
    first = store.submit(lambda conn: gate.wait(5))
    later = [store.submit(_note(order, f"batch {n}"), Priority.BULK) for n in range(3)]
    stop = store.submit(_note(order, "stop"), Priority.STOP)
    gate.set()
    first.result(5)
    for each in (*later, stop):
        each.result(5)
    assert order == ["stop", "batch 0", "batch 1", "batch 2"]


def test_work_that_fails_changes_nothing(store: Store) -> None:
    def work(conn: Connection) -> None:
        conn.execute(insert(counter), {"key": "k"})
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        store.write(work)
    assert store.read(lambda conn: conn.execute(select(counter)).all()) == []


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_ever(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside a write"):
        store.write(lambda conn: store.write(lambda inner: None))


def test_a_read_sees_one_moment(store: Store) -> None:
    store.write(lambda conn: conn.execute(insert(counter), {"key": "k"}))

    def work(conn: Connection) -> list[int | None]:
        query = select(counter.c.value)
        before = conn.scalar(query)
        store.write(_raise)
        return [before, conn.scalar(query)]

    assert store.read(work) == [0, 0]
    assert _value(store) == 1


def test_a_second_process_can_write_beside_a_running_one(tmp_path: Path) -> None:
    """CASES 5"""
    with fresh("sqlite", tmp_path) as url:
        store = Store(url)
        store.write(lambda conn: conn.execute(insert(counter), {"key": "k"}))
        script = (
            "import sys\n"
            "from tests.outreach.store.test_unit import Store, _raise\n"
            "store = Store(sys.argv[1])\n"
            "[store.write(_raise) for _ in range(100)]\n"
            "store.close()\n"
        )
        others = [subprocess.Popen([sys.executable, "-c", script, url]) for _ in range(2)]
        for _ in range(100):
            store.write(_raise)
        assert [other.wait(60) for other in others] == [0, 0]
        assert _value(store) == 300
        store.close()


def test_a_full_disk_is_said_clearly_and_loses_nothing(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url:
        store = Store(url)
        store.write(lambda conn: conn.execute(insert(counter), {"key": "kept"}))

        def fill(conn: Connection) -> None:
            pages = conn.scalar(text("pragma page_count"))
            conn.execute(text(f"pragma max_page_count = {pages + 1}"))
            rows = [{"key": f"{n:04}" * 50} for n in range(2_000)]
            conn.execute(insert(counter), rows)

        with pytest.raises(StorageFullError, match="no room left for the database"):
            store.write(fill)
        assert _value(store, "kept") == 0
        store.write(lambda conn: conn.execute(text("pragma max_page_count = 1000000")))
        store.write(lambda conn: conn.execute(insert(counter), {"key": "afterwards"}))
        assert len(store.read(lambda conn: conn.execute(select(counter)).all())) == 2
        store.close()


def test_a_database_that_is_gone_is_said_in_a_sentence(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url:
        store = Store(url)
        store.write(lambda conn: conn.execute(text("drop table counter")))
        with pytest.raises(StorageError, match="nothing was changed: no such table"):
            store.write(lambda conn: conn.execute(insert(counter), {"key": "k"}))
        store.close()


def test_a_database_that_is_damaged_is_told_with_the_command_that_helps(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url:
        Store(url).close()
        Path(url.removeprefix("sqlite:///")).write_bytes(b"no database of anybody's " * 400)
        with pytest.raises(StorageError, match="bring a backup back with `outreach restore`"):
            Store(url)


def _inserting(rows: list[dict[str, str]]) -> Callable[[Connection], object]:
    return lambda conn: conn.execute(insert(counter), rows)


def test_what_is_only_being_committed_has_said_so_before(store: Store) -> None:
    order: list[str] = []
    work = _note(order, "written")
    store.submit(work, Priority.NORMAL, lambda: order.append("settling")).result(5)
    assert order == ["written", "settling"]
    assert store.written(lambda conn: 7).result(5) == 7


def test_work_that_fails_before_it_is_committed_keeps_nobody_waiting(store: Store) -> None:
    def fails(conn: Connection) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        store.written(fails).result(5)


def test_nobody_has_written_since_until_somebody_has(sqlite_store: Store) -> None:
    mark = sqlite_store.write(sqlite_store.mark)
    assert sqlite_store.is_untouched(mark)
    sqlite_store.write(lambda conn: None)
    assert not sqlite_store.is_untouched(mark)


def test_what_another_process_wrote_since_is_noticed(sqlite_store: Store) -> None:
    mark = sqlite_store.write(sqlite_store.mark)
    other = Store(sqlite_store.url)
    assert sqlite_store.is_untouched(mark)
    other.write(lambda conn: conn.execute(insert(counter), {"key": "k"}))
    assert not sqlite_store.is_untouched(mark)
    other.close()


def test_while_somebody_writes_nobody_knows_that_all_is_as_it_was(sqlite_store: Store) -> None:
    mark = sqlite_store.write(sqlite_store.mark)
    begun, gate = threading.Event(), threading.Event()

    def waits(conn: Connection) -> bool:
        begun.set()
        return gate.wait(5)

    under_way = sqlite_store.submit(waits)
    assert begun.wait(5)
    assert not sqlite_store.is_untouched(mark)
    gate.set()
    under_way.result(5)


@pytest.mark.needs("postgres")
def test_postgresql_is_always_asked_itself(tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as url:
        store = Store(url)
        mark = store.write(store.mark)
        assert mark is None
        assert not store.is_untouched(mark)
        store.close()


def test_stops_wait_only_for_the_write_under_way(sqlite_store: Store) -> None:
    rows = [{"key": f"r{n}"} for n in range(4_000)]
    for n in range(20):
        part = rows[n * 200 : (n + 1) * 200]
        sqlite_store.submit(_inserting(part), Priority.BULK)
    began = time.monotonic()
    sqlite_store.write(lambda conn: None, Priority.STOP)
    waited = time.monotonic() - began
    left = sqlite_store.read(lambda conn: len(conn.execute(select(counter)).all()))
    assert left < 4_000
    assert waited < 1


def test_a_fault_of_the_database_quotes_nobodys_data(store: Store) -> None:
    """It may end in a log, or on somebody's terminal."""
    broken = insert(person).values(id="p_1", name="Scott Reyes")
    with pytest.raises(IntegrityError) as fault:
        store.write(lambda conn: conn.execute(broken))
    assert "hidden" in str(fault.value)
    assert "[parameters: ('" not in str(fault.value)
