"""What was understood of words, told back to whoever handed them in."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.domain.told import told
from outreach.store import statements
from outreach.store.unit import Store


def read_back(store: Store, ids: Iterable[str]) -> list[str]:
    """Return what these statements (ids) mean, each in plain words."""
    kept = store.read(lambda conn: statements.by_ids(conn, ids))
    return [told(one.meaning) for said in kept.values() for one in said.meanings]
