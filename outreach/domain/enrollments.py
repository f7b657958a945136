"""One person in one sequence, and how that goes on and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.errors import IllegalMoveError


class EnrollmentState(StrEnum):
    """Where an enrolment stands. Values are stored: append only."""

    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"
    """Every step was taken."""
    ENDED = "ended"
    """Before its last step: they answered, refused, or a human took them out."""


_S = EnrollmentState

MOVES: Mapping[EnrollmentState, frozenset[EnrollmentState]] = {
    _S.ACTIVE: frozenset({_S.PAUSED, _S.FINISHED, _S.ENDED}),
    _S.PAUSED: frozenset({_S.ACTIVE, _S.ENDED}),
    _S.FINISHED: frozenset(),
    _S.ENDED: frozenset({_S.ACTIVE}),
}
"""`ended` becomes `active` again only when a rep resumes it after an answer."""


def move(now: EnrollmentState, wanted: EnrollmentState) -> EnrollmentState:
    """Return the wanted state; raise `IllegalMoveError` where there is no such move."""
    if wanted not in MOVES[now]:
        raise IllegalMoveError("an enrolment", now, wanted)
    return wanted


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A person in a sequence. `next_step` is a step's number, from 1.

    `next_due_at` is when that step is due; None once its attempt is under way. `last_done_at` is
    when that attempt ended, until the step after it is planned: delays count from there.
    """

    id: str
    person_id: str
    sequence_id: str
    by: str
    enrolled_at: datetime
    state: EnrollmentState = EnrollmentState.ACTIVE
    next_step: int = 1
    next_due_at: datetime | None = None
    last_done_at: datetime | None = None
    ended_because: str | None = None
    paused_at: datetime | None = None
    paused_by: str | None = None
    paused_because: str | None = None
    paused_with: str | None = None
    """The sequence, where all of it was paused and not this one person."""
