"""The lists of what was kept back: every filter, however small the window it looks through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any, cast

import pytest
from sqlalchemy import Connection, create_engine, event

from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.people import Person
from outreach.store import (
    attempts,
    call_book,
    commitments,
    decisions,
    on_my_desk,
    people,
    reviewing,
    shelves,
)
from outreach.store import statements as said
from outreach.store.decisions import OUTSIDE, DecisionRow, Review
from outreach.store.shelves import After, Shelf, Wanted
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.statement import Source, Statement, Via
from tests.databases import NOON

RULES = ["paused", "quiet-hours", "do-not-contact"]


@pytest.fixture
def kept_back(store: Store) -> Store:
    """Twelve decisions, two of each moment; every fourth is a hold, the last went around us."""
    store.write(_kept_back)
    return store


def _kept_back(conn: Connection) -> None:
    people.add_many(conn, [Person(f"p_{n}", f"Name {n}", "Expo", NOON, NOON) for n in range(3)])
    words = "Nicht vor dem Sommer, weiß Gott"
    statement = Statement("s_1", words, NOON, Via.EMAIL, Source.REPLY, True, ())
    said.add(conn, statement, said.Heard("p_1", NOON))
    for n in range(12):
        channel = Channel.PHONE if n % 3 else Channel.EMAIL
        state = AttemptState.EXPIRED if n == 6 else AttemptState.BLOCKED
        by = "Ana" if n % 2 else "Ben"
        at = NOON - timedelta(hours=n // 2)
        one = Attempt(
            f"a_{n:02}", f"p_{n % 3}", channel, Purpose.MARKETING, by, at, at, state=state
        )
        attempts.add(conn, one)
    decisions.add_many(conn, [_decision(n) for n in range(12)])
    decisions.review(conn, "d_05", Review("uphold", "Cora", "as they said", NOON))


def _decision(n: int) -> DecisionRow:
    hold = n % 4 == 0
    return DecisionRow(
        f"d_{n:02}",
        f"a_{n:02}",
        f"p_{n % 3}",
        NOON - timedelta(hours=n // 2),
        OUTSIDE if n == 11 else "gate",
        "hold" if hold else "block",
        None,
        None,
        "rep" if hold else None,
        [RULES[n % 3]],
        f"kept back, number {n}",
        {},
        [],
        None,
        "f",
        "g",
        open=hold or n == 11,
    )


FILTERS = {
    Wanted(Shelf.ALL): {*range(12)},
    Wanted(Shelf.OPEN): {0, 4, 8, 11},
    Wanted(Shelf.BLOCKED): {1, 2, 3, 6, 7, 9, 10, 11},
    Wanted(Shelf.UPHELD): {5},
    Wanted(Shelf.CORRECTED): set(),
    Wanted(Shelf.EXPIRED): {6},
    Wanted(Shelf.ALL, rule="paused"): {0, 3, 6, 9},
    Wanted(Shelf.ALL, rule="pause"): set(),
    Wanted(Shelf.ALL, rule="%"): set(),
    Wanted(Shelf.ALL, verdict="hold"): {0, 4, 8},
    Wanted(Shelf.ALL, channel="email"): {0, 3, 6, 9},
    Wanted(Shelf.ALL, clearer="compliance"): {11},
    Wanted(Shelf.OPEN, clearer="rep"): {0, 4, 8},
    Wanted(Shelf.ALL, by="Ana"): {1, 3, 5, 7, 9, 11},
    Wanted(Shelf.ALL, outside=True): {11},
    Wanted(Shelf.ALL, person_id="p_1", by="Ana"): {1, 7},
    Wanted(Shelf.ALL, text="WEISS"): {1, 4, 7, 10},
    Wanted(Shelf.ALL, text="number 1", channel="phone"): {1, 10, 11},
    Wanted(Shelf.ALL, text="name 2"): {2, 5, 8, 11},
}


@pytest.mark.parametrize("size", [1, 3, 50])
def test_every_filter_finds_what_it_asks_for_page_by_page(kept_back: Store, size: int) -> None:
    for wanted, numbers in FILTERS.items():
        found = [row for page in _pages(kept_back, wanted, size) for row in page.rows]
        ids = [row["id"] for row in found]
        assert ids == sorted(ids, key=_newest_first), wanted
        assert set(ids) == {f"d_{n:02}" for n in numbers}, wanted


def _newest_first(one: str) -> tuple[int, int]:
    number = int(one[2:])
    return number // 2, -number


def test_a_page_says_where_looking_stopped_and_the_next_goes_on_there(
    kept_back: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "_WINDOWS", (2, 3))
    monkeypatch.setattr(shelves, "_READING", (1, 3))
    first = kept_back.read(lambda conn: shelves.some(conn, Wanted(Shelf.EXPIRED), None, 50))
    assert first.cut
    assert first.rows == ()
    for wanted, numbers in FILTERS.items():
        pages = list(_pages(kept_back, wanted, 50))
        assert {row["id"] for page in pages for row in page.rows} == {f"d_{n:02}" for n in numbers}
        assert not pages[-1].cut, wanted


def _pages(store: Store, wanted: Wanted, size: int) -> Iterator[shelves.Some]:
    after: After | None = None
    while True:
        page = store.read(partial(shelves.some, wanted=wanted, after=after, limit=size))
        yield page
        after = page.after
        if after is None:
            return


def test_what_keeps_most_back_is_counted(kept_back: Store) -> None:
    found = kept_back.read(reviewing.causes)
    assert [(one.clearer, one.rules, one.count) for one in found] == [
        ("compliance", ("do-not-contact",), 1),
        ("rep", ("do-not-contact",), 1),
        ("rep", ("paused",), 1),
        ("rep", ("quiet-hours",), 1),
    ]


def test_lists_are_read_from_entries_of_their_own(sqlite_store: Store) -> None:
    """PostgreSQL reads so few rows as a whole, whatever entries there are."""
    sqlite_store.write(_kept_back)
    rule = Wanted(Shelf.ALL, rule="paused")
    asked: dict[str, Callable[[Connection], object]] = {
        "COVERING INDEX ix_decision_open": reviewing.causes,
        "INDEX ix_decision_kept_back": lambda conn: shelves.some(conn, rule, None, 5),
        "INDEX ix_attempt_held_by": lambda conn: on_my_desk.held(conn, ["Ana"]),
        "INDEX ix_attempt_to_call": lambda conn: call_book.pressable(conn, 5, frozenset({"t"})),
        "INDEX ix_commitment_call_owed": lambda conn: commitments.calls_owed(conn, 5),
        "INDEX ix_commitment_unproven_callback": lambda conn: reviewing.unproven_callbacks(
            conn, None, 5
        ),
    }
    for entries, work in asked.items():
        assert any(entries in plan for plan in _plans(sqlite_store, work)), entries


def _plans(store: Store, work: Callable[[Connection], object]) -> list[str]:
    asked: list[tuple[str, object]] = []

    def note(conn: object, cursor: object, statement: str, given: object, *_: object) -> None:
        asked.append((statement, given))

    engine = create_engine(store.url)
    with engine.connect() as conn:
        event.listen(conn, "before_cursor_execute", note)
        work(conn)
        event.remove(conn, "before_cursor_execute", note)
        told = [
            conn.exec_driver_sql(f"explain query plan {statement}", cast("tuple[Any]", given))
            for statement, given in asked
        ]
        found = [str(row[3]) for rows in told for row in rows]
    engine.dispose()
    return found
