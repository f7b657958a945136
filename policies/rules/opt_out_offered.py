"""Opt-out offered: every written message shows the way out.

What it does
    Holds an email or text whose words offer no working way to say stop. A call needs none: the
    person can say it.

Why it matters
    Leaving must be easier than arriving.

Example
    A house without a public address and without a mailbox for stops cannot send until it has one.

References
    15 USC 7704(a)(3); RFC 8058; RFC 2369.
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import Channel, Purpose
from policies.duties import Duty, wanting
from policies.facts import Facts
from policies.finding import Bears, Cite, Finding
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import EntryKind
from policies.verdict import Clearer, Hold


@rule(
    "opt-out-offered",
    cites=("15 USC 7704(a)(3)", "RFC 8058"),
    silent_without=("trouble",),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    attempt = facts.attempt
    if attempt.words.offers_opt_out or attempt.channel is Channel.PHONE:
        return None
    if rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    return Finding(
        "opt-out-offered",
        Hold(Clearer.OPERATOR),
        Bears.WORDS,
        "the words offer no way to say stop",
        cites=_cites(rows),
        change="A working way out would change it.",
        clause=clause(Reason.NO_WAY_OUT),
        remedy=Remedy.COMPLETE_WORDS,
    )


def _cites(rows: Rows) -> tuple[Cite, ...]:
    named = wanting(rows.binding(EntryKind.IDENTIFICATION), [Duty.OPT_OUT_NOTICE])
    ways = (entry.cite for entry in rows.binding(EntryKind.OPT_OUT_MECHANISM))
    return tuple(dict.fromkeys((*named, *ways)))
