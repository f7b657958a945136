"""The database falls without a word and comes up again: whoever asks first afterwards is heard."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from outreach.store import ledger, tables
from outreach.store.ledger import Entry
from outreach.store.unit import Mode, Store
from tests.databases import NOON
from tests.soak.restarting import database


@pytest.mark.long
@pytest.mark.needs("postgres")
def test_what_was_committed_is_there_and_the_first_word_afterwards_is_kept() -> None:
    with database() as server:
        store = Store.create(server.url, Mode.REHEARSAL, NOON)
        store.write(lambda conn: ledger.add(conn, Entry(NOON, "before", "nobody", {})))
        count = select(func.count()).select_from(tables.ledger)
        assert store.read(lambda conn: conn.scalar(count)) == 1
        server.strike()
        store.write(lambda conn: ledger.add(conn, Entry(NOON, "after", "nobody", {})))
        server.strike()
        assert store.read(lambda conn: conn.scalar(count)) == 2
        store.close()
