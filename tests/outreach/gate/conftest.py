from __future__ import annotations

import pytest

from outreach.store.unit import Store
from tests.outreach.gate.world import World


@pytest.fixture
def world(store: Store) -> World:
    """A house with a gate, on each database in turn."""
    return World(store)
