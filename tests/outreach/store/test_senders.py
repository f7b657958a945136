from __future__ import annotations

from datetime import timedelta

from outreach.store import house, ledger, senders
from outreach.store.unit import Store
from policies.channel import Channel
from tests.databases import NOON

HELLO = "hello@northwind.example"


def _pause(store: Store, because: str = "spam, it says", code: str | None = "5.7.1") -> bool:
    return store.write(lambda conn: senders.pause(conn, HELLO, Channel.EMAIL, because, code, NOON))


def test_a_pause_says_why_and_makes_everything_be_judged_afresh(store: Store) -> None:
    before = store.read(house.get).epoch
    assert _pause(store)
    (row,) = store.read(senders.paused)
    assert (row.address, row.channel, row.paused_because) == (
        HELLO,
        Channel.EMAIL,
        "spam, it says",
    )
    assert (row.paused_code, row.paused_since) == ("5.7.1", NOON)
    assert store.read(house.get).epoch == before + 1


def test_the_first_reason_for_a_pause_stays_and_a_second_moves_nothing(store: Store) -> None:
    _pause(store)
    before = store.read(house.get).epoch
    assert not _pause(store, "another")
    (row,) = store.read(senders.paused)
    assert row.paused_because == "spam, it says"
    assert store.read(house.get).epoch == before


def test_a_resume_lets_it_send_again_and_says_who_did_that(store: Store) -> None:
    _pause(store)
    before, later = store.read(house.get).epoch, NOON + timedelta(hours=1)
    was = store.write(lambda conn: senders.resume(conn, f" {HELLO.upper()}", "Ana Ruiz", later))
    assert was is not None
    assert was.paused_because == "spam, it says"
    assert store.read(senders.paused) == []
    (row,) = store.read(senders.everything)
    assert (row.resumed_by, row.resumed_at) == ("Ana Ruiz", later)
    assert store.read(house.get).epoch == before + 1


def test_what_is_not_paused_cannot_be_resumed(store: Store) -> None:
    before = store.read(house.get).epoch
    assert store.write(lambda conn: senders.resume(conn, HELLO, "Ana Ruiz", NOON)) is None
    assert store.read(house.get).epoch == before


def test_pauses_and_resumes_stand_in_the_ledger(store: Store) -> None:
    _pause(store)
    store.write(lambda conn: senders.resume(conn, HELLO, "Ana Ruiz", NOON))
    entries = store.read(lambda conn: ledger.entries_of(conn, [HELLO]))
    assert [one["kind"] for one in entries] == ["sender paused", "sender resumed"]
    told = {"channel": "email", "code": "5.7.1", "by": "outreach", "attempt": None}
    assert entries[0]["body"] == told
    assert entries[1]["body"] == {"by": "Ana Ruiz", "code": "5.7.1"}


def test_a_reason_quotes_nobody_s_address_and_stays_short(store: Store) -> None:
    _pause(
        store, "550 5.7.1 <ben@kestrel.example>: mail for +17025550142 " + "is not wanted here " * 9
    )
    (row,) = store.read(senders.paused)
    assert row.paused_because is not None
    assert "kestrel" not in row.paused_because
    assert row.paused_because.startswith("550 5.7.1 … mail for … is not")
    assert len(row.paused_because.split()) <= 15
