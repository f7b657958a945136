"""Ids: sorted as they were made, and never twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from outreach.ids import new_id


def test_what_is_made_in_one_millisecond_sorts_in_the_order_it_was_made() -> None:
    made = [new_id("p") for _ in range(5_000)]
    assert made == sorted(made)
    assert {len(one) for one in made} == {28}


def test_threads_that_make_them_at_once_make_no_two_alike() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id("a"), range(20_000)))
    assert len(set(made)) == len(made)
