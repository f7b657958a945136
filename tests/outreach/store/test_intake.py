"""What is remembered of each way in, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from outreach.store import inbound, intake
from outreach.store.intake import IntakeRow
from outreach.store.unit import Store

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


def expected(store: Store, *names: str) -> None:
    store.write(lambda conn: intake.expect(conn, names, NOON))


def counted(store: Store) -> list[str]:
    return [one.name for one in store.read(intake.everything)]


def put(store: Store, key: str, digest: str | None) -> str | None:
    return store.write(lambda conn: inbound.put(conn, key, "email", b"x", NOON, digest))


def test_a_way_in_counts_before_it_was_ever_read(store: Store) -> None:
    expected(store, "imap", "maildir")
    assert counted(store) == ["imap", "maildir"]
    assert [one.last_ok_at for one in store.read(intake.everything)] == [None, None]


def test_a_way_in_that_is_no_more_does_not_count(store: Store) -> None:
    expected(store, "imap", "maildir")
    expected(store, "imap")
    assert counted(store) == ["imap"]


def test_one_that_comes_back_is_where_it_was(store: Store) -> None:
    expected(store, "imap")
    store.write(lambda conn: intake.note(conn, IntakeRow("imap", NOON, cursor="at 12")))
    expected(store)
    expected(store, "imap")
    assert store.read(intake.everything) == [IntakeRow("imap", NOON, cursor="at 12")]


def test_one_that_is_noted_while_it_is_away_stays_away(store: Store) -> None:
    expected(store)
    away = IntakeRow("imap", NOON, left_at=NOON)
    store.write(lambda conn: intake.note(conn, away))
    store.write(lambda conn: intake.move(conn, "imap", "at 13"))
    assert counted(store) == []
    assert store.read(lambda conn: intake.get(conn, "imap")).cursor == "at 13"


def test_a_message_is_known_by_its_key_and_by_its_digest(store: Store) -> None:
    assert put(store, "INBOX/1", "abc") is not None
    assert put(store, "INBOX/1", "def") is None
    assert put(store, "Junk/7", "abc") is None
    assert put(store, "Junk/8", "def") is not None


def test_messages_without_a_digest_are_known_by_their_keys_alone(store: Store) -> None:
    assert put(store, "a", None) is not None
    assert put(store, "b", None) is not None


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=400)])
def test_how_long_it_was_away_changes_nothing(store: Store, after: timedelta) -> None:
    expected(store, "imap")
    store.write(lambda conn: intake.move(conn, "imap", "at 12"))
    expected(store)
    store.write(lambda conn: intake.expect(conn, ["imap"], NOON + after))
    assert store.read(lambda conn: intake.get(conn, "imap")).cursor == "at 12"
