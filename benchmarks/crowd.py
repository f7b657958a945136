"""Made-up people in various situations, always the same ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from policies.channel import Channel, Kind, Purpose
from policies.facts import Contact, Facts, Point, Proposed, Someone, Words
from policies.statement import (
    Avoid,
    Meaning,
    Prefer,
    Quiet,
    Refuse,
    Source,
    Statement,
    Understood,
    Via,
)

NOW = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
_REGIONS = ("US-NV", "US-NY", "US-TX", "US-FL", "US-CA", "US-IL")
_NUMBERS = ("702", "212", "214", "305", "415", "312")
_SAID: tuple[tuple[str, Meaning], ...] = (
    ("I can't do phone, please email me", Avoid(Channel.PHONE)),
    ("email is best", Prefer(Channel.EMAIL)),
    ("don't call me", Refuse(Channel.PHONE)),
    ("never before ten", Quiet(start=0, end=600)),
)


def facts_of(count: int, seed: int = 1) -> list[Facts]:
    """Return the facts of `count` attempts; one in eight has said something."""
    random = Random(seed)
    return [_somebody(index, random) for index in range(count)]


def _somebody(index: int, random: Random) -> Facts:
    where = random.randrange(len(_REGIONS))
    number = f"+1{_NUMBERS[where]}555{index % 10_000:04d}"
    channel = random.choice((Channel.EMAIL, Channel.EMAIL, Channel.PHONE))
    words = Words(digest=f"{index:064x}")
    facts = Facts(
        Proposed(channel, Purpose.MARKETING, "Ana Ruiz", channel is Channel.EMAIL, words=words),
        Someone(f"Person {index}", "US", _REGIONS[where], kind=Kind.BUSINESS),
        (
            Point(Channel.EMAIL, f"person{index}@example.com"),
            Point(Channel.PHONE, number),
        ),
    )
    if index % 8 == 0:
        words_said, meaning = random.choice(_SAID)
        facts = replace(facts, statements=(_statement(index, words_said, meaning),))
    if index % 5 == 0:
        at = NOW - timedelta(days=random.randrange(1, 20))
        facts = replace(facts, contacts=(Contact(at, channel, Purpose.MARKETING, "Ana Ruiz"),))
    return facts


def _statement(index: int, words: str, meaning: Meaning) -> Statement:
    said_at = NOW - timedelta(days=3)
    understood = (Understood(meaning),)
    return Statement(f"s_{index}", words, said_at, Via.EMAIL, Source.REPLY, True, understood)
