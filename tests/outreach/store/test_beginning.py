"""While hand-overs are being begun no stop is answered, of this process or another; others are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from outreach.store import beginning
from outreach.store.unit import Priority, Store

SHORT = 0.2
"""Seconds in which a write that waits for nobody is done, and one that waits is not."""


@pytest.fixture(autouse=True)
def nobody_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "_PATIENCE", 30.0)


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same house as another process has it open."""
    opened = Store(store.url)
    yield opened
    opened.close()


@contextmanager
def a_stop_being_written(store: Store) -> Iterator[Future[None]]:
    """Yield a stop that is in the middle of its commit until the end of the block."""
    reached, go_on = threading.Event(), threading.Event()

    def work(conn: Connection) -> None:
        with store._beginning.alone(conn):
            reached.set()
            go_on.wait(30)

    written = store.submit(work)
    reached.wait(30)
    try:
        yield written
    finally:
        go_on.set()
        written.result(30)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_stop_is_answered_after_what_was_being_begun(
    store: Store, other: Store, *, elsewhere: bool
) -> None:
    """CASES 9"""
    written = threading.Event()
    with store.beginning() as may_begin:
        assert may_begin
        stop = (other if elsewhere else store).submit(lambda _: written.set(), Priority.STOP)
        assert written.wait(30)
        assert wait([stop], SHORT).not_done
    stop.result(30)


def test_what_is_no_stop_does_not_wait(store: Store, other: Store) -> None:
    with store.beginning():
        store.write(lambda _: None)
        other.write(lambda _: None, Priority.HEARD)


def test_several_begin_at_once(store: Store, other: Store) -> None:
    with store.beginning() as first, store.beginning() as second, other.beginning() as third:
        assert (first, second, third) == (True, True, True)


def test_a_second_of_the_same_thread_does_not_wait_for_the_stop_that_waits_for_the_first(
    store: Store, other: Store
) -> None:
    """Both are begun in one event loop, and the first ends where the loop goes on."""
    written = threading.Event()
    first, second = store.beginning(), store.beginning()
    first.__enter__()
    stop = other.submit(lambda _: written.set(), Priority.STOP)
    assert written.wait(30)
    assert second.__enter__()
    first.__exit__(None, None, None)
    assert wait([stop], SHORT).not_done
    second.__exit__(None, None, None)
    stop.result(30)


def test_nothing_is_begun_while_a_stop_is_being_committed(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_stop_being_written(other):
        monkeypatch.setattr(beginning, "_PATIENCE", 0.01)
        with store.beginning() as may_begin:
            assert not may_begin
    with store.beginning() as may_begin:
        assert may_begin


def test_a_stop_is_written_though_somebody_never_ends_to_begin(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginning, "_PATIENCE", 0.01)
    with store.beginning():
        other.write(lambda _: None, Priority.STOP)
