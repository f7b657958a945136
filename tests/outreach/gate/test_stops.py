"""A stop that is committed at any point between judging and hand-over stops that message.

CASES 9
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, wait
from datetime import timedelta

import pytest

from channels.contract import Accepted, Outbound, Receipt
from channels.fake import FakeDoor
from outreach.bootstrap.rulebook import load_rulebook
from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.gate import redeeming
from outreach.gate.gate import Gate
from outreach.gate.handing_over import HandingOver
from outreach.gate.redeeming import Redeemed
from outreach.ids import new_id
from outreach.store import bars, beginning, house, importing, people, points, statements
from outreach.store.bars import Mark
from outreach.store.statements import Raised
from outreach.store.unit import Priority, Store
from policies.channel import Channel
from policies.clearance import Clearance
from policies.facts import Barred, PointState
from policies.statement import AtMost, Refuse, Source, Statement, Understood, Via
from policies.verdict import Block
from tests.outreach.gate.world import World


def _refuses(world: World, one: Person) -> Raised:
    return world.word(one, Refuse(None))


def _is_barred_by_hand(world: World, one: Person) -> Raised:
    mark = Mark(Barred.PERSON, "they rang", world.clock.now(), "Ana", person_id=one.id)
    return world.store.write(lambda conn: bars.add(conn, mark))


def _bounces(world: World, one: Person) -> None:
    mail = world.store.read(lambda conn: points.of(conn, one.id))[0]
    world.store.write(lambda conn: points.mark(conn, mail.id, PointState.BOUNCED))


def _works_where_nobody_wants_us(world: World, one: Person) -> None:
    assert one.organisation_id is not None
    work = one.organisation_id
    mark = Mark(Barred.ORGANISATION, "asked", world.clock.now(), "Ana", organisation_id=work)
    world.store.write(lambda conn: bars.add(conn, mark))


def _house_is_halted(world: World, one: Person) -> None:
    world.store.write(lambda conn: house.halt(conn, "an incident"))


WORDS: list[Callable[[World, Person], object]] = [
    _refuses,
    _is_barred_by_hand,
    _bounces,
    _works_where_nobody_wants_us,
    _house_is_halted,
]


def _employee(world: World) -> Person:
    made = world.store.write(lambda conn: importing.organisations_named(conn, ["Kestrel Mapping"]))
    return world.person(organisation_id=made["kestrel mapping"])


@pytest.mark.parametrize("heard", WORDS)
def test_between_judging_and_redeeming(
    world: World, heard: Callable[[World, Person], object]
) -> None:
    """CASES 9"""
    somebody = _employee(world)
    attempt = world.plan(somebody)
    passed = world.gate.judge_batch([attempt])
    assert world.state(attempt) is AttemptState.CLEARED
    heard(world, somebody)
    outcome = asyncio.run(world.gate.hand_over(passed))[0]
    assert world.sent() == []
    assert outcome.state is AttemptState.PLANNED
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.sent() == []


@pytest.mark.parametrize("heard", WORDS)
def test_between_redeeming_and_handing_over(
    world: World, heard: Callable[[World, Person], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """CASES 9"""
    somebody = _employee(world)
    attempt = world.plan(somebody)
    passed = world.gate.judge_batch([attempt])
    look_again = HandingOver._look_again

    def heard_meanwhile(self: HandingOver, group: object) -> set[str]:
        heard(world, somebody)
        return look_again(self, group)  # type: ignore[arg-type]

    monkeypatch.setattr(HandingOver, "_look_again", heard_meanwhile)
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == []
    row = world.row(attempt)
    assert (row["state"], row["sending_since"]) == ("planned", None)


def test_between_redeeming_and_handing_over_by_another_process(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CASES 9"""
    attempt = world.plan(somebody := world.person())
    passed = world.gate.judge_batch([attempt])
    look_again, other = HandingOver._look_again, Store(world.store.url)

    def heard_elsewhere(self: HandingOver, redeemed: Redeemed) -> set[str]:
        other.write(lambda conn: people.raise_version(conn, [somebody.id]))
        return look_again(self, redeemed)

    monkeypatch.setattr(HandingOver, "_look_again", heard_elsewhere)
    (outcome,) = asyncio.run(world.gate.hand_over(passed))
    other.close()
    assert world.sent() == []
    assert outcome.detail == "something was heard at the last moment"


class _IsStoppedAtTheFirst(FakeDoor):
    """At the first of a group somebody says stop elsewhere; it is noted what was begun by then."""

    def __init__(self, world: World, says_stop: Callable[[], Future[None]]) -> None:
        super().__init__(Channel.EMAIL, world.mint.inspector, world.clock.now)
        self.says_stop = says_stop
        self.begun: list[str] = []
        self.begun_when_answered: list[str] = []

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        if not self.begun:
            stop = self.says_stop()
            stop.add_done_callback(lambda _: self.begun_when_answered.extend(self.begun))
            wait([stop], 0.2)
        self.begun.append(outbound.attempt)
        return await super().send(outbound, clearance)


def test_a_stop_elsewhere_while_a_group_is_begun_is_answered_when_all_of_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CASES 9: what has begun cannot be taken back, and nothing is begun after the answer."""
    monkeypatch.setattr(beginning, "_PATIENCE", 30.0)
    other = Store(world.store.url)
    group = [world.person() for _ in range(4)]
    attempts = [world.plan(one) for one in group]

    def says_stop() -> Future[None]:
        last = [group[-1].id]
        return other.submit(lambda conn: people.raise_version(conn, last), Priority.STOP)

    door = _IsStoppedAtTheFirst(world, says_stop)
    gate = world.another_gate({Channel.EMAIL: door})
    asyncio.run(gate.hand_over(gate.judge_batch(attempts)))
    other.close()
    assert sorted(door.begun_when_answered) == sorted(door.begun) == sorted(attempts)


class _ConnectsLong(FakeDoor):
    """Somebody says stop elsewhere while it connects."""

    def __init__(self, world: World, says_stop: Callable[[], Future[None]]) -> None:
        super().__init__(Channel.EMAIL, world.mint.inspector, world.clock.now)
        self.says_stop = says_stop
        self.connected = False

    async def connect(self, messages: int) -> None:
        if not self.connected:
            await asyncio.wrap_future(self.says_stop())
        self.connected = True

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        await self.connect(1)
        return await super().send(outbound, clearance)


def test_a_stop_elsewhere_while_a_door_connects_stops_that_message(world: World) -> None:
    """CASES 9: a server is far away; what it takes to reach it comes before the last look."""
    other = Store(world.store.url)
    somebody = world.person()
    attempt = world.plan(somebody)

    def says_stop() -> Future[None]:
        return other.submit(lambda conn: people.raise_version(conn, [somebody.id]), Priority.STOP)

    door = _ConnectsLong(world, says_stop)
    gate = world.another_gate({Channel.EMAIL: door})
    asyncio.run(gate.hand_over(gate.judge_batch([attempt])))
    other.close()
    assert door.connected
    assert door.taken == []


class _Forward(FakeDoor):
    """Gets ready what it is about to send, but fails at it where it is told to."""

    def __init__(self, world: World, fails: bool) -> None:
        super().__init__(Channel.EMAIL, world.mint.inspector, world.clock.now)
        self.ready: list[str] = []
        self.fails = fails

    def get_ready(self, outbound: Outbound, clearance: Clearance) -> None:
        self.ready.append(outbound.attempt)
        if self.fails:
            msg = "no"
            raise ValueError(msg)


@pytest.mark.parametrize("fails", [False, True])
def test_a_door_gets_ready_only_what_was_redeemed(world: World, fails: bool) -> None:
    door = _Forward(world, fails)
    gate = world.another_gate({Channel.EMAIL: door})
    attempts = [world.plan(one := world.person()), world.plan(world.person())]
    passed = gate.judge_batch(attempts)
    world.store.write(lambda conn: people.raise_version(conn, [one.id]))
    asyncio.run(gate.hand_over(passed))
    assert [one.attempt for one in door.taken] == door.ready == attempts[1:]


def test_after_the_last_look_in_this_process(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """CASES 9"""
    somebody = world.person()
    attempt = world.plan(somebody)
    passed = world.gate.judge_batch([attempt])

    def heard_just_now(self: HandingOver, group: list[object]) -> set[str]:
        world.gate.stopped.mark(Raised(frozenset([somebody.id])))
        return {attempt}

    monkeypatch.setattr(HandingOver, "_look_again", heard_just_now)
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == []
    assert world.state(attempt) is AttemptState.PLANNED


def test_between_reading_the_facts_and_recording_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CASES 9"""
    somebody = world.person()
    attempt = world.plan(somebody)
    clear = world.gate.clear

    def heard_meanwhile(*args: object, **kwargs: object) -> object:
        made = clear(*args, **kwargs)  # type: ignore[arg-type]
        world.word(somebody, Refuse(None))
        return made

    monkeypatch.setattr(world.gate, "clear", heard_meanwhile)
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.sent() == []
    assert world.state(attempt) is AttemptState.PLANNED
    assert world.decisions(attempt) == []


def test_a_stop_stops_the_rest_of_a_batch_that_is_going_out(world: World) -> None:
    """CASES 9"""
    planned = [world.plan(world.person()) for _ in range(30)]
    last = world.row(planned[-1])["person_id"]
    door = world.doors[Channel.EMAIL]

    class StopsAfterTheFirst(FakeDoor):
        async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
            if not door.taken:
                world.gate.stopped.mark(Raised(frozenset([last])))
            return await door.send(outbound, clearance)

    doors = {
        **world.doors,
        Channel.EMAIL: StopsAfterTheFirst(Channel.EMAIL, world.mint.inspector, world.clock.now),
    }
    world.gate._handing.doors = doors
    asyncio.run(world.gate.pass_batch(planned))
    assert len(world.sent()) == 29
    assert planned[-1] not in world.sent()


def test_a_clearance_that_has_expired_sends_nothing(world: World) -> None:
    attempt = world.plan(world.person())
    passed = world.gate.judge_batch([attempt])
    world.later(timedelta(seconds=61))
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == []
    assert world.state(attempt) is AttemptState.PLANNED


def test_a_clearance_is_spent_once(world: World) -> None:
    attempt = world.plan(world.person())
    passed = world.gate.judge_batch([attempt])
    asyncio.run(world.gate.hand_over(passed))
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == [attempt]


def test_two_sequences_due_for_one_person_at_once_send_one_message(world: World) -> None:
    somebody = world.person()
    spring, autumn = world.plan(somebody), world.plan(somebody)
    other = world.another_gate()
    passed = [world.gate.judge_batch([spring]), other.judge_batch([autumn])]

    async def both() -> None:
        await asyncio.gather(world.gate.hand_over(passed[0]), other.hand_over(passed[1]))

    asyncio.run(both())
    assert len(world.sent()) == 1


def test_two_workers_judging_one_person_at_once_send_one_message(world: World) -> None:
    """CASES 5: whoever is first; without a limit of theirs one after the other might go."""
    other = world.another_gate()
    for sent_before in range(5):
        somebody = world.person()
        world.word(somebody, AtMost(1, 30), words="Once a month is enough.")
        planned = [world.plan(somebody) for _ in range(2)]
        asyncio.run(_at_once([world.gate, other], planned))
        assert len(world.sent()) == sent_before + 1


async def _at_once(gates: list[Gate], planned: list[str]) -> None:
    await asyncio.gather(*(gate.pass_batch([one]) for gate in gates for one in planned))


def test_a_cap_holds_for_two_attempts_judged_together(world: World) -> None:
    """CASES 61"""
    capped = World(world.store, rulebook=load_rulebook([]))
    somebody = capped.person()
    capped.word(somebody, AtMost(1, 30), words="Once a month is enough.")
    first, second = capped.plan(somebody), capped.plan(somebody)
    passed = [capped.gate.judge_batch([one]) for one in (first, second)]
    for one in passed:
        asyncio.run(capped.gate.hand_over(one))
    asyncio.run(capped.gate.pass_batch([second]))
    assert capped.sent() == [first]
    assert "frequency-cap" in capped.decisions(second)[-1]["rules"]


def test_versions_after_redemption_are_those_before_with_the_person_raised(world: World) -> None:
    somebody = world.person()
    attempt = world.plan(somebody)
    passed = world.gate.judge_batch([attempt])
    good = world.store.write(
        lambda conn: redeeming.redeem(conn, passed.cleared, "w", world.clock.now()).good
    )
    stand = world.store.read(lambda conn: redeeming.still_stand(conn, good))
    assert stand == {attempt}
    world.word(somebody)
    assert world.store.read(lambda conn: redeeming.still_stand(conn, good)) == set()


def test_a_stop_on_a_shared_address_binds_whoever_shares_it(world: World) -> None:
    one = world.person(addresses=("desk@kestrel.example",))
    other = world.person(addresses=("desk+sales@kestrel.example",))
    mail = world.store.read(lambda conn: points.of(conn, one.id))[0]
    attempt = world.plan(other)
    said = _said(world)
    heard = statements.Heard(one.id, world.clock.now(), point_id=mail.id)
    raised = world.store.write(lambda conn: statements.add(conn, said, heard))
    assert other.id in raised.people
    assert asyncio.run(world.gate.pass_batch([attempt]))[0].verdict == Block()


def _said(world: World) -> Statement:
    understood = (Understood(Refuse(Channel.EMAIL)),)
    now = world.clock.now()
    return Statement(new_id("s"), "stop", now, Via.EMAIL, Source.REPLY, True, understood)


def test_a_door_that_accepts_gives_its_reference(world: World) -> None:
    attempt = world.plan(world.person())
    world.doors[Channel.EMAIL].script.append(Accepted("queued as 42"))
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.row(attempt)["reference"] == "queued as 42"
