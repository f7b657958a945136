"""Not listening: nothing goes out while we cannot hear the answer.

What it does
    Holds every contact while no intake is configured, none has been polled successfully within its
    limit, or unread messages are too old.

Why it matters
    A stop that lies unread in a mailbox is still a stop.

Example
    The mail server has been unreachable for ten minutes: sending pauses, and resumes by itself.

References
    House rule.
"""

from __future__ import annotations

from datetime import datetime

from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.rows import Rows
from policies.rule import rule
from policies.verdict import Clearer, Hold


@rule("not-listening")
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if facts.house.listening:
        return None
    why = facts.house.listening_because or "replies cannot be read"
    return Finding(
        "not-listening",
        Hold(Clearer.OPERATOR),
        Bears.PERSON,
        f"we are not listening just now: {why}",
        change="It goes on once replies are read again.",
    )
