"""A stop that nobody signed: not acted on, not passed over, and no way to fill our disk."""

import asyncio

from channels.sms.decoded import encode
from outreach.domain.attempts import AttemptState
from outreach.services.listen import receive_unsigned, take
from policies.channel import Channel
from tests.outreach.services.carrier import Line, text_form


def forged(phone: Line, number: str, words: str = "STOP") -> str | None:
    kept = receive_unsigned(phone.house.ears, encode(text_form(number, words)))
    if kept is not None:
        take(phone.house.ears, kept)
    return kept


def sent(phone: Line, attempt: str) -> AttemptState:
    asyncio.run(phone.world.gate.pass_batch([attempt]))
    return phone.world.state(attempt)


def test_it_holds_whoever_has_the_number_and_asks_compliance(phone: Line) -> None:
    """CASES 31: it is no word of theirs, and nothing is sent until somebody has looked."""
    scott = phone.world.person()
    assert forged(phone, phone.number(scott)) is not None
    assert phone.house.said(scott) == []
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.HELD
    assert "no genuine signature" in phone.asked()[0]


def test_once_is_enough(phone: Line) -> None:
    scott = phone.world.person()
    forged(phone, phone.number(scott))
    assert forged(phone, phone.number(scott)) is None
    assert len(phone.asked()) == 1


def test_nothing_else_that_nobody_signed_is_kept(phone: Line) -> None:
    scott = phone.world.person()
    assert forged(phone, phone.number(scott), "Hello!") is None
    assert forged(phone, phone.number(scott), "START") is None
    assert forged(phone, "+17025550199") is None
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.ACCEPTED
