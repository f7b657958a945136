"""The carrier's stream of events (CloudEvents 1.0, JSON): one event or several in a list.

We ask for one kind: numbers that were given to somebody else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from channels.arrivals import Events, Reassigned, Unreadable

_DETECTED = "reassigned-number.detected"
_OPTED_OUT = "opt-out-created"


def read_events(raw: bytes) -> Events:
    """Return the numbers that these events say are somebody else's now; others are passed over."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return Unreadable("events that are no JSON")
    several = told if isinstance(told, list) else [told]
    return tuple(_reassigned(several))


def _reassigned(several: list[Any]) -> Iterator[Reassigned]:
    for event in several:
        if not isinstance(event, dict) or not str(event.get("type", "")).endswith(_DETECTED):
            continue
        data = event.get("data")
        if not isinstance(data, dict) or not isinstance(data.get("to_number"), str):
            continue
        if data.get("is_reassigned") is True or data.get("consent_operation") == _OPTED_OUT:
            yield Reassigned(data["to_number"].strip(), str(event.get("id", "")))
