"""How long a carrier may hold a text: never into a time at which we would not have sent it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from channels.contract import Outbound, TextWords
from outreach.domain.attempts import Attempt
from policies.clearance import LIFETIME
from policies.facts import Facts
from policies.remaining import open_until
from policies.rulebook import Rulebook

LONGEST = timedelta(seconds=36_000)
"""Carriers hold a text for ten hours at most."""


def in_time(
    outbound: Outbound, attempt: Attempt, facts: Facts, now: datetime, rulebook: Rulebook
) -> Outbound:
    """Return what leaves, a text with the seconds it stays good from whenever it is handed over.

    A clearance may be redeemed up to a minute after it was judged, so that minute is taken off.
    """
    words = outbound.content
    if not isinstance(words, TextWords):
        return outbound
    within = min(LONGEST, timedelta(seconds=words.valid_seconds or LONGEST.total_seconds()))
    until = open_until(facts, now, rulebook, within + LIFETIME)
    if attempt.expires_at is not None:
        until = min(until, attempt.expires_at)
    seconds = int((until - now - LIFETIME).total_seconds())
    return replace(outbound, content=replace(words, valid_seconds=max(1, seconds)))
