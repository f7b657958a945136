from __future__ import annotations

import fcntl
import threading
import time
from concurrent.futures import Future
from pathlib import Path

from sqlalchemy import Connection

from outreach.store.turns import Turn
from outreach.store.unit import Priority, Store


def _until_somebody_has_the_turn(database: str) -> None:
    with Path(f"{database}.turn").open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            fcntl.flock(file, fcntl.LOCK_UN)
            time.sleep(0.005)


def test_whoever_waits_goes_before_the_next_write_of_whoever_is_writing(
    sqlite_store: Store,
) -> None:
    """Two stores of one file stand in for two processes: each has its writer and its turn."""
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def long(_: Connection) -> None:
        begun.set()
        go_on.wait(10)
        order.append("long")

    first = sqlite_store.submit(long)
    begun.wait(10)
    other = Store(sqlite_store.url)
    stop = other.submit(lambda _: order.append("stop"))
    _until_somebody_has_the_turn(sqlite_store.url.database or "")
    next_one = sqlite_store.submit(lambda _: order.append("next"))
    go_on.set()
    for each in (first, stop, next_one):
        each.result(10)
    other.close()
    assert order == ["long", "stop", "next"]


def test_a_long_write_is_told_that_another_process_waits_for_it(sqlite_store: Store) -> None:
    other = Store(sqlite_store.url)
    asked: list[bool] = []
    waiting: list[Future[None]] = []

    def long(conn: Connection) -> None:
        asked.append(sqlite_store.is_wanted(conn))
        waiting.append(other.submit(lambda _: None))
        _until_somebody_has_the_turn(sqlite_store.url.database or "")
        asked.append(sqlite_store.is_wanted(conn))

    sqlite_store.write(long)
    waiting[0].result(10)
    other.close()
    assert asked == [False, True]


def test_a_long_write_is_told_that_another_of_its_process_waits_for_it(store: Store) -> None:
    asked: list[bool] = []
    waiting: list[Future[None]] = []

    def long(conn: Connection) -> None:
        asked.append(store.is_wanted(conn))
        waiting.append(store.submit(lambda _: None, Priority.STOP))
        asked.append(store.is_wanted(conn))

    store.write(long)
    waiting[0].result(10)
    assert asked == [False, True]


def test_a_turn_that_never_comes_keeps_nobody_from_writing(sqlite_store: Store) -> None:
    with Turn(sqlite_store.url.database or "").taken():
        sqlite_store.write(lambda _: None)


def test_where_no_file_can_be_made_there_are_no_turns(tmp_path: Path) -> None:
    done = []
    with Turn(str(tmp_path / "nowhere" / "outreach.db")).taken():
        done.append("asked")
    assert done == ["asked"]
