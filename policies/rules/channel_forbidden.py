"""Channel forbidden: where the law bars a channel, no hour and no purpose makes it right.

What it does
    Blocks every contact on a channel that a jurisdiction in force prohibits where the person may
    be, but the one confirmation of a stop: for good, or while an emergency lasts. Where the law
    means one kind of number only, the other kind passes; a number of unknown kind does not.

Why it matters
    Waiting until nine o'clock does not make an unlawful call lawful.

Example
    A call to a mobile in Arizona is blocked at every hour; to a landline there it is not.

References
    A.R.S. 44-1278(B)(3); La. R.S. 45:844.31.
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import SPOKEN, Purpose
from policies.closing import NEVER, reopens
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Reason, clause
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import Entry, EntryKind
from policies.verdict import Block


@rule(
    "channel-forbidden",
    cites=("A.R.S. 44-1278(B)(3)", "La. R.S. 45:844.31"),
    silent_without=("permissions",),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    entries = _barring(rows)
    if not entries:
        return None
    return Finding(
        "channel-forbidden",
        Block(),
        Bears.CHANNEL,
        f"the law where they are bars contact by {SPOKEN[facts.attempt.channel]}",
        cites=tuple(entry.cite for entry in entries),
        ends=reopens(rows, lambda view: NEVER if _barring(view) else None),
        clause=clause(Reason.BARRED, by=facts.attempt.channel),
    )


def _barring(rows: Rows) -> tuple[Entry, ...]:
    """Return what bars the channel at this moment; an emergency's ban ends with its last day."""
    declared = (e for e in rows.binding(EntryKind.EMERGENCY_BAN) if e.in_force_from is not None)
    barred = (e for e in rows.binding(EntryKind.CHANNEL_PROHIBITION) if _means(e, rows))
    return (*barred, *declared)


def _means(entry: Entry, rows: Rows) -> bool:
    """Whether the number this goes to may be of the kind that the law speaks of."""
    if not entry.numbers:
        return True
    channel = rows.facts.attempt.channel
    kinds = [
        point.kind
        for point in rows.facts.points
        if point.channel is channel and point.address == rows.address
    ]
    return not kinds or any(kind is None or kind in entry.numbers for kind in kinds)
