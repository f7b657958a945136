"""Channel forbidden: where the law bars a channel for selling, no hour makes it right.

What it does
    Blocks marketing on a channel that a jurisdiction in force prohibits where the person may be:
    for good, or while an emergency lasts. A contact they asked for is no marketing, and an answer
    to what they wrote is none either.

Why it matters
    Waiting until nine o'clock does not make an unlawful call lawful.

Example
    An unasked sales call to a mobile in Arizona is blocked at every hour.

References
    A.R.S. 44-1278(B)(3); La. R.S. 45:844.31.
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import SPOKEN, Purpose
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import EntryKind
from policies.verdict import Block


@rule(
    "channel-forbidden",
    cites=("A.R.S. 44-1278(B)(3)", "La. R.S. 45:844.31"),
    silent_without=("permissions",),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is not Purpose.MARKETING:
        return None
    declared = (e for e in rows.binding(EntryKind.EMERGENCY_BAN) if e.in_force_from is not None)
    entries = (*rows.binding(EntryKind.CHANNEL_PROHIBITION), *declared)
    if not entries:
        return None
    return Finding(
        "channel-forbidden",
        Block(),
        Bears.CHANNEL,
        f"the law where they are bars selling by {SPOKEN[facts.attempt.channel]}",
        cites=tuple(entry.cite for entry in entries),
        change="Only their own request for this very contact would change it.",
        clause=clause(Reason.BARRED, by=facts.attempt.channel),
        remedy=Remedy.THEIR_REQUEST,
    )
