"""What tests of the verbs share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outreach.services.houses import House, build


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A new house with a real database."""
    built = build(tmp_path)
    yield built
    built.store.close()
