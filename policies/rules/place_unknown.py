"""Place unknown: no clock, no call.

What it does
    Holds a contact where hours must be judged and it is not known where the person may be, or where
    they may be somewhere for which no rules are shipped. Email goes on under the country the
    operator assumes, and the explanation names it.

Why it matters
    Guessing a time zone is how people are rung at half past six.

Example
    A toll-free number and no address: a rep finds out where she is before anybody rings.

References
    47 CFR 64.1200(c)(1) (the called party's location).
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import Channel, Purpose
from policies.closing import NEVER, reopens
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Clause, Reason
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import EntryKind
from policies.verdict import Clearer, Hold


@rule("place-unknown", cites=("47 CFR 64.1200(c)(1)",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is Purpose.ACKNOWLEDGE or not rows.where.unknown:
        return None
    if not _hours_are_judged(rows):
        return None
    email = facts.attempt.channel is Channel.EMAIL
    return Finding(
        "place-unknown",
        Hold(Clearer.OPERATOR if email else Clearer.REP),
        Bears.MOMENT,
        rows.where.unknown,
        ends=reopens(rows, _until),
        change="Knowing where they are would change it.",
        clause=rows.where.doubt,
        remedy=_remedy(rows.where.doubt),
    )


def _remedy(doubt: Clause | None) -> Remedy:
    unruled = doubt is not None and doubt.reason is Reason.NO_RULES
    return Remedy.RULES_THERE if unruled else Remedy.THEIR_PLACE


def _until(view: Rows) -> datetime | None:
    if not view.where.unknown:
        return None
    return view.next_change() or NEVER


def _hours_are_judged(rows: Rows) -> bool:
    if rows.standing.quiets:
        return True
    if rows.where.codes or not rows.rulebook.literal:
        return bool(rows.binding(EntryKind.CONTACT_HOURS)) or not (
            rows.rulebook.literal or rows.purpose is Purpose.ANSWER
        )
    return any(
        entry.kind is EntryKind.CONTACT_HOURS
        and rows.facts.attempt.channel in entry.channels
        and not (entry.ours and rows.purpose is Purpose.ANSWER)
        for pack in rows.rulebook.packs.values()
        for entry in pack.entries
    )
