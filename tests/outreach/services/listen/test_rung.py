"""Whoever rings the number we call from can stop us with one key."""

import asyncio

from channels.sms.decoded import encode
from outreach.domain.attempts import AttemptState
from outreach.services.listen import Pressed, pressed
from outreach.store import notes
from outreach.store.inbound import InboundKind, InboundState
from policies.channel import Channel
from policies.statement import Via
from tests.outreach.services.carrier import Line, call_form


def sent(phone: Line, attempt: str) -> AttemptState:
    asyncio.run(phone.world.gate.pass_batch([attempt]))
    return phone.world.state(attempt)


def presses(phone: Line, number: str, digits: str = "9") -> Pressed:
    return pressed(phone.house.ears, encode(call_form(number, digits)))


def test_a_call_stands_in_their_story_and_stops_nothing(phone: Line) -> None:
    scott = phone.world.person()
    taken = phone.posts(call_form(phone.number(scott)))
    assert taken is not None
    assert (taken.kind, taken.state) == (InboundKind.CALL, InboundState.READ)
    told = phone.house.store.read(lambda conn: notes.of(conn, scott.id))
    assert [one.text for one in told] == ["they rang us"]
    assert phone.house.said(scott) == []


def test_nine_stops_calls_and_texts_at_once(each_phone: Line) -> None:
    """47 CFR 64.1601(e): the number we show takes a stop."""
    phone = each_phone
    scott = phone.world.person()
    assert presses(phone, phone.number(scott)) is Pressed.STOPPED
    (said,) = phone.house.said(scott)
    assert said.via is Via.PHONE
    assert not said.proven
    assert phone.refused(scott, Channel.PHONE)
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.BLOCKED


def test_nine_twice_is_one_stop(phone: Line) -> None:
    scott = phone.world.person()
    twice = [presses(phone, phone.number(scott)) for _ in range(2)]
    assert twice == [Pressed.STOPPED, Pressed.STOPPED]
    assert len(phone.house.said(scott)) == 1


def test_another_key_stops_nothing(phone: Line) -> None:
    scott = phone.world.person()
    assert presses(phone, phone.number(scott), "1") is Pressed.OTHER
    assert phone.house.said(scott) == []


def test_nine_from_a_number_nobody_has_bars_it_for_whoever_gets_it(phone: Line) -> None:
    assert presses(phone, "+17025550199") is Pressed.STOPPED
    later = phone.world.person(addresses=("+17025550199",))
    assert sent(phone, phone.world.plan(later, Channel.SMS)) is AttemptState.BLOCKED


def test_nine_from_a_hidden_number_is_not_called_done(phone: Line) -> None:
    """CASES 21: nobody is told of a stop that is in no effect; a human is asked."""
    assert presses(phone, "anonymous") is Pressed.NOT_DONE
    assert "hid their number" in phone.asked()[0]
