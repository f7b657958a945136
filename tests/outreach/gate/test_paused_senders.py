from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from channels.contract import Temporary, TurnedAway
from channels.fake import TURN_AWAY
from outreach.gate.facts import contacts_of
from outreach.gate.pressing import press
from outreach.store import attempts, house, points, receipts, senders
from outreach.store.senders import SenderRow
from outreach.store.snapshot import take
from policies.channel import Channel
from policies.facts import PointState
from policies.statement import Prefer
from policies.verdict import Allow, Block, Hold, Reroute
from tests.outreach.gate.world import World

US = "ana@house.example"


def _turned_away(world: World, channel: Channel = Channel.EMAIL) -> str:
    attempt = world.plan(world.person(), channel)
    world.doors[channel].script.append(TURN_AWAY)
    asyncio.run(world.gate.pass_batch([attempt]))
    return attempt


def _paused(world: World) -> list[SenderRow]:
    return world.store.read(senders.paused)


def test_a_server_that_turns_us_away_pauses_that_mailbox_and_nothing_else(world: World) -> None:
    attempt = _turned_away(world)
    (row,) = _paused(world)
    assert (row.address, row.channel, row.paused_code) == (US, Channel.EMAIL, "5.7.1")
    assert row.paused_because == "the mail server refuses us (5.7.1: we take nothing from you)"
    text = world.plan(world.person(), Channel.SMS)
    asyncio.run(world.gate.pass_batch([text]))
    assert world.sent(Channel.SMS) == [text]
    assert world.store.read(house.get).halted_because is None
    assert [one.kind for one in world.store.read(lambda conn: receipts.of(conn, attempt))] == [
        "turned away"
    ]


def test_an_attempt_says_by_which_mailbox_or_number_it_left(world: World) -> None:
    mail, text, call = (world.plan(world.person(), channel) for channel in Channel)
    asyncio.run(world.gate.pass_batch([mail, text]))
    asyncio.run(press(world.gate, call, "Ana Ruiz"))
    assert [world.row(one)["sender"] for one in (mail, text, call)] == [US, "+15550100", None]


def test_what_was_turned_away_is_not_lost_and_blames_nobody(world: World) -> None:
    somebody = world.person()
    attempt = world.plan(somebody)
    world.doors[Channel.EMAIL].script.append(TURN_AWAY)
    asyncio.run(world.gate.pass_batch([attempt]))
    row = world.row(attempt)
    assert (row["state"], row["sending_since"]) == ("planned", None)
    assert world.store.read(lambda conn: points.of(conn, somebody.id))[0].state is PointState.OK
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert isinstance(outcome.verdict, Hold)
    assert outcome.sentence == (
        "Not by email until the operator has looked: our fault, not theirs:"
        f" {US} is paused since 24 Nov 2026: the mail server refuses us (5.7.1: we take nothing"
        f" from you). `outreach senders resume {US}` ends it."
    )


def test_after_a_resume_what_was_held_is_judged_afresh_and_goes(world: World) -> None:
    attempt = _turned_away(world)
    asyncio.run(world.gate.pass_batch([attempt]))
    world.store.write(lambda conn: senders.resume(conn, US, "Ana Ruiz", world.clock.now()))
    asyncio.run(world.gate.pass_batch([attempt]))
    assert world.sent() == [attempt]


def test_what_was_cleared_before_a_pause_does_not_leave(world: World) -> None:
    attempt = world.plan(world.person())
    passed = world.gate.judge_batch([attempt])
    world.store.write(
        lambda conn: senders.pause(conn, US, Channel.EMAIL, "by hand", None, world.clock.now())
    )
    asyncio.run(world.gate.hand_over(passed))
    assert world.sent() == []
    assert world.row(attempt)["state"] == "planned"


def test_a_pause_sends_nobody_by_another_channel(world: World) -> None:
    _turned_away(world)
    attempt = world.plan(world.person())
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert isinstance(outcome.verdict, Hold)
    assert outcome.instead is None


def test_who_asked_for_another_channel_is_reached_there_while_the_mailbox_rests(
    world: World,
) -> None:
    _turned_away(world)
    somebody = world.person()
    world.word(somebody, Prefer(Channel.SMS), words="Better text me.")
    outcome = asyncio.run(world.gate.pass_batch([world.plan(somebody)]))[0]
    assert outcome.verdict == Reroute(Channel.SMS)


def test_a_refusal_stands_beside_a_pause(world: World) -> None:
    _turned_away(world)
    somebody = world.person()
    world.word(somebody)
    outcome = asyncio.run(world.gate.pass_batch([world.plan(somebody)]))[0]
    assert outcome.verdict == Block()


def test_another_mailbox_that_rests_keeps_nothing_of_ours_back(world: World) -> None:
    world.store.write(
        lambda conn: senders.pause(
            conn, "old@house.example", Channel.EMAIL, "old", None, world.clock.now()
        )
    )
    outcome = asyncio.run(world.gate.pass_batch([world.plan(world.person())]))[0]
    assert isinstance(outcome.verdict, Allow)


def test_a_whole_group_turned_away_makes_one_pause_and_loses_none(world: World) -> None:
    several = [world.plan(world.person()) for _ in range(30)]
    world.doors[Channel.EMAIL].script.extend([TURN_AWAY] * 30)
    before = world.store.read(house.get).epoch
    asyncio.run(world.gate.pass_batch(several))
    assert world.store.read(house.get).epoch == before + 1
    assert {world.row(one)["state"] for one in several} == {"planned"}
    assert len(world.doors[Channel.EMAIL].script) == 20
    asyncio.run(world.gate.pass_batch(several))
    assert {world.row(one)["state"] for one in several} == {"held"}


def test_what_nobody_takes_from_us_ends_some_day_and_counts_as_no_contact(world: World) -> None:
    somebody = world.person()
    attempt = world.plan(somebody)
    for _ in range(world.habits.most_tries):
        world.doors[Channel.EMAIL].script.append(TURN_AWAY)
        asyncio.run(world.gate.pass_batch([attempt]))
        world.store.write(lambda conn: senders.resume(conn, US, "Ana Ruiz", world.clock.now()))
    row = world.row(attempt)
    assert (row["state"], row["outcome_code"]) == ("refused", "5.7.1")
    assert _contacts(world, somebody.id, attempt) == 0


@pytest.mark.parametrize("code", ["4.7.0", "4.7.1", "4.7.28"])
def test_a_throttled_mail_blames_nobody_and_counts_as_no_contact_even_at_last(
    world: World, code: str
) -> None:
    somebody = world.person()
    attempt = world.plan(somebody)
    for _ in range(world.habits.most_tries):
        world.doors[Channel.EMAIL].script.append(Temporary(code, "slow down", 60.0))
        asyncio.run(world.gate.pass_batch([attempt]))
        world.later(timedelta(seconds=60))
    assert world.row(attempt)["state"] == "refused"
    assert _contacts(world, somebody.id, attempt) == 0
    assert world.store.read(lambda conn: points.of(conn, somebody.id))[0].state is PointState.OK
    assert _paused(world) == []


def test_a_number_of_ours_pauses_by_itself_too(world: World) -> None:
    attempt = world.plan(world.person(), Channel.SMS)
    world.doors[Channel.SMS].script.append(TurnedAway("30034", "unregistered"))
    asyncio.run(world.gate.pass_batch([attempt]))
    (row,) = _paused(world)
    assert (row.address, row.channel) == ("+15550100", Channel.SMS)
    assert row.paused_because == "the carrier refuses us (30034: unregistered)"


def _contacts(world: World, person_id: str, attempt: str) -> int:
    snapshot = world.store.read(lambda conn: take(conn, attempts.get_many(conn, [attempt])))
    return len(contacts_of(person_id, snapshot))
