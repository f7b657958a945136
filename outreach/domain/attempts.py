"""One proposed contact, and every move it can make.

Rule 1: whatever changes the state of an attempt must be a row of `MOVES`.
Rule 2: an attempt that has left (`sending` and after) only ever moves forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from outreach.errors import IllegalMoveError
from policies.channel import Channel, Purpose
from policies.quick import quick


class AttemptState(StrEnum):
    """Where an attempt stands. Values are stored: append only."""

    PLANNED = "planned"
    """Waits until it is due, then it is judged."""
    QUEUED = "queued"
    """A call in the call book. It has no clearance: pressing it judges it again."""
    HELD = "held"
    """A human must look first."""
    CLEARED = "cleared"
    """Allowed, for at most a minute, under the versions it was judged by."""
    SENDING = "sending"
    """Redeemed: a door has it, or has had it."""
    ACCEPTED = "accepted"
    """The door took responsibility. Accepted is not delivered."""
    REFUSED = "refused"
    """The door refused for good."""
    UNKNOWN = "unknown"
    """It may or may not have left. Never sent again by a machine."""
    BLOCKED = "blocked"
    REROUTED = "rerouted"
    """Another attempt goes by the channel they asked for."""
    WITHDRAWN = "withdrawn"
    """No longer wanted: a refusal came, or a human took it back."""
    EXPIRED = "expired"
    """Nobody looked, or it came too late to be worth saying."""


_S = AttemptState
_UNSENT = frozenset(
    {_S.PLANNED, _S.QUEUED, _S.HELD, _S.CLEARED, _S.BLOCKED, _S.REROUTED}
    | {_S.WITHDRAWN, _S.EXPIRED}
)

MOVES: Mapping[AttemptState, frozenset[AttemptState]] = {
    _S.PLANNED: _UNSENT,
    _S.QUEUED: _UNSENT,
    _S.HELD: _UNSENT,
    _S.CLEARED: frozenset({_S.PLANNED, _S.QUEUED, _S.SENDING, _S.WITHDRAWN}),
    _S.SENDING: frozenset({_S.ACCEPTED, _S.REFUSED, _S.UNKNOWN, _S.PLANNED}),
    _S.UNKNOWN: frozenset({_S.ACCEPTED, _S.REFUSED}),
    _S.ACCEPTED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.BLOCKED: frozenset({_S.PLANNED}),
    _S.REROUTED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.EXPIRED: frozenset(),
}
"""From where to where. `blocked` goes back to `planned` by a review that asks to judge again;
`sending` does by a temporary receipt, which says that nothing left."""

OPEN = frozenset({_S.PLANNED, _S.QUEUED, _S.HELD, _S.CLEARED})
"""Nothing has left yet, and something still may."""
IN_FLIGHT = frozenset({_S.CLEARED, _S.SENDING})
"""At most one attempt of a person is here at any time."""
JUDGEABLE = frozenset({_S.PLANNED, _S.HELD})
"""What the engine may judge. A queued call is judged when it is pressed."""
PRESSABLE = frozenset({_S.PLANNED, _S.QUEUED, _S.HELD})
"""A call that one of us may press."""


def move(now: AttemptState, wanted: AttemptState) -> AttemptState:
    """Return the wanted state; raise `IllegalMoveError` where there is no such move."""
    if wanted not in MOVES[now]:
        raise IllegalMoveError("an attempt", now, wanted)
    return wanted


@dataclass(frozen=True, slots=True)
class ReviewedWords:
    """What a human wrote or read before it goes out, as plain text."""

    subject: str
    text: str


@quick
@dataclass(frozen=True, slots=True)
class Attempt:
    """A proposed contact as it is kept. `point_id` None: the first live point on the channel.

    `message` names a folder of words; `reviewed_words` stands in its place for what a human wrote.
    `expires_at` is the moment from which it is no longer worth saying.
    """

    id: str
    person_id: str
    channel: Channel
    purpose: Purpose
    by: str
    due_at: datetime
    created_at: datetime
    automated: bool = True
    state: AttemptState = AttemptState.PLANNED
    point_id: str | None = None
    topic: str | None = None
    sequence_name: str | None = None
    enrollment_id: str | None = None
    step: int | None = None
    message: str | None = None
    reviewed_words: ReviewedWords | None = None
    has_words_for: tuple[Channel, ...] = ()
    words_for: Mapping[str, str] = field(default_factory=dict)
    """The folder of words per channel, so that a reroute has words."""
    tried: tuple[Channel, ...] = ()
    commitment_id: str | None = None
    answers: str | None = None
    acknowledges: str | None = None
    callback: str | None = None
    rep_note: bool = False
    in_reply_to: str | None = None
    """The inbound message this one answers."""
    expires_at: datetime | None = None
    tries: int = 0
    held_since: datetime | None = None
    decision_digest: str | None = None
    """What the last recorded decision said: the same again is not recorded."""
