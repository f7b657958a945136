from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.domain.relations import SEEN_FROM_THERE, Relation, told_from
from tests.databases import NOON


def _tie(what: str) -> Relation:
    return Relation("x_1", "p_mira", what, NOON, "p_scott")


@pytest.mark.parametrize(
    ("what", "here", "there"),
    [
        ("assistant of", "assistant of Scott", "has as assistant Mira"),
        ("introduced by", "introduced by Scott", "introduced Mira"),
        ("bought with", "bought with Scott", "bought with Mira"),
    ],
)
def test_each_side_reads_it_as_it_is_for_them(what: str, here: str, there: str) -> None:
    assert told_from(_tie(what), "p_mira", "Scott") == here
    assert told_from(_tie(what), "p_scott", "Mira") == there


def test_words_that_we_cannot_turn_round_are_told_as_they_were_noted() -> None:
    assert told_from(_tie("godmother of"), "p_scott", "Mira") == "Mira is godmother of them"


def test_turning_a_relation_round_twice_gives_it_back() -> None:
    for what, turned in SEEN_FROM_THERE.items():
        assert SEEN_FROM_THERE[turned] == what


def test_a_relation_holds_from_its_day_until_its_day() -> None:
    over = Relation("x_1", "p_1", "looked after by", NOON, until=NOON + timedelta(days=1))
    assert [over.holds(NOON + timedelta(days=each)) for each in (-1, 0, 1)] == [False, True, False]
