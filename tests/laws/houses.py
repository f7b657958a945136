"""A small house of its own for every example, on SQLite."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outreach.bootstrap.rulebook import load_rulebook
from outreach.store.unit import Store
from tests.databases import fresh
from tests.outreach.gate.world import World


@contextmanager
def a_house(*packs: str) -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder, fresh("sqlite", Path(folder)) as url:
        store = Store(url)
        try:
            yield World(store, rulebook=load_rulebook(packs))
        finally:
            store.close()
