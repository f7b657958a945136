"""Paused: "not before January" and "call me in four weeks" mean nothing until then.

What it does
    Defers every contact until the pause they asked for is over, on their own clock; a promised
    contact may come from its time on, an answer to what they wrote at once.

Why it matters
    The promise is only worth something if nobody else rings in between.

Example
    "Call me in four weeks and I will order": the email due next Tuesday waits as well.

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
from policies.statement import Callback, Pause
from policies.verdict import Block
from policies.windows import instant

_Pausing = Voice[Pause] | Voice[Callback]


@rule("paused", silent_without=("statements",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    voices = rows.standing.pauses
    if not voices or rows.purpose in (Purpose.ACKNOWLEDGE, Purpose.ANSWER):
        return None
    binding = [voice for voice in voices if _paused_until(voice, rows) is not None]
    if not binding:
        return None
    finding = Finding(
        "paused",
        Block(),
        Bears.MOMENT,
        "they asked for nothing until then",
        quotes=quotes(binding),
        change="Only their own word shortens it.",
        clause=clause(Reason.PAUSED),
        remedy=Remedy.THEIR_WORD,
    )
    return deferral(rows, lambda view: _latest(voices, view), finding)


def _latest(voices: Sequence[_Pausing], view: Rows) -> datetime | None:
    ends = (_paused_until(voice, view) for voice in voices)
    return max((end for end in ends if end is not None), default=None)


def _paused_until(voice: _Pausing, view: Rows) -> datetime | None:
    """Return when this pause ends, or None where it does not bind at the view's moment."""
    meaning = voice.meaning
    when = meaning.at if isinstance(meaning, Callback) else meaning.until
    end = instant(when, view.where.own)
    if end <= view.at:
        return None
    kept = view.promise if view.purpose is Purpose.PROMISED else None
    if kept is not None and view.at >= kept.due and not voice.after(kept.voice):
        return None
    return end
