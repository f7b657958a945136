"""Not listening: nothing goes out while we cannot hear the answer.

What it does
    Holds every contact while no way in is configured, one of them was not read within its limit,
    unread messages are too old, or everything was halted by hand.

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
from policies.reason import Clause, Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.verdict import Clearer, Hold


@rule("not-listening", silent_without=("trouble",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    house = facts.house
    if house.halted_because:
        because = f"all sending is halted: {house.halted_because}"
        told = clause(Reason.HALTED, why=house.halted_because)
        return _finding(because, "The operator can let it go on.", told, Remedy.GO_ON)
    if house.listening:
        return None
    why = house.listening_because or "replies cannot be read"
    because = f"an answer would not be heard, because {why}"
    change = "It goes on by itself after that."
    return _finding(because, change, clause(Reason.DEAF, why=why), Remedy.LISTENING)


def _finding(because: str, change: str, told: Clause, remedy: Remedy) -> Finding:
    return Finding(
        "not-listening",
        Hold(Clearer.OPERATOR),
        Bears.PERSON,
        because,
        change=change,
        clause=told,
        remedy=remedy,
    )
