"""A manager sees what is owed and kept, and by whom; nobody is measured by calls dialled."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from outreach.domain.cadences import Cadence
from outreach.domain.commitments import CommitmentKind
from outreach.ids import new_id
from outreach.services import hand_over, keep_promises
from outreach.services.keep_promises import Pledge
from outreach.services.oversee import Work, overview
from outreach.store import cadences
from outreach.store.unit import Store
from policies.statement import WallTime
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import build

FRIDAY = date(2026, 11, 27)
WEEK = timedelta(days=7)


@pytest.fixture
def both(store: Store) -> Both:
    """A house with a gate, on each database in turn."""
    world = World(store)
    return Both(world, build(store, world.clock, world.gate.stopped))


def work(both: Both) -> dict[str, Work]:
    found = overview(both.world.store, both.world.clock.now())
    return {one.member.name if one.member else "anybody": one for one in found.each}


def meet(both: Both, by: str) -> str:
    somebody = both.world.person("Maria Delgado")
    pledge = Pledge(
        *(somebody.id, "at the fair", WallTime(FRIDAY, 600), by, CommitmentKind.MEETING)
    )
    now = both.world.clock.now()
    return keep_promises.make(both.world.store, pledge, [ZoneInfo("UTC")], now).id


def done(both: Both, promise: str, by: str) -> None:
    keep_promises.done(both.world.store, promise, by, "", both.world.clock.now())


def test_of_promises_whose_time_came_all_are_counted_kept_or_not(both: Both) -> None:
    both.house.member("Ana Ruiz")
    in_time, late, _ = (meet(both, "Ana Ruiz") for _ in range(3))
    dropped = meet(both, "Ana Ruiz")
    done(both, in_time, "Ana Ruiz")
    both.world.later(WEEK)
    done(both, late, "Ana Ruiz")
    store, now = both.world.store, both.world.clock.now()
    keep_promises.release(store, dropped, "cancelled the fair", "Ana Ruiz", now)
    ana = work(both)["Ana Ruiz"]
    assert (ana.due, ana.in_time, ana.late, ana.released) == (4, 1, 1, 1)
    assert (ana.owed, ana.overdue) == (1, 1)
    assert ana.oldest is not None


def test_letters_and_people_without_a_word_stand_with_whoever_looks_after_them(
    both: Both,
) -> None:
    ana = both.house.member("Ana Ruiz")
    scott = both.world.person("Scott Reyes", owner_id=ana.id)
    nobodys = both.world.person("Ingrid Lund")
    now = both.world.clock.now()
    for one in (scott, nobodys):
        rhythm = Cadence(new_id("q"), 3, "Ana Ruiz", now, person_id=one.id)
        both.world.store.write(partial(cadences.put, one=rhythm))
        both.world.store.write(partial(cadences.refresh, ids=[one.id], now=now))
    both.house.writes(scott, "Tell me more.")
    both.world.later(WEEK)
    found = work(both)
    assert (found["Ana Ruiz"].letters, found["Ana Ruiz"].silent) == (1, 1)
    assert (found["anybody"].letters, found["anybody"].silent) == (0, 1)


def test_whoever_is_away_is_shown_with_their_cover(both: Both) -> None:
    both.house.member("Ana Ruiz")
    ben = both.house.member("Ben Okri")
    now = both.world.clock.now()
    told = hand_over.Away("Ana Ruiz", now, "Ben Okri", covered_by="Ben Okri")
    hand_over.away(both.world.store, told, now)
    assert work(both)["Ana Ruiz"].covered_by == ben


def test_whoever_left_is_shown_no_more(both: Both) -> None:
    both.house.member("Ana Ruiz")
    both.house.member("Ben Okri")
    store, now = both.world.store, both.world.clock.now()
    hand_over.leave(store, "Ana Ruiz", "Ben Okri", "Ben Okri", now)
    assert set(work(both)) == {"Ben Okri", "anybody"}
