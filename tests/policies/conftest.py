"""The shipped rulebook, loaded once."""

from __future__ import annotations

import pytest

from outreach.bootstrap.rulebook import load_rulebook
from policies.rulebook import Rulebook


@pytest.fixture(scope="session")
def shipped() -> Rulebook:
    """Return every pack that we ship, with all places and holidays."""
    return load_rulebook()
