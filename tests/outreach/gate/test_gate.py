from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from channels.contract import Temporary, Unknown
from channels.fake import REFUSE
from outreach.domain.attempts import AttemptState
from outreach.errors import StorageError
from outreach.store import points
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.facts import PointState
from policies.statement import Avoid, Pause, Prefer, Refuse
from policies.verdict import Block, Defer, Hold, Reroute
from tests.outreach.gate.world import World


def test_what_is_allowed_leaves_and_is_written_down(world: World) -> None:
    attempt = world.plan(world.person())
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert outcome.state is AttemptState.ACCEPTED
    assert world.sent() == [attempt]
    row = world.row(attempt)
    assert row["state"] == "accepted"
    assert row["message_id"] == f"<{attempt}@house.example>"
    assert world.decisions(attempt)[0]["verdict"] == "allow"
    assert "nothing they said and no rule" in world.decisions(attempt)[0]["sentence"]


def test_a_refusal_blocks_and_quotes_nothing_but_by_id(world: World) -> None:
    somebody = world.person()
    attempt = world.plan(somebody)
    world.word(somebody, words="Never write to me again, Scott")
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert outcome.verdict == Block()
    assert world.state(attempt) is AttemptState.BLOCKED
    assert world.sent() == []
    decision = world.decisions(attempt)[0]
    assert "do-not-contact" in decision["rules"]
    assert "Never write to me" not in str(decision["facts"]) + str(decision["explanation"])


def test_a_preference_moves_the_attempt_to_the_channel_they_asked_for(world: World) -> None:
    somebody = world.person()
    attempt = world.plan(somebody, Channel.PHONE)
    world.word(somebody, Avoid(Channel.PHONE), Prefer(Channel.EMAIL), words="No phone, please.")
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert outcome.verdict == Reroute(Channel.EMAIL)
    assert outcome.instead is not None
    assert world.state(attempt) is AttemptState.REROUTED
    asyncio.run(world.gate.pass_batch([outcome.instead]))
    assert world.sent() == [outcome.instead]
    assert list(world.row(outcome.instead)["tried"]) == ["phone"]


def test_a_rerouted_step_is_dropped_where_another_says_it_soon(world: World) -> None:
    somebody = world.person()
    call = world.plan(somebody, Channel.PHONE)
    world.plan(somebody, Channel.EMAIL, due_at=world.clock.now() + timedelta(days=1))
    world.word(somebody, Avoid(Channel.PHONE), Prefer(Channel.EMAIL), words="No phone, please.")
    outcome = asyncio.run(world.gate.pass_batch([call]))[0]
    assert outcome.instead is None
    assert "another step by email is due" in world.row(call)["outcome_detail"]


def test_a_deferred_attempt_is_judged_afresh_when_due(world: World) -> None:
    somebody = world.person()
    attempt = world.plan(somebody)
    until = world.clock.now() + timedelta(days=28)
    world.word(somebody, Pause(until), words="Write to me in four weeks.")
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert outcome.verdict == Defer(until)
    assert world.row(attempt)["due_at"] == until
    world.later(timedelta(days=28))
    world.word(somebody, words="On second thought: stop.")
    assert asyncio.run(world.gate.pass_batch([attempt]))[0].verdict == Block()
    assert world.sent() == []


def test_an_unchanged_verdict_is_not_recorded_again(world: World) -> None:
    """CASES 14"""
    somebody = world.person()
    attempt = world.plan(somebody)
    until = world.clock.now() + timedelta(days=28)
    world.word(somebody, Pause(until), words="Write to me in four weeks.")
    for _ in range(3):
        asyncio.run(world.gate.pass_batch([attempt]))
    assert len(world.decisions(attempt)) == 1


def test_what_a_human_sends_by_hand_is_judged_too(world: World) -> None:
    """CASES 10"""
    somebody = world.person()
    world.word(somebody, Refuse(None))
    by_hand = world.plan(somebody, automated=False, purpose=Purpose.SERVICE)
    assert asyncio.run(world.gate.pass_batch([by_hand]))[0].verdict == Block()
    assert world.sent() == []


def test_words_that_lack_a_field_are_held_for_the_operator_and_named(world: World) -> None:
    """CASES 60"""
    attempt = world.plan(world.person("Mia Wong"), message="broken")
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert isinstance(outcome.verdict, Hold)
    assert "`offer` is missing" in outcome.sentence
    assert "Mia Wong" in outcome.sentence
    assert world.state(attempt) is AttemptState.HELD


def test_one_broken_message_holds_up_nobody_else(world: World) -> None:
    """CASES 60"""
    broken, whole = world.plan(world.person(), message="broken"), world.plan(world.person())
    asyncio.run(world.gate.pass_batch([broken, whole]))
    assert world.sent() == [whole]


def test_a_storage_error_while_looking_up_sends_nothing_and_is_reported(world: World) -> None:
    """CASES 12"""
    attempt = world.plan(world.person())
    world.store.write(lambda conn: conn.execute(text("drop table bar")))
    with pytest.raises(StorageError, match="bar"):
        asyncio.run(world.gate.pass_batch([attempt]))
    assert world.sent() == []
    assert world.state(attempt) is AttemptState.PLANNED


def test_while_nobody_listens_nothing_is_sent(world: World) -> None:
    attempt = world.plan(world.person())
    world.clock.advance(timedelta(seconds=121))
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert isinstance(outcome.verdict, Hold)
    assert "an answer would not be heard, because" in outcome.sentence
    assert world.sent() == []


def test_a_house_without_any_intake_sends_nothing(world: World) -> None:
    world.store.write(lambda conn: conn.execute(text("delete from intake")))
    attempt = world.plan(world.person())
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert "no mailbox has ever been read" in outcome.sentence


def test_a_point_that_the_door_calls_dead_is_marked(world: World) -> None:
    somebody = world.person()
    attempt = world.plan(somebody)
    world.doors[Channel.EMAIL].script.append(REFUSE)
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.state(attempt) is AttemptState.REFUSED
    mail = world.store.read(lambda conn: points.of(conn, somebody.id))[0]
    assert mail.state is PointState.BOUNCED


def test_a_temporary_refusal_is_judged_again_and_counts_towards_no_cap(world: World) -> None:
    attempt = world.plan(world.person())
    world.doors[Channel.EMAIL].script.append(Temporary("4.2.1", "later", 90.0))
    asyncio.run(world.gate.pass_batch([attempt]))
    row = world.row(attempt)
    assert row["state"] == "planned"
    assert row["due_at"] == world.clock.now() + timedelta(seconds=90)
    assert row["sending_since"] is None
    world.later(timedelta(seconds=90))
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.sent() == [attempt]
    assert [one["verdict"] for one in world.decisions(attempt)] == ["allow", "allow"]


def test_an_unknown_outcome_is_never_sent_again_by_itself(world: World) -> None:
    """CASES 3"""
    attempt = world.plan(world.person())
    world.doors[Channel.EMAIL].script.append(Unknown("the line broke"))
    asyncio.run(world.gate.pass_batch([attempt]))
    world.later(timedelta(days=1))
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.state(attempt) is AttemptState.UNKNOWN
    assert len(world.sent()) == 1


def test_the_same_words_are_not_said_twice(world: World) -> None:
    somebody = world.person()
    first = world.plan(somebody, message="hello")
    asyncio.run(world.gate.pass_batch([first]))
    second = world.plan(somebody, message="hello")
    outcome = asyncio.run(world.gate.pass_batch([second]))[0]
    assert outcome.verdict == Block()
    assert "already" in str(world.decisions(second)[0]["rules"])


def test_a_batch_holds_one_attempt_a_person(world: World) -> None:
    somebody = world.person()
    both = [world.plan(somebody), world.plan(somebody)]
    asyncio.run(world.gate.pass_batch(both))
    assert world.sent() == both[:1]
    assert world.state(both[1]) is AttemptState.PLANNED


def test_an_attempt_deferred_over_the_end_of_summer_time_goes_once(store: Store) -> None:
    """CASES 54a"""
    from outreach.bootstrap.rulebook import load_rulebook
    from outreach.clock import SimulatedClock
    from policies.statement import Quiet

    evening = datetime.fromisoformat("2026-10-31T23:30:00-04:00")
    world = World(store, clock=SimulatedClock(evening), rulebook=load_rulebook([]))
    somebody = world.person(zone="America/New_York")
    world.word(somebody, Quiet(start=22 * 60, end=90), words="Not between ten and half past one.")
    attempt = world.plan(somebody)
    moments = []
    for _ in range(10):
        outcome = asyncio.run(world.gate.pass_batch([attempt]))
        if world.state(attempt) is not AttemptState.PLANNED:
            break
        moments.append(outcome[0].due_at)
        world.expect(world.row(attempt)["due_at"])
    assert world.sent() == [attempt]
    assert moments == [datetime.fromisoformat("2026-11-01T01:30:00-05:00")]


def test_many_deferred_to_one_moment_are_spread(world: World) -> None:
    until = world.clock.now() + timedelta(days=1)
    planned = []
    for _ in range(30):
        somebody = world.person()
        world.word(somebody, Pause(until), words="Tomorrow.")
        planned.append(world.plan(somebody))
    asyncio.run(world.gate.pass_batch(planned))
    due = {world.row(one)["due_at"] for one in planned}
    assert min(due) >= until
    assert max(due) <= until + world.habits.spread
    assert len(due) > 20
