"""People and attempts to judge in tests: one traveller, and small ways to change her facts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from policies.channel import Channel, Purpose
from policies.facts import Facts, Point, Proposed, Someone
from policies.rulebook import Rulebook
from policies.statement import Meaning, Source, Statement, Understood, Via

EMAIL = Point(Channel.EMAIL, "scott@kestrel.example")
MOBILE = Point(Channel.PHONE, "+17025550142")
TEXTS = Point(Channel.SMS, "+17025550142")
SCOTT = Someone("Scott Reyes", country="US", region="US-NV", zone="America/Los_Angeles")
NOBODY_KNOWS = replace(SCOTT, country=None, region=None, zone=None)
"""Somebody of whom nobody knows where they are."""

NOON = datetime(2026, 11, 24, 20, tzinfo=UTC)
"""Noon in Las Vegas on a working Tuesday."""

HALF_PAST_SIX = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)


def attempt(
    channel: Channel = Channel.PHONE,
    purpose: Purpose = Purpose.MARKETING,
    *,
    automated: bool = False,
) -> Proposed:
    """Return an attempt by Ana on this channel."""
    return Proposed(channel, purpose, "Ana Ruiz", automated)


def facts(
    proposed: Proposed | None = None,
    statements: Sequence[Statement] = (),
    person: Someone = SCOTT,
    points: tuple[Point, ...] = (EMAIL, TEXTS, MOBILE),
) -> Facts:
    """Return what is known of Scott and of an attempt to reach him."""
    return Facts(proposed or attempt(), person, points, tuple(statements))


def said(
    words: str,
    *meanings: Meaning,
    at: datetime = datetime(2026, 11, 20, 18, tzinfo=UTC),
    via: Via = Via.EMAIL,
    source: Source = Source.REPLY,
    proven: bool = True,
) -> Statement:
    """Return a statement of Scott's; its id follows from when and what he said."""
    digest = hashlib.sha256(words.encode()).hexdigest()[:8]
    understood = tuple(Understood(meaning) for meaning in meanings)
    return Statement(f"s_{at:%y%m%d%H%M}_{digest}", words, at, via, source, proven, understood)


def literally(rulebook: Rulebook, *codes: str) -> Rulebook:
    """Return the rulebook with only these packs, taken literally as scenario files do."""
    packs = {code: rulebook.packs[code] for code in codes}
    return replace(rulebook, packs=packs, literal=True)
