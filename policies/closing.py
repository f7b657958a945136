"""How long something stays closed: the exact end of a stretch of objections to the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from policies.finding import Finding
from policies.rows import Rows
from policies.verdict import Block, Defer
from policies.windows import HORIZON

ClosedUntil = Callable[[Rows], datetime | None]
"""When whatever closes the view's moment opens (aware, later than it); None if it is open."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""What `ClosedUntil` answers where nothing opens again."""


def reopens(rows: Rows, closed_until: ClosedUntil) -> datetime | None:
    """Return the first moment from `rows.at` on that is open; None for never.

    Touching windows and several zones are followed as one for up to 366 days, and each step stops
    where places or dated rows change of themselves, so that the answer is exact.
    """
    view = rows
    while True:
        until = closed_until(view)
        if until is None:
            return view.at
        if view.at - rows.at > HORIZON:
            return None
        change = view.next_change()
        moment = min(until, change) if change else until
        if moment == NEVER:
            return None
        view = rows.later(moment)


def deferral(rows: Rows, closed_until: ClosedUntil, finding: Finding) -> Finding:
    """Return `finding` with its exact end: a Defer until then, a Block where it never ends."""
    ends = reopens(rows, closed_until)
    return replace(finding, asks=Defer(ends) if ends else Block(), ends=ends)
