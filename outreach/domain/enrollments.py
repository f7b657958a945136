"""One person's way through one sequence, and every move it can make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.errors import IllegalMoveError


class EnrollmentState(StrEnum):
    """Where somebody's way through a sequence stands. Values are stored: append only."""

    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"
    """Every step was done or dropped."""
    ENDED = "ended"
    """A conversation began, a refusal came, or a human took them out."""


_S = EnrollmentState

MOVES: Mapping[EnrollmentState, frozenset[EnrollmentState]] = {
    _S.ACTIVE: frozenset({_S.PAUSED, _S.FINISHED, _S.ENDED}),
    _S.PAUSED: frozenset({_S.ACTIVE, _S.ENDED}),
    _S.FINISHED: frozenset(),
    _S.ENDED: frozenset({_S.ACTIVE}),
}
"""`ended` becomes `active` only by a rep who resumes it."""


def move(now: EnrollmentState, wanted: EnrollmentState) -> EnrollmentState:
    """Return the wanted state; raise `IllegalMoveError` where there is no such move."""
    if wanted not in MOVES[now]:
        raise IllegalMoveError("an enrollment", now, wanted)
    return wanted


@dataclass(frozen=True, slots=True)
class Enrollment:
    """One person's way through one sequence. `next_step` counts from 1."""

    id: str
    person_id: str
    sequence_id: str
    by: str
    enrolled_at: datetime
    state: EnrollmentState = EnrollmentState.ACTIVE
    next_step: int = 1
    next_due_at: datetime | None = None
    ended_because: str | None = None
