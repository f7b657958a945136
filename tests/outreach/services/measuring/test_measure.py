"""A period is measured by what it came to for people."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.losses import By
from outreach.domain.shares import Share
from outreach.errors import InputError
from outreach.services.measuring import Measures, measure, period
from outreach.store import attempts
from outreach.store.unit import Store
from policies.channel import Channel
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import build

HOUR = timedelta(hours=1)


@pytest.fixture
def both(store: Store) -> Both:
    """A house with a gate, on each database in turn."""
    world = World(store)
    return Both(world, build(store, world.clock, world.gate.stopped))


def measured(both: Both, by: By = By.SEQUENCE) -> Measures:
    both.world.later(HOUR)
    now = both.world.clock.now()
    asked = period(now, now - timedelta(days=30), None, by)
    return measure(both.world.store, asked, lambda person: (ZoneInfo("UTC"),), now)


def hears_from_us(both: Both, name: str) -> str:
    somebody = both.world.person(name)
    asyncio.run(both.world.gate.pass_batch([both.world.plan(somebody)]))
    both.world.later(HOUR)
    return somebody.id


def test_whoever_stops_us_soon_after_a_contact_is_lost_after_it(both: Both) -> None:
    both.house.member("Ana Ruiz")
    scott = both.world.person("Scott Reyes")
    hears_from_us(both, "Ingrid Lund")
    asyncio.run(both.world.gate.pass_batch([both.world.plan(scott)]))
    both.world.later(HOUR)
    both.house.writes(scott, "Never contact me again.")
    lost = measured(both, By.CHANNEL).lost
    assert (lost.lost, lost.with_a_wish) == (Share(1, 2), Share(0, 0))
    assert [(one.name, one.lost) for one in lost.groups] == [("email", Share(1, 2))]


def test_a_stop_that_nothing_followed_was_obeyed_at_once(both: Both) -> None:
    scott = both.world.person("Scott Reyes")
    planned = both.world.plan(scott)
    both.house.writes(scott, "Never contact me again.")
    found = measured(both)
    assert (found.words.obeyed, found.words.against) == (Share(1, 1), 0)
    assert found.spared.withdrawn == 1
    assert both.house.state(planned) is AttemptState.WITHDRAWN
    assert found.stops.to_silence is not None
    assert found.stops.to_silence.longest == timedelta()


def test_a_contact_around_the_gate_is_found_by_the_words_alone(both: Both) -> None:
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, "Never contact me again.")
    both.world.later(HOUR)
    outside = both.world.plan(scott, Channel.EMAIL, state=AttemptState.ACCEPTED)
    row = {"id": outside, "sending_since": both.world.clock.now(), "outside": True}
    both.world.store.write(partial(attempts.set_many, changes=[row]))
    words = measured(both).words
    assert (words.obeyed, words.against, words.around) == (Share(0, 1), 1, 1)


def test_a_period_that_ends_before_it_begins_is_refused(both: Both) -> None:
    now = both.world.clock.now()
    with pytest.raises(InputError, match="ends after it begins"):
        period(now, now + HOUR)
