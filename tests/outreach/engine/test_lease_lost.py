"""A server that is down is told as such to whoever wants a lease: they wait, and ask again."""

from __future__ import annotations

import pytest

from outreach.engine.lease import keeper_of, part_of
from outreach.errors import StorageError
from outreach.store.engines import address

NOBODY_THERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"


@pytest.mark.parametrize("lease_of", [keeper_of, part_of])
def test_no_lease_is_had_from_a_server_that_is_down(lease_of: object) -> None:
    assert callable(lease_of)
    with pytest.raises(StorageError):
        lease_of(address(NOBODY_THERE)).take()
