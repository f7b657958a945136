"""The mail with somebody's own link: asked for on their page, through the gate like all mail."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.services import listen
from outreach.store import attempts, points
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.facts import PointState
from policies.statement import Refuse
from tests.outreach.gate.world import World
from tests.outreach.services.houses import House, build


@dataclass
class Asking:
    """Scott, who got a mail, and whoever asks by its link."""

    world: World
    house: House
    scott: Person
    mail: str

    def asks(self) -> listen.Asked:
        return listen.ask_for_link(self.house.ears, self.mail)

    def links(self) -> list[str]:
        rows = self.world.store.read(lambda conn: attempts.of(conn, self.scott.id))
        return [row["id"] for row in rows if row["message"] == "own-link"]

    def passes(self, attempt: str) -> AttemptState:
        asyncio.run(self.world.gate.pass_batch([attempt]))
        return self.world.state(attempt)


@pytest.fixture
def asking(sqlite_store: Store) -> Asking:
    world = World(sqlite_store)
    scott = world.person()
    [email, *_] = sqlite_store.read(lambda conn: points.of(conn, scott.id))
    mail = world.plan(scott, point_id=email.id, state=AttemptState.ACCEPTED)
    return Asking(world, build(sqlite_store, world.clock, world.gate.stopped), scott, mail)


def test_it_reaches_whoever_stopped_everything(asking: Asking) -> None:
    """CASES 10: by no other door than the gate; whoever stopped us can still see and erase."""
    asking.world.word(asking.scott, Refuse(None))
    asking.world.later(timedelta(minutes=10))
    assert asking.asks() is listen.Asked.ON_ITS_WAY
    [link] = asking.links()
    assert asking.passes(link) is AttemptState.ACCEPTED
    assert asking.world.sent() == [link]


def test_nothing_else_passes_a_stop_by_calling_itself_that(asking: Asking) -> None:
    asking.world.word(asking.scott, Refuse(None))
    asking.world.later(timedelta(minutes=10))
    asking.asks()
    claims = asking.world.plan(asking.scott, purpose=Purpose.ACKNOWLEDGE)
    assert asking.passes(claims) is AttemptState.BLOCKED


def test_each_asking_is_answered_once(asking: Asking) -> None:
    asking.world.word(asking.scott, Refuse(None))
    asking.world.later(timedelta(minutes=10))
    asking.asks()
    [link] = asking.links()
    asking.passes(link)
    row = asking.world.row(link)
    again = asking.world.plan(
        asking.scott,
        purpose=Purpose.ACKNOWLEDGE,
        acknowledges=row["acknowledges"],
        point_id=row["point_id"],
    )
    assert asking.passes(again) is AttemptState.BLOCKED


def test_it_is_not_sent_five_minutes_late(asking: Asking) -> None:
    asking.world.word(asking.scott, Refuse(None))
    asking.world.later(timedelta(minutes=10))
    asking.asks()
    [link] = asking.links()
    asking.world.later(timedelta(minutes=6))
    assert asking.passes(link) in (AttemptState.BLOCKED, AttemptState.EXPIRED)
    assert asking.world.sent() == []


def test_an_address_that_takes_no_mail_gets_none(asking: Asking) -> None:
    point = asking.world.row(asking.mail)["point_id"]
    asking.world.store.write(lambda conn: points.mark(conn, point, PointState.COMPLAINED))
    assert asking.asks() is listen.Asked.NO_ADDRESS
    assert asking.links() == []


def test_whoever_got_a_text_is_sent_the_link_to_a_mailbox_of_theirs(asking: Asking) -> None:
    """A text is read by whoever holds the telephone, and we hand a link over by mail alone."""
    store, scott = asking.world.store, asking.scott
    known = store.read(lambda conn: points.of(conn, scott.id))
    number = next(one for one in known if one.channel is not Channel.EMAIL)
    asking.mail = asking.world.plan(
        scott, number.channel, point_id=number.id, state=AttemptState.ACCEPTED
    )
    assert asking.asks() is listen.Asked.ON_ITS_WAY
    [link] = asking.links()
    mailbox = next(one for one in known if one.channel is Channel.EMAIL)
    assert asking.world.row(link)["point_id"] == mailbox.id
    assert asking.passes(link) is AttemptState.ACCEPTED
    store.write(lambda conn: points.mark(conn, mailbox.id, PointState.COMPLAINED))
    assert asking.asks() is listen.Asked.NO_ADDRESS


def test_asking_proves_and_promises_nothing(asking: Asking) -> None:
    asking.asks()
    [said] = asking.house.said(asking.scott)
    assert not said.proven
    assert asking.house.promises(asking.scott) == []
    assert asking.world.row(asking.links()[0])["channel"] == Channel.EMAIL
