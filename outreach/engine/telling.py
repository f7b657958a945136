"""What the engine says in its log: which attempts became what, by their ids and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import structlog

from outreach.domain.attempts import AttemptState
from outreach.gate.outcomes import Outcome
from outreach.gate.recovery import Recovered
from policies.verdict import Allow

_IDS_IN_A_LINE = 100
_IN_ORDER = frozenset({AttemptState.ACCEPTED, AttemptState.QUEUED})
_log = structlog.get_logger()


def tell(outcomes: Sequence[Outcome]) -> None:
    """Log what became of which attempts; a door's words that name an address are left out."""
    passed: dict[tuple[str, str], list[str]] = {}
    amiss: dict[tuple[str, str], list[str]] = {}
    for one in outcomes:
        state = one.state.value
        if isinstance(one.verdict, Allow) and one.state not in _IN_ORDER:
            amiss.setdefault((state, _without_addresses(one.detail)), []).append(one.attempt_id)
        else:
            verdict = type(one.verdict).__name__.lower()
            passed.setdefault((state, verdict), []).append(one.attempt_id)
    for (state, verdict), which in passed.items():
        for some in _batched(which):
            _log.info("passed the gate", verdict=verdict, state=state, attempts=some)
    for (state, because), which in amiss.items():
        for some in _batched(which):
            _log.warning("not handed over", state=state, because=because, attempts=some)


def tell_recovered(found: Recovered) -> None:
    """Log which attempts a dead worker left in doubt, and which are judged afresh."""
    for some in _batched(found.unknown):
        _log.warning("in doubt", attempts=some)
    for some in _batched(found.afresh):
        _log.info("judged afresh", attempts=some)


def _batched(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ids by as many as a line of the log has room for."""
    for start in range(0, len(ids), _IDS_IN_A_LINE):
        yield ids[start : start + _IDS_IN_A_LINE]


def _without_addresses(detail: str | None) -> str:
    return "see `outreach people show`" if "@" in (detail or "@") else str(detail)
