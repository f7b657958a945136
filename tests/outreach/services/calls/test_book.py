"""The call book shows whom to call and when, and no number; every call that is made counts."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from outreach.bootstrap.rulebook import load_rulebook
from outreach.clock import SimulatedClock
from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.gate.pressing import press, press_person
from outreach.services import keep_promises
from outreach.services.calls import Call, Group, book, page, thought_of
from outreach.store.unit import Store
from policies.channel import Channel
from policies.statement import Avoid, Prefer
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import build

ELEVEN_IN_LAS_VEGAS = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
SIX_IN_LAS_VEGAS = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
WITH_NUMBER = "Thanks, that is interesting. Scott, (702) 555-0001 or +1 702.555.0001"


@pytest.fixture
def vegas(sqlite_store: Store) -> World:
    return World(sqlite_store, SimulatedClock(ELEVEN_IN_LAS_VEGAS), load_rulebook())


def queued(world: World, person: Person) -> str:
    return world.plan(person, Channel.PHONE, state=AttemptState.QUEUED, topic="maps")


def groups(world: World) -> dict[str, Group]:
    return {one.name: one.group for one in book(world.gate, "Ana Ruiz")}


def only(world: World) -> Call:
    (call,) = book(world.gate, "Ana Ruiz")
    return call


def test_the_book_shows_what_they_said_last_and_no_number(both: Both) -> None:
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, WITH_NUMBER)
    queued(both.world, scott)
    call = only(both.world)
    assert call.last_said is not None
    assert call.last_said.words.startswith("Thanks, that is interesting.")
    assert "0001" not in repr(call)


def test_a_page_shows_the_story_and_the_script_and_no_number(both: Both) -> None:
    scott = both.world.person("Scott Reyes", notes="rings best on 702 555 0001")
    both.house.writes(scott, WITH_NUMBER)
    topic, message = "maps for 702-555-0001", "ask for 1 702 555 0001"
    both.world.plan(scott, Channel.PHONE, message, state=AttemptState.QUEUED, topic=topic)
    shown = page(both.world.gate, only(both.world), "Ana Ruiz")
    assert "for you" in shown.script
    assert any("that is interesting" in one.what for one in shown.story)
    assert "0001" not in repr(shown)


def test_the_book_is_grouped_by_what_can_be_done_now(vegas: World) -> None:
    place = {"region": "US-NV", "zone": "America/Los_Angeles"}
    for name in ("Open Now", "Promised Today", "Not By Phone"):
        queued(vegas, vegas.person(name, **place))
    asleep = vegas.person("Asleep Still", country="JP", zone="Asia/Tokyo", region=None)
    queued(vegas, asleep)
    people = {one.name: one.person_id for one in book(vegas.gate, "Ana Ruiz")}
    ears = build(vegas.store, vegas.clock)
    vegas.clock.advance(timedelta(seconds=1))
    wish = {"Not By Phone": (Avoid(Channel.PHONE), Prefer(Channel.EMAIL))}
    for name, meanings in wish.items():
        vegas.word(_person(vegas, people[name]), *meanings, words="not by phone")
    ears.writes(_person(vegas, people["Promised Today"]), "Call me today at 11:30.")
    found = groups(vegas)
    assert list(found.values()) == sorted(found.values(), key=list(Group).index)
    assert found["Promised Today"] is Group.PROMISED
    assert found["Open Now"] is Group.OPEN
    assert found["Not By Phone"] is Group.ELSEWHERE
    assert found["Asleep Still"] is not Group.OPEN


def _person(world: World, person_id: str) -> Person:
    from outreach.store import people

    return world.store.read(lambda conn: people.get(conn, person_id))


def test_a_closed_call_says_when_it_opens_on_their_clock(sqlite_store: Store) -> None:
    world = World(sqlite_store, SimulatedClock(SIX_IN_LAS_VEGAS), load_rulebook())
    queued(world, world.person(region="US-NV", zone="America/Los_Angeles"))
    call = only(world)
    assert call.group is Group.CLOSED
    assert call.opens_at is not None
    assert f"{call.opens_at.astimezone(call.zones[0]):%a %H:%M}" == "Tue 10:00"
    assert "Not by phone before" in call.why


def test_what_was_shown_to_somebody_waits_for_their_word_alone(vegas: World) -> None:
    call = queued(vegas, vegas.person(region="US-NV"))
    assert asyncio.run(press(vegas.gate, call, "Ana Ruiz")).granted
    assert only(vegas).group is Group.UNSAID
    assert book(vegas.gate, "Ben Okri") == []


def test_whoever_was_promised_a_call_is_in_the_book_once(both: Both) -> None:
    maria = both.world.person("Maria Delgado", zone="America/New_York")
    both.house.member("Ana Ruiz")
    both.house.writes(maria, "Call me in 4 weeks.")
    queued(both.world, maria)
    call = only(both.world)
    assert (call.promised, call.group) == (True, Group.CLOSED)


def test_a_call_somebody_just_thought_of_stands_as_any_other(both: Both) -> None:
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, "Please don't call me, email is fine.")
    assert thought_of(both.world.gate, scott.id, "Ben Okri").group is Group.ELSEWHERE
    assert book(both.world.gate, "Ben Okri") == []


def test_a_call_somebody_just_thought_of_is_judged_too(both: Both) -> None:
    """CASES 10."""
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, f"Please don't call me, email is fine. {WITH_NUMBER}")
    pressed = asyncio.run(press_person(both.world.gate, scott.id, "Ben Okri"))
    assert not pressed.granted
    assert "Please don't call me" in pressed.explanation
    assert "0001" not in pressed.explanation


def test_calls_that_nobody_took_use_up_the_cap(vegas: World) -> None:
    """CASES 61: attempts count, human ones too, and they are shared by all of us."""
    scott = vegas.person("Scott Reyes", region="US-NV")
    for _ in range(3):
        assert asyncio.run(press(vegas.gate, queued(vegas, scott), "Ana Ruiz")).granted
    refused = asyncio.run(press(vegas.gate, queued(vegas, scott), "Ben Okri"))
    assert not refused.granted
    assert "3 in 24 hours" in refused.explanation


def test_a_promise_rung_in_vain_uses_up_the_cap_too(vegas: World) -> None:
    """CASES 61: a promise is one contact; trying again and again is calling."""
    house = build(vegas.store, vegas.clock)
    house.member("Ana Ruiz")
    maria = vegas.person("Maria Delgado", region="US-NV", zone="America/Los_Angeles")
    house.writes(maria, "Call me today at 11:30.")
    vegas.later(timedelta(minutes=31))
    (promise,) = house.promises(maria)
    granted = []
    for _ in range(6):
        vegas.later(timedelta(minutes=1))
        pressed = asyncio.run(keep_promises.keep_by_call(vegas.gate, promise.id, "Ana Ruiz"))
        granted.append(pressed.granted)
    assert granted == [True, True, True, True, False, False]
