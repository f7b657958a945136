"""Which channel they asked for, and whether it can be used instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policies.channel import Channel, Purpose
from policies.facts import Facts, PointState, Reply
from policies.rerouting import on_the_channel_they_wrote_on, usable, wished_channel
from policies.rows import Rows
from policies.rulebook import Rulebook
from policies.statement import Avoid, Prefer, Refuse, Scope, Statement, Via
from tests.policies.somebody import EMAIL, MOBILE, NOON, attempt, facts, said

EMAIL_ME = said("email me", Prefer(Channel.EMAIL))


def rows(known: Facts, rulebook: Rulebook) -> Rows:
    return Rows(known, NOON, rulebook)


def test_one_wish_is_a_channel_and_two_are_none(shipped: Rulebook) -> None:
    text_me = said("or text", Prefer(Channel.SMS), proven=False)
    assert wished_channel(rows(facts(statements=[EMAIL_ME]), shipped)) is Channel.EMAIL
    assert wished_channel(rows(facts(statements=[EMAIL_ME, text_me]), shipped)) is None


def test_a_wish_for_one_matter_binds_only_its_answer(shipped: Rulebook) -> None:
    matter = said("email me the pricing", Prefer(Channel.EMAIL, Scope.MATTER))
    answer = replace(attempt(purpose=Purpose.ANSWER), answers=matter.id)
    assert wished_channel(rows(facts(answer, [matter]), shipped)) is Channel.EMAIL
    assert wished_channel(rows(facts(statements=[matter]), shipped)) is None


def test_a_channel_needs_a_live_address_and_words(shipped: Rulebook) -> None:
    dead = replace(EMAIL, state=PointState.BOUNCED)
    wordless = replace(attempt(), has_words_for=(Channel.PHONE,))
    assert usable(rows(facts(), shipped), Channel.EMAIL)
    assert not usable(rows(facts(points=(dead, MOBILE)), shipped), Channel.EMAIL)
    assert not usable(rows(facts(wordless), shipped), Channel.EMAIL)


def test_a_channel_they_spoke_against_is_not_usable(shipped: Rulebook) -> None:
    for against in (Refuse(Channel.EMAIL), Refuse(None), Avoid(Channel.EMAIL)):
        known = facts(statements=[said("not by email", against)])
        assert not usable(rows(known, shipped), Channel.EMAIL)


def test_an_answer_goes_where_they_wrote(shipped: Rulebook) -> None:
    wrote = (Reply(NOON, Channel.SMS, answered=False),)
    by_text = replace(facts(attempt(Channel.SMS, Purpose.ANSWER)), replies=wrote)
    by_phone = replace(facts(attempt(Channel.PHONE, Purpose.ANSWER)), replies=wrote)
    assert on_the_channel_they_wrote_on(rows(by_text, shipped))
    assert not on_the_channel_they_wrote_on(rows(by_phone, shipped))


DAY = timedelta(days=1)
WAITS = Reply(NOON - DAY, Channel.SMS, answered=False)
ANSWERED = Reply(NOON - 2 * DAY, Channel.PHONE, answered=True)
LATER = Reply(NOON - DAY, Channel.SMS, answered=True)
BY_TEXT = said("and by text", at=NOON - 3 * DAY, via=Via.SMS)
BY_PHONE = said("rang us", at=NOON - DAY, via=Via.PHONE)


@pytest.mark.parametrize(
    ("replies", "words", "there"),
    [
        ((WAITS, ANSWERED), (), {Channel.SMS}),
        ((ANSWERED, LATER), (), {Channel.SMS}),
        ((LATER, ANSWERED), (), {Channel.SMS}),
        ((ANSWERED,), (BY_TEXT,), {Channel.PHONE}),
        ((), (BY_TEXT, BY_PHONE), {Channel.PHONE}),
        ((), (), set()),
    ],
)
def test_they_wrote_where_they_wait_or_where_they_last_were(
    replies: tuple[Reply, ...],
    words: tuple[Statement, ...],
    there: set[Channel],
    shipped: Rulebook,
) -> None:
    found = {
        channel
        for channel in Channel
        if on_the_channel_they_wrote_on(
            rows(replace(facts(attempt(channel, Purpose.ANSWER), words), replies=replies), shipped)
        )
    }
    assert found == there


def test_only_an_answer_goes_where_they_wrote(shipped: Rulebook) -> None:
    known = replace(facts(attempt(Channel.SMS, Purpose.SERVICE)), replies=(WAITS,))
    assert not on_the_channel_they_wrote_on(rows(known, shipped))
