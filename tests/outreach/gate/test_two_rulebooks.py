"""What was cleared under one rulebook does not leave under another."""

from __future__ import annotations

import asyncio
import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from zoneinfo import ZoneInfo

import pytest

from outreach.clock import SimulatedClock
from outreach.domain.attempts import AttemptState
from outreach.errors import ConflictError
from outreach.gate.gate import Gate
from outreach.gate.pressing import press
from outreach.store import holds, house
from outreach.store.unit import Store
from policies.channel import Channel
from policies.rulebook import Rulebook
from policies.statement import EVERY_DAY, Quiet
from policies.verdict import Allow, Defer
from tests.outreach.gate.world import PlainWords, World

HOME = "America/Los_Angeles"
HALF_PAST_NINE = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
"""There, by the clock of today; by tomorrow's data it is an hour earlier."""
ASLEEP = Quiet(EVERY_DAY, 21 * 60, 9 * 60)


def an_hour_later() -> ZoneInfo:
    """Los Angeles as new data could have it: nine hours behind UTC all the year (RFC 8536)."""
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    types = struct.pack(">lbb", -9 * 3600, 0, 0) + b"PXT\0"
    header = b"TZif2" + bytes(15)
    body = header + counts + types
    return ZoneInfo.from_file(io.BytesIO(body + body + b"\n<-09>9\n"), key=HOME)


def updated(book: Rulebook) -> Rulebook:
    """The rulebook after somebody has updated tzdata and started the house again."""
    moved, before = an_hour_later(), book.atlas.zone
    atlas = replace(book.atlas, zone=lambda name: moved if name == HOME else before(name))
    return replace(book, atlas=atlas, fingerprint="another tzdata")


def started(world: World, book: Rulebook) -> World:
    """The house in a process of its own that has just begun with this rulebook."""
    world.store.write(lambda conn: house.use_rulebook(conn, book.fingerprint))
    other = World(world.store, world.clock, book)
    other.mint, other.doors = world.mint, world.doors
    other.gate = other.another_gate()
    return other


def at_home(store: Store) -> World:
    world = World(store, clock=SimulatedClock(HALF_PAST_NINE))
    return started(world, world.rulebook)


def to_look_at_again(world: World) -> list[str]:
    return world.store.read(lambda conn: holds.stale(conn, 10))


def test_time_zone_data_that_moved_before_the_hand_over_is_judged_afresh(store: Store) -> None:
    """CASES 49"""
    world = at_home(store)
    somebody = world.person(zone=HOME)
    world.word(somebody, ASLEEP, words="not before nine in the morning")
    attempt = world.plan(somebody)
    passed = world.gate.judge_batch([attempt])
    assert isinstance(passed.cleared[0].case.decision.verdict, Allow)
    later = started(world, updated(world.rulebook))
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == []
    assert world.state(attempt) is AttemptState.PLANNED
    outcome = asyncio.run(later.gate.pass_batch([attempt]))[0]
    assert outcome.verdict == Defer(HALF_PAST_NINE + timedelta(minutes=30))
    assert "before Tue 24 Nov 2026 09:00 their time" in outcome.sentence
    assert [each["fingerprint"] for each in world.decisions(attempt)] == [
        world.rulebook.fingerprint,
        "another tzdata",
    ]


def test_what_is_held_is_judged_afresh_under_another_rulebook(store: Store) -> None:
    world = at_home(store)
    attempt = world.plan(world.person(), message="broken")
    asyncio.run(world.gate.pass_batch([attempt]))
    assert to_look_at_again(world) == []
    started(world, updated(world.rulebook))
    assert to_look_at_again(world) == [attempt]


def test_the_same_rulebook_once_more_disturbs_nothing(store: Store) -> None:
    world = at_home(store)
    attempt = world.plan(world.person())
    passed = world.gate.judge_batch([attempt])
    started(world, world.rulebook)
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == [attempt]


def given(world: World, rulebook: Callable[[], Rulebook]) -> Gate:
    """A gate of this world which asks here what is in force."""
    words, habits = PlainWords(), world.habits
    return Gate(world.store, rulebook, world.doors, words, world.clock, world.mint, habits)


def after(world: World, asked: int) -> Callable[[], Rulebook]:
    """Somebody adopts a value after the gate has asked so many times what is in force."""
    books: Iterator[Rulebook] = chain([world.rulebook] * asked, repeat(updated(world.rulebook)))
    return lambda: next(books)


def test_a_running_house_judges_its_next_batch_by_the_rulebook_that_somebody_changed(
    store: Store,
) -> None:
    world = at_home(store)
    somebody, other = world.person(zone=HOME), world.person(zone=HOME)
    for one in (somebody, other):
        world.word(one, ASLEEP, words="not before nine in the morning")
    first, second = world.plan(somebody), world.plan(other)
    passed = world.gate.judge_batch([first])
    assert isinstance(passed.judged[0].verdict, Allow)
    world.rulebook = updated(world.rulebook)
    outcome = asyncio.run(world.gate.pass_batch([second]))[0]
    assert outcome.verdict == Defer(HALF_PAST_NINE + timedelta(minutes=30))
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == []
    assert store.read(house.get).rulebook_fingerprint == "another tzdata"


def test_a_rulebook_that_changes_while_facts_are_gathered_judges_them(store: Store) -> None:
    """The epoch that is read then is already the new one's: nothing else would notice."""
    world = at_home(store)
    somebody = world.person(zone=HOME)
    world.word(somebody, ASLEEP, words="not before nine in the morning")
    attempt = world.plan(somebody)
    gate = given(world, after(world, 2))
    assert asyncio.run(gate.pass_batch([attempt]))[0].verdict == Defer(
        HALF_PAST_NINE + timedelta(minutes=30)
    )
    assert [each["fingerprint"] for each in world.decisions(attempt)] == ["another tzdata"]


def test_a_press_while_the_rulebook_changes_shows_no_number(store: Store) -> None:
    world = at_home(store)
    call = world.plan(world.person(zone=HOME), Channel.PHONE)
    asyncio.run(world.gate.pass_batch([call]))
    with pytest.raises(ConflictError, match="the rulebook changed just now: press again"):
        asyncio.run(press(given(world, after(world, 2)), call, "Ben"))
    assert world.sent(Channel.PHONE) == []
