"""What the gate tells whoever asked it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.domain.attempts import AttemptState
from policies.quick import quick
from policies.verdict import Verdict


@quick
@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt at the gate.

    `state` is where it stands now; `sentence` says why. `decision_id` is None where the same was
    recorded before, or where something moved meanwhile and it will be judged afresh.
    """

    attempt_id: str
    person_id: str
    verdict: Verdict
    state: AttemptState
    sentence: str
    due_at: datetime | None = None
    decision_id: str | None = None
    instead: str | None = None
    """The attempt that goes by the channel they asked for."""
    detail: str | None = None
    """What the door said, or why nothing was handed to it."""
