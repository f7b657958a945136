"""Long work goes on in short pieces, in its order, and misses nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.store.pieces import pieces


@given(st.lists(st.integers(), max_size=50), st.integers(1, 9))
def test_pieces_are_all_there_was_in_its_order(found: list[int], size: int) -> None:
    some = list(pieces(iter(found), size))
    assert [one for piece in some for one in piece] == found
    assert all(len(piece) == size for piece in some[:-1])
    assert all(1 <= len(piece) <= size for piece in some)
