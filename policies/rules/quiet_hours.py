"""Quiet hours: the person's own times not to be contacted, on their own clock.

What it does
    Defers every contact, on every channel, until their quiet time is over wherever they may be.
    Only the one confirmation of a stop, and a call at an hour they named themselves since, pass.

Why it matters
    They make dinner, pick up the kids, walk the dog.

Example
    "Never after six, please": an email due at 18:30 waits until midnight has passed, or longer if
    they named a morning.

References
    House rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from policies.channel import Purpose
from policies.closing import deferral
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.preferences import Voice, quotes
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.statement import Quiet
from policies.verdict import Block
from policies.windows import quiet_until


@rule("quiet-hours", silent_without=("statements",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    voices = rows.standing.quiets
    if not voices or rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    quiet = [voice for voice in voices if _until(voice, rows)]
    if not quiet:
        return None
    finding = Finding(
        "quiet-hours",
        Block(),
        Bears.MOMENT,
        "they asked not to be contacted at this hour",
        quotes=quotes(quiet),
        change="Only their own word changes it.",
        clause=clause(Reason.QUIET),
        remedy=Remedy.THEIR_WORD,
    )
    return deferral(rows, lambda view: _latest(voices, view), finding)


def _latest(voices: Sequence[Voice[Quiet]], view: Rows) -> datetime | None:
    ends = (_until(voice, view) for voice in voices)
    return max((end for end in ends if end is not None), default=None)


def _until(voice: Voice[Quiet], view: Rows) -> datetime | None:
    kept = view.promise if view.purpose is Purpose.PROMISED else None
    if kept is not None and kept.opens(view.at) and not voice.after(kept.voice):
        return None
    ends = (quiet_until(voice.meaning, view.at, zone) for zone in view.where.own)
    return max((end for end in ends if end is not None), default=None)
