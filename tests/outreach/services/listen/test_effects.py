"""What a statement sets in motion."""

import pytest

from outreach.services.listen.effects import Reach, effects_of, refuses, tightens
from policies.channel import Channel
from policies.statement import (
    Avoid,
    Consent,
    Language,
    Meaning,
    Prefer,
    Refuse,
    Request,
    Resume,
    Unclear,
)


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
