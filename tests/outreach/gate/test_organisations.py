"""How many people at one organisation hear from us: at the gate, by whomever, on any channel."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from channels.contract import Temporary
from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.domain.roles import Role
from outreach.gate.again import judged_again
from outreach.gate.gate import Passed
from outreach.gate.preflight import may
from outreach.gate.pressing import press_person
from outreach.ids import new_id
from outreach.services.knowing.roles import NewRole, add_role
from outreach.store import house, organisation_counter, recorded, roles
from outreach.store.tables import organisation_counter as kept
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.rulebook import MOST_COLLEAGUES, Cap
from policies.verdict import Allow, Defer
from tests.outreach.gate.offices import DAY, KESTREL, a_world, at, house_of, office, people_a_day
from tests.outreach.gate.test_cost import watched
from tests.outreach.gate.world import World


@pytest.fixture
def three(store: Store) -> World:
    """A house that lets three people of one organisation hear from it in a day."""
    return a_world(store, 3)


def _write(world: World, attempt: str) -> None:
    asyncio.run(world.gate.pass_batch([attempt]))


def test_the_fourth_of_one_batch_is_judged_afresh_and_waits_until_tomorrow(three: World) -> None:
    planned = [three.plan(at(three)) for _ in range(4)]
    asyncio.run(three.gate.pass_batch(planned))
    assert three.sent() == planned[:3]
    assert three.state(planned[3]) is AttemptState.PLANNED
    outcome = asyncio.run(three.gate.pass_batch(planned[3:]))[0]
    assert outcome.verdict == Defer(three.clock.now() + DAY)
    assert "three people at Kestrel Mapping heard from us within 24 hours" in outcome.sentence
    assert [one["verdict"] for one in three.decisions(planned[3])] == ["allow", "defer"]
    three.later(DAY)
    _write(three, planned[3])
    assert three.sent()[3:] == planned[3:]


def test_writing_to_one_of_them_again_tells_nobody_new(three: World) -> None:
    known = [at(three) for _ in range(3)]
    asyncio.run(three.gate.pass_batch([three.plan(one) for one in known]))
    again = three.plan(known[1])
    _write(three, again)
    assert three.state(again) is AttemptState.ACCEPTED


def test_what_they_asked_for_passes_and_counts_for_nobody(three: World) -> None:
    for purpose in (Purpose.ANSWER, Purpose.ANSWER, Purpose.ANSWER, Purpose.ANSWER):
        _write(three, three.plan(at(three), purpose=purpose, automated=False))
    fifth = three.plan(at(three))
    _write(three, fifth)
    assert len(three.sent()) == 5


def test_a_service_letter_counts_and_waits_for_nobody(store: Store) -> None:
    world = a_world(store, 1)
    letters = [world.plan(at(world), purpose=Purpose.SERVICE) for _ in range(2)]
    asyncio.run(world.gate.pass_batch(letters))
    assert world.sent() == letters
    asked = may(world.gate, at(world).id, Channel.EMAIL, world.clock.now(), by="Ana Ruiz")
    assert asked.earliest == world.clock.now() + DAY


def test_another_organisation_has_its_own_count(store: Store) -> None:
    world = a_world(store, 1)
    planned = [world.plan(at(world, work=work)) for work in (KESTREL, "Tern Surveys")]
    asyncio.run(world.gate.pass_batch([*planned, world.plan(world.person())]))
    assert len(world.sent()) == 3


def test_a_call_that_somebody_presses_counts_and_is_judged_by_it(store: Store) -> None:
    """CASES 61"""
    world = a_world(store, 1)
    first, second = at(world), at(world)
    assert asyncio.run(press_person(world.gate, first.id, "Ben")).granted
    refused = asyncio.run(press_person(world.gate, second.id, "Ana"))
    assert not refused.granted
    assert "somebody at Kestrel Mapping heard from us within 24 hours" in refused.explanation
    mail = world.plan(second)
    _write(world, mail)
    assert world.row(mail)["due_at"] == world.clock.now() + DAY


def test_two_processes_with_one_place_left_send_once(store: Store) -> None:
    world = a_world(store, 1)
    planned = [world.plan(at(world)) for _ in range(2)]
    stores = [Store(store.url) for _ in planned]
    gates = [world.gate_of(each) for each in stores]
    passed = [gate.judge_batch([one]) for gate, one in zip(gates, planned, strict=True)]
    assert [len(each.cleared) for each in passed] == [1, 1]
    start = threading.Barrier(2)

    def hand_over(number: int) -> None:
        start.wait(10)
        asyncio.run(gates[number].hand_over(passed[number]))

    threads = [threading.Thread(target=hand_over, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    states = sorted(map(world.state, planned))
    assert states == [AttemptState.ACCEPTED, AttemptState.PLANNED]
    left = next(each for each in planned if world.state(each) is AttemptState.PLANNED)
    _write(world, left)
    assert [row["verdict"] for row in world.decisions(left)] == ["allow", "defer"]
    for opened in stores:
        opened.close()


def test_what_never_left_counts_no_longer(store: Store) -> None:
    world = a_world(store, 1)
    first, second = world.plan(at(world)), world.plan(at(world))
    world.doors[Channel.EMAIL].script.append(Temporary("4.2.1", "try later"))
    _write(world, first)
    _write(world, second)
    assert world.sent() == [second]


def test_what_the_house_did_before_it_counted_counts(store: Store) -> None:
    before = World(store, rulebook=house_of())
    _write(before, before.plan(at(before)))
    assert _counters(before) == 0
    after = World(store, rulebook=people_a_day(1))
    waits = after.plan(at(after))
    _write(after, waits)
    assert after.row(waits)["due_at"] == after.clock.now() + DAY


def test_another_rulebook_drops_the_counters(three: World) -> None:
    _write(three, three.plan(at(three)))
    assert _counters(three) == 1
    three.store.write(lambda conn: house.use_rulebook(conn, "another"))
    assert _counters(three) == 0


def test_nothing_is_asked_where_nothing_caps_an_organisation(sqlite_store: Store) -> None:
    world = World(sqlite_store, rulebook=house_of(Cap(5, 24)))
    with watched() as said:
        _write(world, world.plan(at(world)))
    assert [each for each in said if "organisation_counter" in each] == []


def test_nothing_is_asked_of_who_works_nowhere(sqlite_store: Store) -> None:
    world = a_world(sqlite_store, 3)
    with watched() as said:
        _write(world, world.plan(world.person()))
    assert [each for each in said if "organisation_counter" in each] == []


def test_a_large_organisation_costs_no_more_than_a_small_one(sqlite_store: Store) -> None:
    world, counts = a_world(sqlite_store, 3), []
    for size in (3, 60):
        one, *_ = [at(world, work=f"office of {size}") for _ in range(size)]
        _write(world, world.plan(one))
        planned = world.plan(one)
        with watched() as said:
            world.gate.judge_batch([planned])
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_a_counter_holds_no_more_people_than_a_cap_can_count(store: Store) -> None:
    world = a_world(store, 3)
    work = office(world)

    def many(conn: Connection) -> int:
        counters = organisation_counter.locked(conn, [work], world.clock.now())
        for number in range(300):
            moment = world.clock.now() - timedelta(minutes=number)
            counters[work].count(f"p_{number}", Channel.EMAIL, moment)
        organisation_counter.save(conn, counters, world.clock.now())
        found = organisation_counter.around(conn, [work], world.clock.now())[work]
        assert "p_0" in found.heard[Channel.EMAIL]
        return len(found.heard[Channel.EMAIL])

    assert world.store.write(many) == MOST_COLLEAGUES + 1


def test_recorded_facts_tell_another_cap_what_it_would_have_done(three: World) -> None:
    planned = [three.plan(at(three)) for _ in range(3)]
    for one in planned:
        _write(three, one)
    said = [recorded_of(three, one) for one in planned]
    assert [judged_again(one, three.rulebook).verdict for one in said] == [Allow()] * 3
    stricter = [judged_again(one, people_a_day(1)).verdict for one in said]
    assert stricter == [Allow(), *[Defer(three.clock.now() + DAY)] * 2]


def recorded_of(world: World, attempt: str) -> recorded.Recorded:
    decision = world.decisions(attempt)[0]["id"]
    return next(one for one in recorded.stream(world.store, None) if one.id == decision)


def _also_at(world: World, who: Person, work: str, *, over: timedelta | None = None) -> Person:
    """Give somebody a role there besides their work; `over`: how long ago it ended."""
    now = world.clock.now()
    until = None if over is None else now - over
    held = Role(new_id("r"), who.id, "board member", now - 9 * DAY, office(world, work), until)
    world.store.write(lambda conn: roles.add(conn, held))
    return who


def test_a_board_member_who_hears_counts_where_she_sits_too(store: Store) -> None:
    """One direction: she works elsewhere; the other: whoever sits there waits for those there."""
    world = a_world(store, 1)
    sits = _also_at(world, at(world, work="Tern Surveys"), KESTREL)
    _write(world, world.plan(sits))
    works = world.plan(at(world))
    _write(world, works)
    assert world.row(works)["due_at"] == world.clock.now() + DAY
    world.later(DAY)
    _write(world, works)
    waits = world.plan(sits)
    (outcome,) = asyncio.run(world.gate.pass_batch([waits]))
    assert outcome.verdict == Defer(world.clock.now() + DAY)
    assert "somebody at Kestrel Mapping heard from us within 24 hours" in outcome.sentence


def test_two_of_one_board_take_turns_in_one_batch(store: Store) -> None:
    world = a_world(store, 1)
    sit = [_also_at(world, world.person(), KESTREL) for _ in range(2)]
    planned = [world.plan(one) for one in sit]
    asyncio.run(world.gate.pass_batch(planned))
    assert world.sent() == planned[:1]
    assert [row["verdict"] for row in world.decisions(planned[1])] == ["allow"]


def test_a_role_that_was_over_counts_for_nobody_there(store: Store) -> None:
    world = a_world(store, 1)
    left = _also_at(world, world.person(), KESTREL, over=DAY)
    planned = [world.plan(left), world.plan(at(world))]
    asyncio.run(world.gate.pass_batch(planned))
    assert world.sent() == planned


def test_who_joins_today_counts_with_what_they_heard_before(store: Store) -> None:
    world = a_world(store, 1)
    joins = world.person("Mira Sol")
    _write(world, world.plan(joins))
    kept, now = {office(world): organisation_counter.Counter()}, world.clock.now()
    store.write(lambda conn: organisation_counter.save(conn, kept, now))
    add_role(store, world.clock, NewRole(joins.id, "board member", "Ana", at=KESTREL))
    waits = world.plan(at(world))
    _write(world, waits)
    assert world.row(waits)["due_at"] == world.clock.now() + DAY


def test_what_never_left_a_board_member_counts_no_longer(store: Store) -> None:
    world = a_world(store, 1)
    sits = _also_at(world, world.person(), KESTREL)
    first, second = world.plan(sits), world.plan(at(world))
    world.doors[Channel.EMAIL].script.append(Temporary("4.2.1", "try later"))
    _write(world, first)
    _write(world, second)
    assert world.sent() == [second]


def test_how_many_colleagues_heard_is_told_of_each_person(three: World) -> None:
    first, second, elsewhere = at(three), at(three), three.person()
    for one in (first, second, elsewhere):
        _write(three, three.plan(one))
    since = three.clock.now() - DAY
    asked = (first, elsewhere, at(three))

    def told(conn: Connection) -> list[int]:
        return [organisation_counter.colleagues_heard(conn, one, since) for one in asked]

    assert three.store.read(told) == [1, 0, 2]


def test_a_held_place_is_given_to_who_comes_next(store: Store) -> None:
    """A cleared attempt takes no place: only what is handed over does."""
    world = a_world(store, 1)
    first, second = world.plan(at(world)), world.plan(at(world))
    waiting = world.gate.judge_batch([first])
    _write(world, second)
    assert world.sent() == [second]
    asyncio.run(world.gate.hand_over(Passed(waiting.judged, waiting.recorded)))
    assert world.state(first) is AttemptState.PLANNED


def _counters(world: World) -> int:
    query = select(func.count()).select_from(kept)
    return world.store.read(lambda conn: conn.scalar(query)) or 0
