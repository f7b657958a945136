"""Only through somebody: who has an assistant for this is reached through the assistant.

What it does
    Objects to a contact at the person's own address or number where they asked us to go through
    somebody else. It asks to go to a channel on which that other answers for them; where there is
    none, a rep looks first. What they asked for themselves (a promised call, an answer where they
    wrote) may come to them directly.

Why it matters
    Whoever has handed their calls to an assistant meant it. Going past the assistant is going past
    them.

Example
    "Please arrange everything with Mira, my assistant": the planned email goes to Mira's address,
    and pressing his own number is refused with that sentence.

References
    House rule.
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import Channel, Purpose
from policies.facts import Facts, PointState
from policies.finding import Bears, Finding
from policies.preferences import quotes
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rerouting import IN_ORDER, on_the_channel_they_wrote_on, usable
from policies.rows import Rows
from policies.rule import rule
from policies.verdict import Clearer, Hold, Reroute


@rule("only-through", silent_without=("statements",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if not rows.standing.throughs or rows.purpose in _UNBOUND:
        return None
    here = facts.attempt.channel
    voices = rows.standing.throughs_of(here)
    if not voices or facts.attempt.to in facts.through or on_the_channel_they_wrote_on(rows):
        return None
    there = next((each for each in IN_ORDER if each is not here and _answers(rows, each)), None)
    who = voices[-1].meaning.who
    return Finding(
        "only-through",
        Reroute(there) if there else Hold(Clearer.REP),
        Bears.CHANNEL,
        f"they asked to be reached only through {who}",
        quotes=quotes(voices),
        change="Only their own word changes this.",
        clause=clause(Reason.ONLY_THROUGH, who=who),
        remedy=Remedy.THEIR_WORD,
    )


_UNBOUND = (Purpose.ACKNOWLEDGE, Purpose.PROMISED)


def _answers(rows: Rows, channel: Channel) -> bool:
    """Return whether somebody answers for them there, and an attempt could be moved there."""
    facts = rows.facts
    return usable(rows, channel) and any(
        point.channel is channel and point.address in facts.through and point.state is PointState.OK
        for point in facts.points
    )
