"""Whoever is away or has left owes nothing that nobody keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.people import Duty, Member, Person
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services import agenda as days
from outreach.services import hand_over, keep_promises
from outreach.services.agenda import Group
from outreach.services.waiting import unanswered
from outreach.store import attempts, ledger, people, tables, team
from outreach.store.unit import Store
from policies.channel import Channel
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import build

FOUR_WEEKS_ON = datetime(2026, 12, 22, 16, 0, tzinfo=UTC)
LATER = timedelta(days=60)


@pytest.fixture
def both(store: Store) -> Both:
    """A house with a gate, on each database in turn."""
    world = World(store)
    return Both(world, build(store, world.clock, world.gate.stopped))


def looked_after(both: Both, member: Member, name: str = "Maria Delgado") -> Person:
    maria = both.world.person(name, zone="America/New_York", owner_id=member.id)
    both.house.writes(maria, "Call me in 4 weeks and I will order.")
    return maria


def away(both: Both, who: str, **values: object) -> None:
    told = {"since": both.world.clock.now(), "by": who, **values}
    hand_over.away(both.world.store, hand_over.Away(who, **told), both.world.clock.now())  # type: ignore[arg-type]


def promised(both: Both, rep: Member) -> list[str]:
    on = FOUR_WEEKS_ON.date()
    zone = ZoneInfo("UTC")
    found = days.agenda(both.world.gate, rep.id, on, zone, lambda person: ())
    return [f"{one.name} for {one.covers}" for one in found.of(Group.PROMISED)]


def test_a_promise_of_the_absent_is_on_the_covers_agenda_and_comes_back(both: Both) -> None:
    ana, ben = both.house.member("Ana Ruiz"), both.house.member("Ben Okri")
    looked_after(both, ana)
    away(both, "Ana Ruiz", until=FOUR_WEEKS_ON + LATER, covered_by="Ben Okri")
    assert promised(both, ben) == ["Maria Delgado for Ana Ruiz"]
    assert promised(both, ana) == []
    hand_over.back(both.world.store, "Ana Ruiz", "Ana Ruiz", both.world.clock.now())
    assert promised(both, ben) == []
    assert promised(both, ana) == ["Maria Delgado for "]


def test_the_cover_may_keep_it_and_no_other_colleague_before_it_is_overdue(both: Both) -> None:
    ana, _ = both.house.member("Ana Ruiz"), both.house.member("Ben Okri")
    both.house.member("Dan Wu")
    maria = looked_after(both, ana)
    (promise,) = both.house.promises(maria)
    store, now = both.world.store, both.world.clock.now()
    with pytest.raises(InputError, match="Ana Ruiz has time to keep this"):
        keep_promises.take_over(store, promise.id, "Dan Wu", now)
    away(both, "Ana Ruiz", covered_by="Ben Okri")
    with pytest.raises(InputError, match="Ben Okri has time to keep this"):
        keep_promises.take_over(store, promise.id, "Dan Wu", now)
    assert keep_promises.take_over(store, promise.id, "Ben Okri", now).owner != ana.id


def test_without_a_cover_it_is_the_managers_and_without_one_anybodys(both: Both) -> None:
    ana, ben = both.house.member("Ana Ruiz"), both.house.member("Ben Okri")
    looked_after(both, ana)
    away(both, "Ana Ruiz")
    assert promised(both, ben) == ["Maria Delgado for Ana Ruiz"]
    cora = Member(new_id("t"), "Cora Lindt", both.world.clock.now(), duty=Duty.MANAGER)
    both.world.store.write(lambda conn: team.add(conn, cora))
    assert promised(both, cora) == ["Maria Delgado for Ana Ruiz"]
    assert promised(both, ben) == []


def test_a_letter_to_somebody_of_the_absent_waits_for_the_cover(both: Both) -> None:
    ana, ben = both.house.member("Ana Ruiz"), both.house.member("Ben Okri")
    scott = both.world.person("Scott Reyes", owner_id=ana.id)
    both.house.writes(scott, "Tell me more about the maps.")
    away(both, "Ana Ruiz", covered_by="Ben Okri")
    now, after = both.world.clock.now(), both.house.ears.business_days_after
    (one,) = unanswered(both.world.store, now, after)
    assert one.owner == ben


def test_nothing_says_why_somebody_is_away(both: Both) -> None:
    columns = {column.name for column in tables.absence.columns}
    known = {"id", "member_id", "since", "until", "covered_by", "noted_at", "noted_by", "ended_at"}
    assert columns == known


def test_nobody_covers_for_themselves_or_comes_back_who_was_there(both: Both) -> None:
    both.house.member("Ana Ruiz")
    with pytest.raises(InputError, match="cannot cover for themselves"):
        away(both, "Ana Ruiz", covered_by="Ana Ruiz")
    with pytest.raises(InputError, match="Ana Ruiz is not away"):
        hand_over.back(both.world.store, "Ana Ruiz", "Ana Ruiz", both.world.clock.now())


def test_whoever_leaves_gives_everything_to_a_colleague(both: Both) -> None:
    ana, ben = both.house.member("Ana Ruiz"), both.house.member("Ben Okri")
    maria = looked_after(both, ana)
    planned = both.world.plan(maria, Channel.PHONE, state=AttemptState.QUEUED, by="Ana Ruiz")
    store, now = both.world.store, both.world.clock.now()
    moved = hand_over.leave(store, "Ana Ruiz", "Ben Okri", "Ben Okri", now)
    assert (moved.people, moved.promises, moved.contacts) == (1, 1, 1)
    assert store.read(lambda conn: people.get(conn, maria.id)).owner_id == ben.id
    assert store.read(lambda conn: attempts.get(conn, planned)).by == "Ben Okri"
    assert [one.owner for one in both.house.promises(maria)] == [ben.id]
    assert promised(both, ben) == ["Maria Delgado for "]
    kinds = [one["kind"] for one in store.read(lambda conn: ledger.entries_of(conn, [ana.id]))]
    assert kinds == ["left the team", "handed over"]


def test_leaving_that_was_cut_short_can_be_finished(both: Both) -> None:
    """Nothing waits meanwhile: whoever takes over keeps it before a single row has moved."""
    ana, ben = both.house.member("Ana Ruiz"), both.house.member("Ben Okri")
    looked_after(both, ana)
    store, now = both.world.store, both.world.clock.now()
    store.write(lambda conn: team.leave(conn, ana.id, ben.id, now))
    assert promised(both, ben) == ["Maria Delgado for Ana Ruiz"]
    hand_over.leave(store, "Ana Ruiz", "Ben Okri", "Ben Okri", now)
    assert promised(both, ben) == ["Maria Delgado for "]


def test_whoever_left_can_take_nothing_over(both: Both) -> None:
    both.house.member("Ana Ruiz")
    both.house.member("Ben Okri")
    store, now = both.world.store, both.world.clock.now()
    hand_over.leave(store, "Ana Ruiz", "Ben Okri", "Ben Okri", now)
    with pytest.raises(InputError, match="Ana Ruiz has left the team"):
        hand_over.leave(store, "Ben Okri", "Ana Ruiz", "Ben Okri", now)
    with pytest.raises(InputError, match="Ana Ruiz has left the team"):
        away(both, "Ben Okri", covered_by="Ana Ruiz")
