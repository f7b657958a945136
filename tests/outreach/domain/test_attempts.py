from __future__ import annotations

import re
from itertools import product

import pytest

from outreach.domain.attempts import IN_FLIGHT, JUDGEABLE, MOVES, OPEN, AttemptState, move
from outreach.domain.commitments import CommitmentState
from outreach.domain.commitments import move as move_promise
from outreach.domain.enrollments import EnrollmentState
from outreach.domain.enrollments import move as move_enrollment
from outreach.errors import IllegalMoveError
from outreach.ids import new_id

LEFT = (AttemptState.ACCEPTED, AttemptState.REFUSED, AttemptState.UNKNOWN)


def test_every_state_has_its_row_in_the_table() -> None:
    assert set(MOVES) == set(AttemptState)


@pytest.mark.parametrize(("now", "wanted"), list(product(AttemptState, AttemptState)))
def test_a_move_is_in_the_table_or_raises(now: AttemptState, wanted: AttemptState) -> None:
    if wanted in MOVES[now]:
        assert move(now, wanted) is wanted
    else:
        with pytest.raises(IllegalMoveError, match=f"is `{now}` cannot become `{wanted}`"):
            move(now, wanted)


@pytest.mark.parametrize("now", LEFT)
def test_what_has_left_is_never_planned_again(now: AttemptState) -> None:
    """CASES 3"""
    assert not MOVES[now] & OPEN


def test_only_what_is_cleared_can_be_sent() -> None:
    ways = [state for state in AttemptState if AttemptState.SENDING in MOVES[state]]
    assert ways == [AttemptState.CLEARED]


def test_a_queued_call_has_no_clearance() -> None:
    assert AttemptState.QUEUED not in IN_FLIGHT | JUDGEABLE


def test_a_kept_promise_stays_kept() -> None:
    with pytest.raises(IllegalMoveError, match="a promise that is `kept`"):
        move_promise(CommitmentState.KEPT, CommitmentState.BROKEN)


def test_a_broken_promise_can_still_be_kept_late() -> None:
    assert move_promise(CommitmentState.BROKEN, CommitmentState.KEPT) is CommitmentState.KEPT


def test_a_finished_enrolment_begins_no_more() -> None:
    with pytest.raises(IllegalMoveError):
        move_enrollment(EnrollmentState.FINISHED, EnrollmentState.ACTIVE)


def test_ids_are_lower_case_time_ordered_and_all_different() -> None:
    ids = [new_id("a") for _ in range(10_000)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"a_[0-9a-v]{26}", one) for one in ids)
    times = [one[:11] for one in ids]
    assert times == sorted(times)
