"""Our promises: open until somebody keeps, breaks or releases them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from outreach.errors import IllegalMoveError
from policies.channel import Channel
from policies.promises import GRACE, NAMED_HOUR

AN_ANSWER = "an answer to what they wrote"
"""What the manager owes whom nobody answered in time."""


class CommitmentKind(StrEnum):
    """What was promised. Values are stored: append only."""

    CALLBACK = "callback"
    """They asked to be contacted at a time."""
    REQUEST = "request"
    """They asked us for something, such as the pricing."""
    PLEDGE = "pledge"
    """One of us, or a step of a sequence, promised something of our own accord."""
    MEETING = "meeting"
    """We meet."""


class CommitmentState(StrEnum):
    """Where a promise stands. Values are stored: append only."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    """Its time passed and nobody kept it. It can still be kept, late."""
    RELEASED = "released"
    """They no longer want it, or a refusal came after it."""


_S = CommitmentState

MOVES: Mapping[CommitmentState, frozenset[CommitmentState]] = {
    _S.OPEN: frozenset({_S.KEPT, _S.BROKEN, _S.RELEASED}),
    _S.BROKEN: frozenset({_S.KEPT, _S.RELEASED}),
    _S.KEPT: frozenset(),
    _S.RELEASED: frozenset(),
}


def move(now: CommitmentState, wanted: CommitmentState) -> CommitmentState:
    """Return the wanted state; raise `IllegalMoveError` where there is no such move."""
    if wanted not in MOVES[now]:
        raise IllegalMoveError("a promise", now, wanted)
    return wanted


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something we owe a person. `owner` is a team member's id; `anyone` lets all take it.

    `named_hour`: the hour was named, not only the day. `proven`: they asked for it themselves.
    `made_by` is who of us gave it of our own accord. `offered_at`: overdue for so long that it is
    anybody's from then on; the `owner` is still named.
    """

    id: str
    person_id: str
    kind: CommitmentKind
    what: str
    due_at: datetime
    made_at: datetime
    channel: Channel | None = None
    expires_at: datetime | None = None
    owner: str | None = None
    anyone: bool = False
    state: CommitmentState = CommitmentState.OPEN
    statement_id: str | None = None
    proven: bool = False
    named_hour: bool = False
    closed_at: datetime | None = None
    closed_by: str | None = None
    made_by: str | None = None
    offered_at: datetime | None = None

    @property
    def overdue_from(self) -> datetime:
        """Return when it is late: after the hour or the day that was named, or at its due time."""
        match self.kind:
            case CommitmentKind.CALLBACK | CommitmentKind.MEETING:
                return self.due_at + (NAMED_HOUR if self.named_hour else GRACE)
            case CommitmentKind.PLEDGE:
                return self.due_at if self.named_hour else self.due_at + GRACE
            case CommitmentKind.REQUEST:
                return self.due_at
            case _:
                assert_never(self.kind)

    @property
    def kept_in_time(self) -> bool:
        """Return whether it was kept before it was late."""
        kept = self.state is CommitmentState.KEPT
        return kept and self.closed_at is not None and self.closed_at <= self.overdue_from
