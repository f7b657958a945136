"""Conversation open: somebody who wrote to us gets a human, not the next step.

What it does
    Holds automated contacts while a message of theirs waits for a human's answer. The note in which
    we tell them what we understood of that very message is not held for it.

Why it matters
    Nothing says "nobody reads this" like a follow-up that ignores the reply before it.

Example
    He asks whether it runs on Linux; the third email of the sequence waits until a rep answers.

References
    House rule.
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import Purpose
from policies.facts import Facts, Reply
from policies.finding import Bears, Finding, Quote
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.verdict import Clearer, Hold


@rule("conversation-open", silent_without=("replies",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if not facts.attempt.automated or rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    waiting = [reply for reply in facts.replies if not reply.answered and _else(reply, facts)]
    if not waiting:
        return None
    oldest = min(waiting, key=lambda reply: reply.at)
    spoken = {voice.id: voice for voice in facts.statements}
    said = spoken.get(oldest.statement or "")
    return Finding(
        "conversation-open",
        Hold(Clearer.REP),
        Bears.PERSON,
        f"they wrote on {oldest.at:%d %b %Y} and no human has answered",
        quotes=(Quote(said),) if said else (),
        change="A human's answer clears it.",
        clause=clause(Reason.UNANSWERED, on=oldest.at.isoformat()),
        remedy=Remedy.AN_ANSWER,
    )


def _else(reply: Reply, facts: Facts) -> bool:
    """Whether a message is another one than this attempt answers."""
    attempt = facts.attempt
    told = attempt.purpose is Purpose.ANSWER and attempt.answers is not None
    return not told or reply.statement != attempt.answers
