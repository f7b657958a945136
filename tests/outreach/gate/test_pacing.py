from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.attempts import AttemptState
from outreach.gate.limits import Limit, Limits
from outreach.gate.outcomes import Outcome
from outreach.gate.pacing import Meter
from outreach.services.reach_out import ReachOut, next_due
from outreach.store import pace
from outreach.store.pace import PaceRow
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.statement import Refuse
from policies.verdict import Allow
from tests.outreach.gate.world import World

START = datetime(2026, 11, 24, 12, 0, 0, 400_000, tzinfo=UTC)
TEN_A_MINUTE = Limits(sender_per_minute=10)


def limit(most: int, stretch: timedelta = timedelta(minutes=1)) -> Limit:
    return Limit("minute:hello@house.example", most, stretch, "a minute by one sender")


@given(
    most=st.integers(1, 40),
    waits=st.lists(st.integers(0, 90_000), min_size=1, max_size=200),
    urgent=st.booleans(),
)
def test_no_stretch_of_time_ever_holds_more_than_the_limit(
    most: int, waits: list[int], urgent: bool
) -> None:
    bound, meter, now = limit(most), Meter(PaceRow("k")), START
    left: list[datetime] = []
    for milliseconds in waits:
        now += timedelta(milliseconds=milliseconds)
        if meter.has_room(bound, now, urgent=urgent):
            meter.take(bound, now)
            left.append(now)
    for end in left:
        inside = [one for one in left if end - bound.stretch < one <= end]
        assert len(inside) <= bound.open_to(urgent=urgent)


@given(most=st.integers(1, 40), count=st.integers(1, 120))
def test_whatever_waits_has_room_when_its_moment_comes(most: int, count: int) -> None:
    bound, meter = limit(most), Meter(PaceRow("k"))
    waiting = [START] * count
    left = 0
    for _ in range(count * 3):
        if not waiting:
            break
        now = waiting.pop(0)
        if meter.has_room(bound, now, urgent=False):
            meter.take(bound, now)
            left += 1
        else:
            waiting.append(meter.plan(bound, now, urgent=False))
            waiting.sort()
    assert left == count


def test_what_waits_is_spread_evenly_and_not_over_one_moment() -> None:
    bound, meter = limit(10), Meter(PaceRow("k"))
    for _ in range(9):
        meter.take(bound, START)
    planned = [meter.plan(bound, START, urgent=False) for _ in range(30)]
    assert planned[0] > START + timedelta(seconds=60)
    apart = {later - one for one, later in pairwise(planned)}
    assert apart == {timedelta(seconds=61) / 9}


def test_a_tenth_is_kept_for_what_is_urgent() -> None:
    bound = limit(30)
    assert (bound.open_to(urgent=False), bound.open_to(urgent=True)) == (27, 30)
    assert (limit(1).open_to(urgent=False), limit(2).open_to(urgent=False)) == (1, 1)


@pytest.fixture
def paced(world: World) -> World:
    return limited(world, TEN_A_MINUTE)


def limited(world: World, limits: Limits) -> World:
    world.habits = replace(world.habits, limits=limits)
    world.gate = world.another_gate()
    return world


def test_a_sender_hands_over_no_more_than_its_limit_and_plans_the_rest(paced: World) -> None:
    attempts = [paced.plan(paced.person()) for _ in range(25)]
    outcomes = asyncio.run(paced.gate.pass_batch(attempts))
    assert len(paced.sent()) == 9
    waiting = [one for one in outcomes if one.state is AttemptState.PLANNED]
    assert len(waiting) == 16
    assert {one.detail for one in waiting} == {"paced: our limit is 10 a minute by one sender"}
    moments = [paced.row(one.attempt_id)["due_at"] for one in waiting]
    assert moments == [one.due_at for one in waiting]
    assert len(set(moments)) == 16
    assert min(moments) > paced.clock.now()


def test_what_is_paced_is_no_contact_no_try_and_no_verdict_about_them(paced: World) -> None:
    attempts = [paced.plan(paced.person()) for _ in range(10)]
    outcomes = asyncio.run(paced.gate.pass_batch(attempts))
    (waiting,) = (one for one in outcomes if one.state is AttemptState.PLANNED)
    row = paced.row(waiting.attempt_id)
    assert (row["sending_since"], row["tries"], row["nonce"]) == (None, 0, None)
    assert waiting.verdict == Allow()
    assert {one["verdict"] for one in paced.decisions(waiting.attempt_id)} == {"allow"}


def test_all_leave_in_the_end_at_the_pace_of_the_limit(paced: World) -> None:
    attempts = [paced.plan(paced.person()) for _ in range(25)]
    began = paced.clock.now()
    asyncio.run(_until_done(paced))
    assert sorted(paced.sent()) == sorted(attempts)
    left = [paced.row(one)["sending_since"] for one in attempts]
    assert max(Counter((one - began) // timedelta(minutes=1) for one in left).values()) <= 10
    assert paced.clock.now() - began < timedelta(minutes=4)
    assert all(paced.row(one)["tries"] == 1 for one in attempts)


async def _until_done(world: World) -> None:
    reach = ReachOut(world.gate, lambda person: ())
    for _ in range(200):
        await reach.run()
        due = next_due(world.gate)
        if due is None:
            return
        world.expect(max(due, world.clock.now()))


def test_an_engine_with_a_limit_finds_nothing_to_do_until_the_next_may_go(paced: World) -> None:
    for _ in range(12):
        paced.plan(paced.person())
    reach = ReachOut(paced.gate, lambda person: ())
    assert len(asyncio.run(reach.run())) == 12
    assert asyncio.run(reach.run()) == []


def test_each_receiving_domain_has_its_own_limit(world: World) -> None:
    limited(world, Limits(domain_per_hour=2))
    here = [world.person(addresses=(f"p{n}@kestrel.example",)) for n in range(5)]
    there = world.person(addresses=("ben@heron.example",))
    attempts = [world.plan(one) for one in (*here, there)]
    outcomes = asyncio.run(world.gate.pass_batch(attempts))
    assert len(world.sent()) == 2
    assert attempts[-1] in world.sent()
    detail = "paced: our limit is 2 an hour to one receiving domain"
    assert Counter(one.detail for one in outcomes)[detail] == 4


def test_texts_and_mails_are_counted_by_their_own_senders(world: World) -> None:
    limited(world, Limits(sender_per_minute=1, domain_per_hour=1))
    mail = world.plan(world.person(addresses=("a@kestrel.example",)))
    text = world.plan(world.person(), Channel.SMS)
    other = world.plan(world.person(), Channel.SMS)
    asyncio.run(world.gate.pass_batch([mail, text, other]))
    assert (world.sent(), world.sent(Channel.SMS)) == ([mail], [text])


def test_the_strictest_limit_decides_and_takes_nothing_from_the_others(world: World) -> None:
    limited(world, Limits(sender_per_minute=100, sender_per_day=3))
    attempts = [world.plan(world.person()) for _ in range(6)]
    asyncio.run(world.gate.pass_batch(attempts))
    assert len(world.sent()) == 2
    waiting = [one for one in attempts if one not in world.sent()]
    first = min(world.row(one)["due_at"] for one in waiting)
    assert first > world.clock.now() + timedelta(hours=23)


def test_a_confirmation_goes_before_all_else_by_what_is_kept_for_it(paced: World) -> None:
    attempts = [paced.plan(paced.person()) for _ in range(20)]
    asyncio.run(paced.gate.pass_batch(attempts))
    assert len(paced.sent()) == 9
    stopped = paced.person()
    paced.word(stopped, Refuse(Channel.EMAIL))
    said = paced.store.read(lambda conn: paced.last_word(conn, stopped))
    confirmation = paced.plan(
        stopped, purpose=Purpose.ACKNOWLEDGE, acknowledges=said, automated=True
    )
    asyncio.run(paced.gate.pass_batch([confirmation]))
    assert confirmation in paced.sent()


def test_in_one_group_what_is_urgent_takes_the_room_first(world: World) -> None:
    limited(world, Limits(sender_per_minute=2))
    several = [world.plan(world.person()) for _ in range(5)]
    answer = world.plan(world.person(), purpose=Purpose.ANSWER, automated=False)
    asyncio.run(world.gate.pass_batch([*several, answer]))
    assert answer in world.sent()


def test_two_processes_share_a_limit_exactly(paced: World) -> None:
    several = [paced.plan(paced.person()) for _ in range(40)]
    others = [Store(paced.store.url) for _ in range(2)]
    found: list[list[Outcome]] = []

    def process(store: Store, ids: list[str]) -> None:
        gate = paced.gate_of(store)
        found.append(asyncio.run(gate.pass_batch(ids)))

    threads = [
        Thread(target=process, args=(store, several[n::2])) for n, store in enumerate(others)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for store in others:
        store.close()
    assert len(found) == 2
    states = Counter(paced.state(one) for one in several)
    assert states == {AttemptState.ACCEPTED: 9, AttemptState.PLANNED: 31}
    moments = {paced.row(one)["due_at"] for one in several}
    assert len(moments) == 32


def test_old_counts_are_forgotten(paced: World) -> None:
    asyncio.run(paced.gate.pass_batch([paced.plan(paced.person())]))
    key = "minute:ana@house.example"
    kept = paced.store.write(lambda conn: pace.locked(conn, [key]))
    assert sum(kept[key].taken.values()) == 1
    later = paced.clock.now() + timedelta(days=2)
    paced.store.write(lambda conn: pace.forget(conn, later))
    assert paced.store.write(lambda conn: pace.locked(conn, [key]))[key].taken == {}
