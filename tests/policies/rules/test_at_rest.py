"""What a rest is counted from, to the moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from policies.channel import Channel, Purpose
from policies.decide import decide, findings_at
from policies.explain import explain
from policies.facts import Contact, Facts, Reply
from policies.reason import Reason
from policies.rulebook import EntryKind, Rest, Rulebook
from policies.statement import (
    NotInterested,
    Quiet,
    Refuse,
    Request,
    Resume,
    Source,
    Statement,
    Via,
)
from policies.verdict import Allow, Defer
from tests.policies.entries import entry, only
from tests.policies.somebody import NOON, attempt, facts, said

DAY = timedelta(days=1)
NO, STOP, SILENCE = Rest("no", 60), Rest("stop", 30), Rest("silence", 180, 2)


def resting(shipped: Rulebook, *rests: Rest) -> Rulebook:
    return only(shipped, entry(EntryKind.REST, rests=rests))


def written_to(*moments: datetime, statements: tuple[Statement, ...] = ()) -> Facts:
    contacts = tuple(Contact(at, Channel.EMAIL, Purpose.MARKETING, "Bob") for at in moments)
    known = facts(attempt(Channel.EMAIL), statements)
    return replace(known, contacts=contacts)


def test_silence_rests_from_the_last_of_the_contacts_nobody_answered(shipped: Rulebook) -> None:
    known = written_to(NOON - 3 * DAY, NOON - 9 * DAY)
    (found,) = findings_at(known, NOON, resting(shipped, SILENCE))
    assert found.asks == Defer(NOON + 177 * DAY)
    assert found.because == "2 contacts went without a word back"
    assert found.clause is not None
    assert (found.clause.reason, found.clause.given) == (
        Reason.REST_AFTER_SILENCE,
        (("count", 2),),
    )


@pytest.mark.parametrize("purpose", [Purpose.SERVICE, Purpose.ANSWER])
def test_only_marketing_is_silence(purpose: Purpose, shipped: Rulebook) -> None:
    known = written_to(NOON - 3 * DAY, NOON - 9 * DAY)
    asked = replace(known.contacts[0], purpose=purpose)
    known = replace(known, contacts=(asked, known.contacts[1]))
    assert decide(known, NOON, resting(shipped, SILENCE)).verdict == Allow()


SPOKE = NOON - 5 * DAY


@pytest.mark.parametrize(
    ("statement", "breaks"),
    [
        (said("what does it cost?", Request("pricing"), at=SPOKE), True),
        (said("fine, by email", at=SPOKE), True),
        (said("not after six", Quiet((0,), 1080, 1440), at=SPOKE), False),
        (said("not after six; prices?", Quiet((0,)), Request("pricing"), at=SPOKE), True),
        (said("prices?", Request("pricing"), at=SPOKE, via=Via.IMPORT), False),
    ],
)
def test_a_word_of_theirs_breaks_the_silence_and_a_restriction_does_not(
    statement: Statement, breaks: bool, shipped: Rulebook
) -> None:
    known = written_to(NOON - 6 * DAY, NOON - 8 * DAY, statements=(statement,))
    verdict = decide(known, NOON, resting(shipped, SILENCE)).verdict
    assert (verdict == Defer(NOON + 174 * DAY)) is not breaks


def test_a_reply_at_the_moment_of_a_contact_breaks_the_silence_before_it(
    shipped: Rulebook,
) -> None:
    known = written_to(NOON - 5 * DAY, NOON - 9 * DAY)
    replied = replace(known, replies=(Reply(NOON - 5 * DAY, Channel.EMAIL, answered=True),))
    assert decide(replied, NOON, resting(shipped, SILENCE)).verdict == Allow()


def stopped(at: datetime, channel: Channel | None = Channel.SMS) -> Statement:
    source, via = Source.KEYWORD, Via.SMS
    return said(f"STOP {at:%d}", Refuse(channel), at=at, source=source, via=via)


def test_of_several_stops_the_last_one_counts(shipped: Rulebook) -> None:
    several = [stopped(NOON - 20 * DAY), stopped(NOON - 4 * DAY), stopped(NOON - 9 * DAY)]
    known = facts(attempt(Channel.EMAIL), several)
    decision = decide(known, NOON, resting(shipped, STOP))
    assert decision.verdict == Defer(NOON + 26 * DAY)
    told = explain(decision, known).sentence
    assert told.startswith("Not by email before Sun 20 Dec 2026 12:00 their time: Scott Reyes said")
    assert "(by text, 20 Nov 2026)" in told
    (found,) = decision.findings
    assert (found.because, found.quotes[0].statement) == ("they said stop", several[1])
    assert found.clause is not None
    assert found.clause.reason is Reason.REST_AFTER_STOP


def test_a_no_rests_for_its_own_time_and_says_so(shipped: Rulebook) -> None:
    known = facts(attempt(Channel.EMAIL), [said("no thanks", NotInterested(), at=NOON - DAY)])
    (found,) = findings_at(known, NOON, resting(shipped, NO, STOP))
    assert (found.asks, found.because) == (Defer(NOON + 59 * DAY), "they said no")
    assert found.clause is not None
    assert found.clause.reason is Reason.REST_AFTER_NO


def test_a_letter_that_refuses_one_channel_is_no_bare_stop(shipped: Rulebook) -> None:
    letter = said("no texts please", Refuse(Channel.SMS), at=NOON - DAY)
    known = facts(attempt(Channel.EMAIL), [letter])
    assert decide(known, NOON, resting(shipped, STOP)).verdict == Allow()


@pytest.mark.parametrize(
    ("taken_back", "rests"),
    [(Channel.EMAIL, False), (None, False), (Channel.SMS, True), (Channel.PHONE, True)],
)
def test_only_a_word_for_this_channel_ends_the_rest_that_a_stop_on_another_began(
    taken_back: Channel | None, rests: bool, shipped: Rulebook
) -> None:
    again = said("write to me again", Resume(taken_back), at=NOON - DAY)
    known = facts(attempt(Channel.EMAIL), [stopped(NOON - 2 * DAY), again])
    assert isinstance(decide(known, NOON, resting(shipped, STOP)).verdict, Defer) is rests


def test_a_rest_is_over_at_its_end_and_not_a_second_before(shipped: Rulebook) -> None:
    known = written_to(NOON - 180 * DAY, NOON - 190 * DAY)
    rulebook = resting(shipped, SILENCE)
    assert decide(known, NOON, rulebook).verdict == Allow()
    before = NOON - timedelta(seconds=1)
    assert decide(known, before, rulebook).verdict == Defer(NOON)
