"""Preferred channel: what they asked for goes before what we had planned.

What it does
    Objects to a contact on another channel than the one the person asked for, or on one they cannot
    or would rather not use, and asks to go where they want to be reached. Where that cannot be done
    (two channels asked for, no address, no words, refused since) a rep looks first.

Why it matters
    "I travel, I can't do phone" is not a refusal to buy. Ringing anyway makes it one.

Example
    "I'm not able to connect via phone; is there anything by email?": the queued call becomes an
    email, and pressing the call button is refused with that sentence.

References
    House rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from policies.channel import SPOKEN, Purpose
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.preferences import Voice, quotes
from policies.reason import Clause, Reason, clause
from policies.remedy import Remedy
from policies.rerouting import (
    IN_ORDER,
    on_the_channel_they_wrote_on,
    reachable,
    usable,
    welcome,
    wishes,
)
from policies.rows import Rows
from policies.rule import rule
from policies.verdict import Clearer, Hold, Objection, Reroute


@rule("preferred-channel", silent_without=("statements",))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    said = rows.standing
    if not (said.prefers or said.matters or said.avoids) or rows.purpose in _UNBOUND:
        return None
    if on_the_channel_they_wrote_on(rows):
        return None
    return _wished_elsewhere(rows) or _avoided(rows)


_UNBOUND = (Purpose.ACKNOWLEDGE, Purpose.PROMISED)


def _wished_elsewhere(rows: Rows) -> Finding | None:
    voices, here = wishes(rows), rows.facts.attempt.channel
    channels = {voice.meaning.channel for voice in voices}
    if not channels or channels == {here}:
        return None
    if len(channels) > 1:
        names = " and by ".join(sorted(SPOKEN[channel] for channel in channels))
        one, other = sorted(channels)
        told = clause(Reason.ASKED_FOR_TWO, by=one, other=other)
        return _finding(Hold(Clearer.REP), f"they asked to be reached by {names}", told, voices)
    there = channels.pop()
    asked = f"they asked to be reached by {SPOKEN[there]}"
    if not welcome(rows, there):
        because, why = f"{asked}, and spoke against it later", Reason.ASKED_AND_REFUSED
        return _finding(Hold(Clearer.REP), because, clause(why, by=there), voices)
    if not reachable(rows, there):
        because, why = f"{asked}, which we cannot do here", Reason.ASKED_FOR_WHAT_IS_NOT
        return _finding(Hold(Clearer.REP), because, clause(why, by=there), voices)
    return _finding(Reroute(there), asked, clause(Reason.ASKED_FOR, by=there), voices)


def _avoided(rows: Rows) -> Finding | None:
    here = rows.facts.attempt.channel
    voices = rows.standing.avoids_of(here)
    if not voices:
        return None
    asked = f"they would rather not be reached by {SPOKEN[here]}"
    there = next((each for each in IN_ORDER if each is not here and usable(rows, each)), None)
    told = clause(Reason.WOULD_RATHER_NOT, by=here)
    return _finding(Reroute(there) if there else Hold(Clearer.REP), asked, told, voices)


def _finding(asks: Objection, because: str, told: Clause, voices: Iterable[Voice[Any]]) -> Finding:
    return Finding(
        "preferred-channel",
        asks,
        Bears.CHANNEL,
        because,
        quotes=quotes(voices),
        change="Only their own word changes this.",
        clause=told,
        remedy=Remedy.THEIR_WORD,
    )
