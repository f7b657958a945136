"""What a statement sets in motion."""

from datetime import date

import pytest

from outreach.services.listen.effects import Reach, by_hand, effects_of, refuses, tightens
from policies.channel import Channel
from policies.statement import (
    Avoid,
    Callback,
    Consent,
    Language,
    Meaning,
    Prefer,
    Refuse,
    Request,
    Resume,
    Unclear,
    WallTime,
)

_CALL = Callback(WallTime(date(2026, 12, 4), 600), Channel.PHONE)


@pytest.mark.parametrize(
    ("meaning", "reach"),
    [
        (Refuse(None), Reach.PERSON),
        (Refuse(Channel.EMAIL), Reach.NOTHING),
        (Refuse(None, topic="spring offer"), Reach.TOPIC),
        (Refuse(None, organisation=True), Reach.ORGANISATION),
        (Unclear(Refuse(None), "could be a stop"), Reach.NOTHING),
        (Unclear(None, "no idea"), Reach.NOTHING),
        (Avoid(Channel.PHONE), Reach.NOTHING),
    ],
)
def test_only_refusals_of_more_than_a_channel_withdraw(meaning: Meaning, reach: Reach) -> None:
    assert effects_of([meaning]).reach is reach


def test_the_widest_refusal_decides_how_far_it_reaches() -> None:
    both = [Refuse(None, topic="spring offer"), Refuse(None), Refuse(Channel.SMS)]
    assert effects_of(both).reach is Reach.PERSON


def test_an_unsure_reading_restricts_at_once_and_asks_but_confirms_nothing() -> None:
    """CASES 42."""
    effects = effects_of([Unclear(Refuse(None), "`stop this terrible bill`")])
    assert effects.restrictive
    assert effects.unclear
    assert not effects.confirm


def test_asking_for_the_pricing_by_email_is_a_request_and_no_refusal() -> None:
    """CASES 34."""
    effects = effects_of([Avoid(Channel.PHONE), Prefer(Channel.EMAIL), Request("pricing")])
    assert effects.requests == (Request("pricing"),)
    assert effects.restrictive
    assert effects.reach is Reach.NOTHING


@pytest.mark.parametrize("meaning", [Resume(None), Consent(Channel.SMS), Language("fr")])
def test_what_loosens_is_not_restrictive(meaning: Meaning) -> None:
    assert not tightens(meaning)


def test_a_topic_refused_is_not_the_channel_refused() -> None:
    assert refuses([Refuse(None)], Channel.SMS)
    assert refuses([Refuse(Channel.SMS)], Channel.SMS)
    assert not refuses([Refuse(Channel.SMS, topic="spring")], Channel.SMS)
    assert not refuses([Refuse(Channel.EMAIL)], Channel.SMS)


@pytest.mark.parametrize(
    ("read", "stays"),
    [
        ((), True),
        ((Refuse(Channel.PHONE),), False),
        ((Refuse(None),), False),
        ((Refuse(Channel.EMAIL),), True),
        ((Refuse(Channel.PHONE), _CALL), True),
    ],
)
def test_a_call_noted_by_key_is_none_where_their_own_words_refuse_calls(
    read: tuple[Meaning, ...], stays: bool
) -> None:
    assert by_hand((_CALL, Prefer(Channel.EMAIL)), read) == (
        (_CALL, Prefer(Channel.EMAIL)) if stays else (Prefer(Channel.EMAIL),)
    )
