"""Already said: nobody is told the same thing twice.

What it does
    Blocks words that this person has had before, compared without footers and tokens.

Why it matters
    A copy of last week's email tells them that nobody is there.

Example
    Two sequences share an introduction: the second one's first step is blocked.

References
    House rule.
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import Purpose
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.verdict import Block


@rule("already-said", silent_without=("trouble",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    words = facts.attempt.words
    if rows.purpose is Purpose.ACKNOWLEDGE or not words.digest:
        return None
    if words.digest not in words.said_before:
        return None
    return Finding(
        "already-said",
        Block(),
        Bears.WORDS,
        "they had these very words before",
        change="Other words would change it.",
        clause=clause(Reason.SAID_BEFORE),
        remedy=Remedy.OTHER_WORDS,
    )
