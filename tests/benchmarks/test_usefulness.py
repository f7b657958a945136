"""A few weeks of a small house: nobody is contacted against their word, and it is of use."""

from __future__ import annotations

import pytest

from benchmarks.usefulness import live
from benchmarks.year.figures import Came


@pytest.fixture(scope="module")
def came() -> Came:
    """What five weeks came to for forty-eight people."""
    return live(48, 36)


def test_nobody_is_contacted_against_what_is_on_record(came: Came) -> None:
    assert came.letters > 60
    assert came.replies > 5
    assert came.wrong == ()
    assert came.after_stop == 0


def test_what_is_lawful_leaves_in_time_and_asks_for_nobody(came: Came) -> None:
    assert came.lawful.whole > 50
    assert came.lawful.rate >= 0.90, came.late
    assert came.held <= 5


def test_nobody_hears_too_often(came: Came) -> None:
    assert 0 < came.most <= 6


def test_whoever_asks_is_answered_and_whoever_is_friendly_is_understood(came: Came) -> None:
    assert came.requests.rate >= 0.95, came.unanswered
    assert came.misread.part <= 0.02 * came.misread.whole
    assert came.narrowed.part == came.narrowed.whole


def test_whoever_is_refused_reads_a_short_sentence(came: Came) -> None:
    assert 0 < came.longest_sentence <= 40
