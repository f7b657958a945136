"""Identity unclear: when we are not sure who this is, compliance looks first.

What it does
    Holds every contact while two records may be one person, or one record may be two people.

Why it matters
    Merging strangers shows one person's words to another; not merging forgets a refusal.

Example
    Two people share one number and one of them said stop: held until somebody has looked.

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
from policies.verdict import Clearer, Hold


@rule("identity-unclear", silent_without=("trouble",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    why = facts.house.identity_unclear_because
    if not why or rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    return Finding(
        "identity-unclear",
        Hold(Clearer.COMPLIANCE),
        Bears.PERSON,
        f"we are not sure who this is: {why}",
        change="Compliance can settle who they are.",
        clause=clause(Reason.WHO_IS_IT, why=why),
        remedy=Remedy.IDENTITY,
    )
