"""The call book shows no number, and every call that is made counts."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from outreach.bootstrap.rulebook import load_rulebook
from outreach.clock import SimulatedClock
from outreach.domain.attempts import AttemptState
from outreach.errors import InputError
from outreach.gate.pressing import press, press_person
from outreach.services.calls import CameOf, came_of, waiting
from outreach.store import points
from outreach.store.unit import Store
from policies.channel import Channel
from policies.facts import PointState
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both

ELEVEN_IN_LAS_VEGAS = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


def test_the_book_shows_what_they_said_last_and_no_number(both: Both) -> None:
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, "Thanks, that is interesting.")
    both.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
    (call,) = waiting(both.world.store)
    assert call.last_said is not None
    assert call.last_said.words == "Thanks, that is interesting."
    assert "+1702" not in str(asdict(call))


def test_a_call_somebody_just_thought_of_is_judged_too(both: Both) -> None:
    """CASES 10."""
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, "Please don't call me, email is fine.")
    pressed = asyncio.run(press_person(both.world.gate, scott.id, "Ben Okri"))
    assert not pressed.granted
    assert "Please don't call me" in pressed.explanation


def test_a_call_counts_whether_anybody_answered_or_not(both: Both) -> None:
    """CASES 61."""
    both.house.member("Ana Ruiz")
    scott = both.world.person("Scott Reyes")
    call = both.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
    assert asyncio.run(press(both.world.gate, call, "Ana Ruiz")).granted
    came_of(both.world.store, call, CameOf.NO_ANSWER, "Ana Ruiz", both.world.clock.now())
    row = both.world.row(call)
    assert row["sending_since"] is not None
    assert row["outcome_code"] == "no-answer"


def test_calls_that_nobody_took_use_up_the_cap(sqlite_store: Store) -> None:
    """CASES 61: attempts count, human ones too, and they are shared by all of us."""
    world = World(sqlite_store, SimulatedClock(ELEVEN_IN_LAS_VEGAS), load_rulebook())
    scott = world.person("Scott Reyes", region="US-NV")
    for _ in range(3):
        call = world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
        assert asyncio.run(press(world.gate, call, "Ana Ruiz")).granted
    call = world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
    refused = asyncio.run(press(world.gate, call, "Ben Okri"))
    assert not refused.granted
    assert "3 in 24 hours" in refused.explanation


def test_a_wrong_number_is_not_rung_again(both: Both) -> None:
    both.house.member("Ana Ruiz")
    scott = both.world.person("Scott Reyes")
    call = both.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
    asyncio.run(press(both.world.gate, call, "Ana Ruiz"))
    came_of(both.world.store, call, CameOf.WRONG_NUMBER, "Ana Ruiz", both.world.clock.now())
    found = both.world.store.read(lambda conn: points.of(conn, scott.id))
    phones = [one.state for one in found if one.channel is Channel.PHONE]
    assert phones == [PointState.WRONG_PERSON]


def test_nothing_came_of_a_call_that_nobody_made(both: Both) -> None:
    both.house.member("Ana Ruiz")
    scott = both.world.person("Scott Reyes")
    call = both.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
    with pytest.raises(InputError, match="no call that was made"):
        came_of(both.world.store, call, CameOf.CONNECTED, "Ana Ruiz", both.world.clock.now())
