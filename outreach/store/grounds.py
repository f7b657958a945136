"""What a decision rests on, in one digest: moment, verdict, rules, rulebook and facts.

The ledger holds it under the person's key, so that facts altered afterwards are noticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from outreach.store.engines import dump
from policies.facts_json import from_json, to_json


def told(verdict: str, until: datetime | None, to_channel: str | None, clearer: str | None) -> str:
    """Return a verdict with what it names: `defer 2026-11-24T10:00:00+00:00`, `hold rep`."""
    moment = until.astimezone(UTC).isoformat() if until else None
    return " ".join(filter(None, (verdict, moment, to_channel, clearer)))


def digest(at: datetime, verdict: str, rules: Sequence[str], fingerprint: str, facts: str) -> str:
    """Return SHA-256 (hex); `verdict` as `told`, `facts` as compact JSON in the order of fields."""
    whole = "\n".join((at.astimezone(UTC).isoformat(), verdict, *rules, fingerprint, facts))
    return hashlib.sha256(whole.encode()).hexdigest()


def hold(row: Mapping[str, Any]) -> bool:
    """Say whether a decision's row still is what its digest was made of.

    Without facts (they are kept for a time, or never) nothing can be compared.
    """
    return row["facts"] is None or as_written(row) is not None


def as_written(row: Mapping[str, Any]) -> str | None:
    """Return a decision's facts in the letters that its digest was made of; None for no such."""
    if row["facts"] is None:
        return None
    verdict = told(row["verdict"], row["until"], row["to_channel"], row["clearer"])
    rest = (row["at"], verdict, row["rules"], row["fingerprint"])
    written = _as_written(row["facts"])
    return next((facts for facts in written if digest(*rest, facts) == row["digest"]), None)


def _as_written(facts: Mapping[str, Any]) -> list[str]:
    """Return the text they may have been written as: PostgreSQL forgets the order of fields."""
    try:
        return [dump(facts), dump(_ordered(facts, to_json(from_json(facts))))]
    except (KeyError, TypeError, ValueError):
        return [dump(facts)]


def _ordered(kept: Any, today: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what is kept with its fields in today's order.

    Fields are only ever added, so those of an older release stand in the same order among them.
    """
    if isinstance(kept, Mapping) and isinstance(today, Mapping):
        names = [name for name in today if name in kept]
        return {name: _ordered(kept[name], today[name]) for name in names}
    if isinstance(kept, list) and isinstance(today, list):
        return [_ordered(*pair) for pair in zip(kept, today, strict=True)]
    return kept
