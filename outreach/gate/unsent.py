"""Why something did not leave, told to whoever wanted it to."""

from __future__ import annotations

from outreach.domain.attempts import AttemptState
from outreach.gate.gate import Gate
from outreach.gate.outcomes import Outcome
from outreach.gate.retelling import retold
from outreach.gate.telling import change_of
from outreach.store import attempts
from policies.language import Language


def not_sent(gate: Gate, outcome: Outcome, language: Language) -> list[str]:
    """Return why something was not sent and what would change it, as lines; nothing if it was."""
    if outcome.state is AttemptState.ACCEPTED:
        return []
    attempt = gate.store.read(lambda conn: attempts.get(conn, outcome.attempt_id))
    now = gate.clock.now()
    change = change_of(gate, gate.judge(attempt, now), now, language)
    told = retold(gate.store, gate.judges.rulebook, [outcome.decision_id or ""], language)
    why = told.get(outcome.decision_id or "", outcome.sentence)
    return [f"not sent ({outcome.state}): {why}", *filter(None, [outcome.detail, change])]
