"""A text leaves once, by its clearance, and what the carrier says comes back as a receipt."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from channels.contract import (
    Accepted,
    Receipt,
    Refused,
    Temporary,
    TextWords,
    TurnedAway,
    Unknown,
)
from channels.errors import ClearanceError, DoorConfigurationError
from channels.sms.account import split
from channels.sms.carrier_server.script import Drop, Fail, Refuse, Slow
from policies.clearance import Fault
from tests.channels.contract import DoorContract, clear
from tests.channels.sms.carriers import CALLBACK, OURS, THEIRS, TOKEN, TextRig, account


@pytest.fixture
def rig() -> Iterator[TextRig]:
    rig = TextRig()
    yield rig
    rig.close()


class TestTextDoor(DoorContract):
    @pytest.fixture
    def rig(self) -> Iterator[TextRig]:
        rig = TextRig()
        yield rig
        rig.close()


def test_the_carrier_gets_the_words_the_number_and_how_long_it_may_hold_them(rig: TextRig) -> None:
    receipt = rig.send(rig.outbound())
    [taken] = rig.carrier.record.taken()
    assert receipt == Accepted(taken.sid, "queued")
    assert (taken.sender, taken.to) == (OURS, THEIRS)
    assert taken.body == "Here is the pricing. Reply STOP to stop."
    assert taken.valid_seconds == 3600
    assert taken.callback == ""


def test_the_mark_of_the_attempt_goes_with_it_where_we_can_be_reached(rig: TextRig) -> None:
    rig.door = rig.text_door(account(rig.server), f"{CALLBACK}?a=a_1-x")
    rig.send(rig.outbound())
    assert rig.carrier.record.taken()[0].callback == f"{CALLBACK}?a=a_1-x"


def test_a_service_chooses_the_number_itself(rig: TextRig) -> None:
    rig.door = rig.text_door(replace(account(rig.server), service="MG1"))
    rig.send(rig.outbound())
    [taken] = rig.carrier.record.taken()
    assert (taken.service, taken.sender) == ("MG1", "")


@pytest.mark.parametrize(("seconds", "held"), [(-5, 1), (0, 1), (90, 90), (99_999, 36_000)])
def test_how_long_it_may_be_held_stays_within_what_the_carrier_takes(
    rig: TextRig, seconds: int, held: int
) -> None:
    outbound = replace(rig.outbound(), content=TextWords(OURS, "Hello", seconds))
    rig.send(outbound)
    assert rig.carrier.record.taken()[0].valid_seconds == held


@pytest.mark.parametrize(
    ("code", "receipt"),
    [
        (
            21610,
            Refused("21610", "refused", point_dead=False, opted_out=True),
        ),
        (21211, Refused("21211", "refused", point_dead=True)),
        (21614, Refused("21614", "refused", point_dead=True)),
        (21608, TurnedAway("21608", "refused")),
        (21611, TurnedAway("21611", "refused")),
        (30610, Temporary("30610", "refused", 3600)),
        (30047, Temporary("30047", "refused", 3600)),
        (21617, Refused("21617", "refused", point_dead=False)),
    ],
)
def test_what_the_carrier_refuses_is_told_apart(rig: TextRig, code: int, receipt: Receipt) -> None:
    """CASES 27, 32."""
    rig.carrier.script.append(Refuse(code))
    assert rig.send(rig.outbound()) == receipt
    assert rig.taken() == 0


@pytest.mark.parametrize(
    "happening", [Refuse(20404, 404), Refuse(20403, 403), Refuse(30002), Fail(404), Fail(302)]
)
def test_an_account_or_an_address_that_is_wrong_is_loud_and_refuses_nobody(
    rig: TextRig, happening: Refuse | Fail
) -> None:
    rig.carrier.script.append(happening)
    with pytest.raises(DoorConfigurationError, match=r"\[twilio\]"):
        rig.send(rig.outbound())
    assert rig.taken() == 0


def test_a_crowd_is_sent_away_and_comes_back_spread_out(rig: TextRig) -> None:
    waits = []
    for number in range(5):
        rig.carrier.script.append(Refuse(20429, 429, retry_after=10))
        receipt = rig.send(rig.outbound(number))
        assert isinstance(receipt, Temporary)
        assert receipt.retry_after is not None
        waits.append(receipt.retry_after)
    assert all(10 <= wait <= 21 for wait in waits)
    assert len(set(waits)) > 1


@pytest.mark.parametrize(
    "happening", [Fail(500), Fail(408), Fail(503, taken=True), Drop(taken=False)]
)
def test_what_nobody_knows_is_sent_once_and_not_again(rig: TextRig, happening: Fail | Drop) -> None:
    """CASES 3."""
    rig.carrier.script.append(happening)
    assert isinstance(rig.send(rig.outbound()), Unknown)
    assert rig.taken() <= 1


def test_a_carrier_that_does_not_answer_in_time_leaves_it_unknown() -> None:
    """CASES 3."""
    rig = TextRig(timeout=0.2)
    rig.carrier.script.append(Slow(30))
    assert isinstance(rig.send(rig.outbound()), Unknown)
    assert rig.taken() == 1
    rig.close()


def test_a_carrier_that_comes_back_takes_the_next_text(rig: TextRig) -> None:
    """CASES 2: what was taken before the fall is not sent again, and the rest is."""
    first = rig.send(rig.outbound(1))
    rig.server.stop()
    rig.run(asyncio.sleep(0.05))
    while_down = rig.send(rig.outbound(2))
    rig.server.start()
    again = rig.send(rig.outbound(2))
    assert isinstance(first, Accepted)
    assert isinstance(while_down, Temporary)
    assert isinstance(again, Accepted)
    assert rig.taken() == 2


def test_connections_are_used_again(rig: TextRig) -> None:
    for number in range(20):
        rig.send(rig.outbound(number))
    assert rig.taken() == 20
    assert len(rig.carrier.lines) == 1


def test_whoever_waited_too_long_for_a_connection_does_not_leave(rig: TextRig) -> None:
    outbound = rig.outbound()
    clearance = clear(outbound)
    moments = [rig.now, rig.now + timedelta(minutes=2)]
    rig.door = rig.text_door(account(rig.server))
    rig.door._clock = lambda: moments.pop(0)
    with pytest.raises(ClearanceError) as caught:
        rig.run(rig.door.send(outbound, clearance))
    assert caught.value.fault is Fault.EXPIRED
    assert rig.taken() == 0


def test_without_a_number_or_a_service_nothing_can_be_sent(rig: TextRig) -> None:
    outbound = replace(rig.outbound(), content=TextWords("", "Hello", 60))
    with pytest.raises(DoorConfigurationError, match=r"set sender\.text_number"):
        rig.send(outbound)


def test_the_token_is_shown_nowhere(rig: TextRig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    rig.send(rig.outbound())
    rig.carrier.script.append(Drop(taken=False))
    receipt = rig.send(rig.outbound(2))
    shown = [repr(account(rig.server)), repr(rig.door), repr(receipt), caplog.text]
    assert not any(TOKEN in one for one in shown)
    assert THEIRS not in caplog.text


@pytest.mark.parametrize("url", ["carrier.example", "ftp://carrier.example", "http://", "x"])
def test_an_address_that_is_none_is_refused_when_the_door_is_made(url: str) -> None:
    with pytest.raises(DoorConfigurationError, match="no address of a carrier"):
        split(url)


def test_the_token_does_not_travel_in_the_clear() -> None:
    with pytest.raises(DoorConfigurationError, match="would travel in the clear"):
        split("http://carrier.example")


@pytest.mark.parametrize(
    "words", ["50% & more = é 🙏; ok? a+b #x\n~", "+", "%0A", "&a=b", " blank  ends ", "日本"]
)
def test_the_words_arrive_to_the_letter(rig: TextRig, words: str) -> None:
    rig.send(replace(rig.outbound(), content=TextWords(OURS, words, 60)))
    assert rig.carrier.record.taken()[0].body == words
