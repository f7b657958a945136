"""Sender identity: say who is speaking, and at first where the address came from.

What it does
    Holds words that do not say who we are; at the first contact also words that do not say where we
    got the address or number.

Why it matters
    A stranger who does not introduce himself is not trusted, and by law need not be.

Example
    A first email without the house's name and postal address is held for the operator.

References
    15 USC 7704(a)(5); GDPR art. 14(2)(f).
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import Purpose
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.rows import Rows
from policies.rule import rule
from policies.verdict import Clearer, Hold


@rule(
    "sender-identity",
    cites=("15 USC 7704(a)(5)", "GDPR art. 14(2)(f)"),
    silent_without=("trouble",),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    words = facts.attempt.words
    if not words.says_who:
        because = "the words do not say who we are"
    elif not words.says_source and not facts.contacts and rows.purpose is Purpose.MARKETING:
        because = "the first words to them do not say where we got their address"
    else:
        return None
    return Finding(
        "sender-identity",
        Hold(Clearer.OPERATOR),
        Bears.WORDS,
        because,
        change="Complete words would change it.",
    )
