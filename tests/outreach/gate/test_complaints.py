from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from channels.contract import TurnedAway
from channels.errors import AccountRefusedError, DoorConfigurationError
from channels.fake import REFUSE, TEMPORARY
from outreach.gate.complaints import COMPLAINTS, Patience, complained
from outreach.gate.pressing import press
from outreach.gate.receiving import CLOSED
from outreach.store import reputation, senders
from outreach.store.reputation import Reputation
from outreach.store.unit import Store
from policies.channel import Channel
from policies.verdict import Hold
from tests.databases import NOON
from tests.outreach.gate.world import World

US = "ana@house.example"
A_FEW = Patience(most=0.003, among=300)


def _after(store: Store, taken: int, complaints: int, patience: Patience = A_FEW) -> list[str]:
    """Let so many be taken and so many complain; return why the mailbox is paused."""

    def work(conn: Connection) -> None:
        reputation.taken(conn, [US] * taken, NOON)
        for _ in range(complaints):
            complained(conn, US, patience, NOON, "a_1")

    store.write(work)
    return [one.paused_because or "" for one in store.read(senders.paused)]


def test_more_than_three_complaints_in_a_thousand_pause_a_mailbox_with_the_figures(
    store: Store,
) -> None:
    (because,) = _after(store, 1_000, 4)
    assert because == "4 of 1000 mails in 30 days called spam (0.40%, most 0.30%)"
    (row,) = store.read(senders.paused)
    assert (row.address, row.channel, row.paused_code) == (US, Channel.EMAIL, COMPLAINTS)


def test_three_in_a_thousand_do_not(store: Store) -> None:
    assert _after(store, 1_000, 3) == []


def test_a_few_mails_are_no_share_to_judge_by(store: Store) -> None:
    assert _after(store, 299, 20) == []


def test_what_is_older_than_thirty_days_counts_no_longer(store: Store) -> None:
    def work(conn: Connection) -> None:
        for _ in range(9):
            reputation.complained(conn, US, NOON - timedelta(days=30))
        reputation.taken(conn, [US] * 400, NOON - timedelta(days=29))
        reputation.taken(conn, [US] * 2, NOON)

    store.write(work)
    found = store.read(lambda conn: reputation.of(conn, US, NOON))
    assert found == Reputation(today=2, taken=402, complaints=0)


def test_only_what_a_door_took_is_counted_by_its_own_sender(world: World) -> None:
    world.doors[Channel.EMAIL].script.extend([REFUSE, TEMPORARY])
    mails = [world.plan(world.person()) for _ in range(5)]
    text = world.plan(world.person(), Channel.SMS)
    asyncio.run(world.gate.pass_batch([*mails, text]))

    def taken(sender: str) -> int:
        return world.store.read(lambda conn: reputation.of(conn, sender, world.clock.now())).taken

    assert (taken(US), taken("+15550100")) == (3, 1)


class Closed:
    """A door that does not open."""

    capacity = 10

    def __init__(self, channel: Channel, fault: DoorConfigurationError) -> None:
        self.channel = channel
        self.fault = fault

    async def send(self, outbound: object, clearance: object) -> None:
        raise self.fault

    async def close(self) -> None:
        pass


def test_an_account_that_the_carrier_has_closed_pauses_our_number(world: World) -> None:
    closed = Closed(Channel.SMS, AccountRefusedError("30002", "account suspended (30002)"))
    gate = world.another_gate({**world.doors, Channel.SMS: closed})
    text = world.plan(world.person(), Channel.SMS)
    with pytest.raises(AccountRefusedError):
        asyncio.run(gate.pass_batch([text]))
    (row,) = world.store.read(senders.paused)
    assert (row.address, row.paused_code) == ("+15550100", "30002")
    outcome = asyncio.run(world.gate.pass_batch([text]))[0]
    assert isinstance(outcome.verdict, Hold)


def test_a_door_that_is_set_up_wrongly_loses_nothing_however_long(world: World) -> None:
    closed = Closed(Channel.EMAIL, DoorConfigurationError("the log-in was refused"))
    gate = world.another_gate({**world.doors, Channel.EMAIL: closed})
    mail = world.plan(world.person())
    for _ in range(world.habits.most_tries + 2):
        with pytest.raises(DoorConfigurationError):
            asyncio.run(gate.pass_batch([mail]))
        row = world.row(mail)
        assert (row["state"], row["sending_since"]) == ("planned", None)
        assert row["due_at"] == world.clock.now() + CLOSED
        world.later(CLOSED)
    asyncio.run(world.gate.pass_batch([mail]))
    assert world.sent() == [mail]


def test_turned_away_without_a_sender_to_pause_does_not_come_back_at_once(world: World) -> None:
    call = world.plan(world.person(), Channel.PHONE)
    world.doors[Channel.PHONE].script.append(TurnedAway("x", "no line"))
    asyncio.run(press(world.gate, call, "Ana Ruiz"))
    assert world.row(call)["due_at"] == world.clock.now() + CLOSED
    assert world.store.read(senders.paused) == []
