"""Where somebody's way through a sequence may go."""

import pytest

from outreach.domain.enrollments import MOVES, EnrollmentState, move
from outreach.errors import IllegalMoveError


def test_a_rep_may_resume_what_ended_but_not_what_finished() -> None:
    assert move(EnrollmentState.ENDED, EnrollmentState.ACTIVE) is EnrollmentState.ACTIVE
    with pytest.raises(IllegalMoveError):
        move(EnrollmentState.FINISHED, EnrollmentState.ACTIVE)


def test_every_state_of_an_enrollment_says_where_it_may_go() -> None:
    assert set(MOVES) == set(EnrollmentState)
