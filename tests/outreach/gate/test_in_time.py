"""A text may be held by its carrier for as long as we would still have sent it, and no longer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from channels.contract import TextWords
from outreach.bootstrap.rulebook import load_rulebook
from policies.channel import Channel
from policies.statement import EVERY_DAY, Quiet
from tests.outreach.gate.world import World

MINUTE = 60


@pytest.fixture
def strict(world: World) -> World:
    """Return the same house under every pack that we ship."""
    world.rulebook = load_rulebook()
    world.gate = world.another_gate()
    return world


def held(world: World) -> int | None:
    words = world.doors[Channel.SMS].taken[-1].content
    assert isinstance(words, TextWords)
    return words.valid_seconds


def sent_at(world: World, at: str, *quiet: Quiet, **more: Any) -> int | None:  # noqa: ANN401
    """Send a text to Las Vegas at this hour there; return the seconds for which it may be held."""
    world.expect(datetime.fromisoformat(at))
    somebody = world.person(country="US", region="US-NV", zone="America/Los_Angeles")
    if quiet:
        world.word(somebody, *quiet, words="Never after three, please.")
    attempt = world.plan(somebody, Channel.SMS, **more)
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.sent(Channel.SMS)[-1:] == [attempt], world.row(attempt)["outcome_detail"]
    return held(world)


def test_a_text_is_held_until_the_house_closes_where_they_are(strict: World) -> None:
    assert sent_at(strict, "2026-11-24T12:00-08:00") == 6 * 3600 - MINUTE


def test_a_text_is_not_held_into_their_own_quiet_time(strict: World) -> None:
    quiet = Quiet(EVERY_DAY, 15 * 60, 16 * 60)
    assert sent_at(strict, "2026-11-24T12:00-08:00", quiet) == 3 * 3600 - MINUTE


def test_a_text_sent_just_before_closing_is_not_held_at_all(strict: World) -> None:
    assert sent_at(strict, "2026-11-24T17:59:30-08:00") == 1


def test_a_text_that_is_soon_not_worth_sending_is_not_held_longer(strict: World) -> None:
    expires = datetime.fromisoformat("2026-11-24T12:10-08:00")
    assert sent_at(strict, "2026-11-24T12:00-08:00", expires_at=expires) == 9 * MINUTE


@pytest.mark.parametrize(
    ("at", "hours"),
    [("2026-11-01T00:30-07:00", 4), ("2027-03-14T00:30-08:00", 2), ("2026-11-08T00:30-08:00", 3)],
)
def test_the_hours_are_counted_across_a_night_on_which_the_clocks_change(
    world: World, at: str, hours: int
) -> None:
    """CASES 45."""
    world.rulebook = replace(load_rulebook(), packs={}, literal=True)
    world.gate = world.another_gate()
    quiet = Quiet(EVERY_DAY, 3 * 60 + 30, 8 * 60)
    assert sent_at(world, at, quiet) == hours * 3600 - MINUTE


def test_an_email_is_held_by_nobody(world: World) -> None:
    asyncio.run(world.gate.pass_batch([world.plan(world.person())]))
    assert world.sent()
