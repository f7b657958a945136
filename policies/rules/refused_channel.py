"""Refused channel: "don't call me" is obeyed at once, whoever heard it.

What it does
    Objects to a contact on a channel the person refused, for every purpose but the one confirmation
    of the stop. If they asked for another channel that can be used, it asks to go there instead.
    Objects as well to whatever calls itself that confirmation and is not: a second one, a late one,
    one that goes where nobody said stop.

Why it matters
    It is only a relationship if you listen.

Example
    She told a rep "please don't call me, write instead": every call is refused, quoting her, and
    the step goes by email.

References
    47 CFR 64.1200(a)(10), (d)(3); GDPR art. 21(3).
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import SPOKEN, Purpose
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.preferences import quotes
from policies.reason import Reason, clause
from policies.refusing import about_this, passes
from policies.remedy import Remedy
from policies.rerouting import usable, wished_channel
from policies.rows import Rows
from policies.rule import rule
from policies.verdict import Block, Reroute


@rule(
    "refused-channel",
    cites=("47 CFR 64.1200(a)(10)", "GDPR art. 21(3)"),
    silent_without=("statements", "confirmation"),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    channel = facts.attempt.channel
    said = tuple(
        voice
        for voice in rows.standing.refusals
        if voice.meaning.channel is channel
        and rows.standing.lifted(voice, channel) is None
        and about_this(voice.meaning, rows)
        and not passes(voice, rows)
    )
    if not said:
        return _not_owed(rows) if facts.attempt.purpose is Purpose.ACKNOWLEDGE else None
    wished = wished_channel(rows)
    go = wished is not None and wished is not channel and usable(rows, wished)
    return Finding(
        "refused-channel",
        Reroute(wished) if go and wished else Block(),
        Bears.CHANNEL,
        f"they asked not to be reached by {SPOKEN[channel]}",
        quotes=quotes(said),
        cites=tuple(entry.cite for entry in rows.confirming),
        change="Only their own word takes it back.",
        clause=clause(Reason.REFUSED, by=channel),
        remedy=Remedy.THEIR_WORD,
    )


def _not_owed(rows: Rows) -> Finding:
    """Return the objection to a confirmation of a stop that nobody made, or not there and then."""
    return Finding(
        "refused-channel",
        Block(),
        Bears.CHANNEL,
        "a stop is confirmed once, within five minutes, and only where it came from",
        cites=tuple(entry.cite for entry in rows.confirming),
        clause=clause(Reason.NO_CONFIRMATION),
    )
