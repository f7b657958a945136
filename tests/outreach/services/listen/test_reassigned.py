"""A number that somebody else has by now: what was agreed to there is over, the rest stays."""

import asyncio
import json

from outreach.domain.attempts import AttemptState
from outreach.services.listen import Agreed, add_consent
from outreach.store import consents
from outreach.store.inbound import InboundKind, InboundState
from policies.channel import Channel, Purpose
from policies.facts import PointState
from tests.outreach.services.carrier import Line


def event(number: str) -> bytes:
    data = {"to_number": number, "is_reassigned": True, "consent_operation": "opt-out-created"}
    kind = "com.twilio.messaging.reassigned-number.detected"
    return json.dumps([{"specversion": "1.0", "type": kind, "id": "NO1", "data": data}]).encode()


def sent(phone: Line, attempt: str) -> AttemptState:
    asyncio.run(phone.world.gate.pass_batch([attempt]))
    return phone.world.state(attempt)


def test_consent_is_void_and_the_number_is_theirs_no_more(each_phone: Line) -> None:
    """CASES 33."""
    phone = each_phone
    scott = phone.world.person(addresses=("scott@people.example", "+17025550142"))
    taken = phone.tells(event("+17025550142"))
    assert taken is not None
    assert taken.kind is InboundKind.REASSIGNED
    for channel in (Channel.SMS, Channel.PHONE):
        assert phone.point(scott, channel).state is PointState.WRONG_PERSON
    now = phone.world.clock.now()
    kept = phone.house.store.read(lambda conn: consents.of(conn, scott.id))
    ended = {one.channel for one in kept if one.ended_at == now}
    assert ended == {Channel.SMS, Channel.PHONE}
    assert {one.ended_because for one in kept if one.ended_at} == {
        "the number is somebody else's by now"
    }
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.BLOCKED


def test_a_consent_for_another_number_of_theirs_stands(phone: Line) -> None:
    scott = phone.world.person(addresses=("+17025550142", "+17025550143"))
    for number in ("+17025550142", "+17025550143"):
        agreed = Agreed(Channel.SMS, Purpose.MARKETING, "card, signed", to=number)
        add_consent(phone.house.ears, scott.id, agreed, "Ana Ruiz")
    phone.tells(event("+17025550142"))
    kept = phone.house.store.read(lambda conn: consents.of(conn, scott.id))
    ended = {one.to: one.ended_at is not None for one in kept if one.to}
    assert ended == {"+17025550142": True, "+17025550143": False}


def test_everything_else_we_know_of_them_stays(phone: Line) -> None:
    """CASES 33."""
    scott = phone.world.person(addresses=("scott@people.example", "+17025550142"))
    phone.texts(scott, "Please stop calling me")
    before = phone.house.said(scott)
    phone.tells(event("+17025550142"))
    assert phone.house.said(scott) == before
    assert phone.point(scott, Channel.EMAIL).state is PointState.OK


def test_an_event_twice_is_one_event(phone: Line) -> None:
    phone.world.person(addresses=("+17025550142",))
    assert phone.tells(event("+17025550142")) is not None
    assert phone.tells(event("+17025550142")) is None


def test_what_is_no_event_is_shown_to_a_human(phone: Line) -> None:
    taken = phone.tells(b"not json")
    assert taken is not None
    assert taken.state is InboundState.FAILED


def test_an_event_of_another_kind_changes_nothing(phone: Line) -> None:
    taken = phone.tells(b'{"type": "com.twilio.messaging.message.sent", "data": {}}')
    assert taken is not None
    assert (taken.kind, taken.state) == (InboundKind.STATUS, InboundState.READ)
