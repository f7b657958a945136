"""Shares say of how many, small numbers say that they are small, percentiles are values."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.domain.shares import Share, spread


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Share(3, 41), "3 of 41 people (7 %)"),
        (Share(1, 4), "1 of 4 people (few)"),
        (Share(0, 0), "none of people"),
        (Share(1, 1000), "1 of 1,000 people (0.1 %)"),
        (Share(9_999, 10_000), "9,999 of 10,000 people (99.9 %)"),
    ],
)
def test_a_share_never_stands_without_its_whole(share: Share, told: str) -> None:
    assert share.told("people") == told


def test_a_percentile_is_one_of_the_values() -> None:
    found = spread(timedelta(seconds=one) for one in range(1, 101))
    assert found is not None
    assert (found.half.seconds, found.nearly_all.seconds, found.longest.seconds) == (50, 99, 100)


def test_of_nothing_there_is_no_spread() -> None:
    assert spread([]) is None
