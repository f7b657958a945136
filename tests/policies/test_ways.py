"""What would change a refusal, channel by channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from policies.changing import what_would_change
from policies.channel import Channel, Purpose
from policies.decide import findings_at
from policies.facts import (
    SOMEBODY_ELSE,
    Bar,
    Barred,
    Facts,
    House,
    PausedSender,
    PointState,
    Reply,
    Someone,
    Words,
)
from policies.remedy import Remedy
from policies.rulebook import Rulebook
from policies.statement import Avoid, Callback, Pause, Place, Prefer, Quiet, Refuse, WallTime
from policies.ways import From, Never, Now, OnlyIf, Way, dated, tries, ways
from tests.policies.somebody import (
    EMAIL,
    HALF_PAST_SIX,
    MOBILE,
    NOON,
    SCOTT,
    attempt,
    facts,
    literally,
    said,
)

TRAVELS = said("I travel; email me, please", Avoid(Channel.PHONE), Prefer(Channel.EMAIL))
STOP = said("leave me alone", Refuse(None))


def line(known: Facts, at: datetime, rulebook: Rulebook) -> str:
    return what_would_change(ways(tries(known), at, rulebook))


def by(known: Facts, at: datetime, rulebook: Rulebook, channel: Channel) -> Way:
    each = ways(tries(known), at, rulebook).each
    return next(one for one in each if one.channel is channel)


def test_it_names_each_channel_now_from_when_or_only_if(shipped: Rulebook) -> None:
    assert line(facts(), HALF_PAST_SIX.replace(hour=16), shipped) == (
        "What would change it: by email now; by phone from Tue 24 Nov 10:00 their time;"
        " by text only with their own consent on record."
    )


def test_a_refused_channel_needs_the_persons_own_word(shipped: Rulebook) -> None:
    known = facts(statements=[said("don't call me", Refuse(Channel.PHONE))])
    assert by(known, NOON, shipped, Channel.PHONE) == OnlyIf(Channel.PHONE, (Remedy.THEIR_WORD,))
    assert "by phone only if Scott Reyes says so" in line(known, NOON, shipped)


def test_whoever_asked_for_email_is_offered_email_and_nothing_else_now(shipped: Rulebook) -> None:
    each = ways(tries(facts(statements=[TRAVELS])), NOON, shipped).each
    assert [one.channel for one in each if isinstance(one, Now)] == [Channel.EMAIL]


def test_after_a_stop_no_channel_is_open_and_none_from_any_moment_on(shipped: Rulebook) -> None:
    each = ways(tries(facts(statements=[STOP])), NOON, shipped).each
    assert all(isinstance(one, OnlyIf) and Remedy.THEIR_WORD in one.needs for one in each)
    assert len(each) == 3


def test_a_channel_without_a_live_address_or_without_words_is_not_offered(
    shipped: Rulebook,
) -> None:
    dead = facts(points=(replace(EMAIL, state=PointState.BOUNCED), MOBILE))
    assert [one.channel for one in ways(tries(dead), NOON, shipped).each] == [Channel.PHONE]
    wordless = facts(replace(attempt(), has_words_for=(Channel.PHONE,)))
    assert [one.channel for one in ways(tries(wordless), NOON, shipped).each] == [Channel.PHONE]


def test_another_channel_goes_to_the_first_live_address_there(shipped: Rulebook) -> None:
    old = replace(EMAIL, address="old@kestrel.example", state=PointState.BOUNCED)
    known = facts(points=(old, EMAIL, MOBILE))
    assert by(known, NOON, shipped, Channel.EMAIL) == Now(Channel.EMAIL)


def test_words_that_lack_something_are_not_held_against_other_words(shipped: Rulebook) -> None:
    speechless = replace(attempt(Channel.EMAIL), words=Words("a1", offers_opt_out=False))
    known = facts(speechless)
    needs = (Remedy.COMPLETE_WORDS,)
    assert by(known, NOON, shipped, Channel.EMAIL) == OnlyIf(Channel.EMAIL, needs)
    assert by(known, NOON, shipped, Channel.PHONE) == Now(Channel.PHONE)


def test_a_mailbox_of_ours_that_rests_holds_no_call(shipped: Rulebook) -> None:
    rests = PausedSender("hello@kestrel.example", "refused", NOON)
    known = replace(facts(attempt(Channel.EMAIL)), house=House(paused=rests))
    assert by(known, NOON, shipped, Channel.EMAIL) == OnlyIf(Channel.EMAIL, (Remedy.SENDER,))
    assert by(known, NOON, shipped, Channel.PHONE) == Now(Channel.PHONE)


def test_the_moment_waits_out_a_pause_and_then_the_hours(shipped: Rulebook) -> None:
    until = WallTime(datetime(2027, 1, 9, tzinfo=UTC).date())
    known = facts(statements=[said("not before 9 January", Pause(until))])
    told = line(known, NOON, shipped)
    assert "by phone from Sat 09 Jan 2027 10:00 their time" in told


def test_after_a_gap_in_the_clocks_the_first_minute_that_exists_is_named(
    shipped: Rulebook,
) -> None:
    known = facts(
        attempt(Channel.EMAIL),
        statements=[said("nothing between two and half past", Quiet((6,), 120, 150))],
        person=replace(SCOTT, zone="America/Los_Angeles"),
        points=(EMAIL,),
    )
    nobody = literally(shipped, "us")
    before = datetime(2026, 3, 8, 9, 59, tzinfo=UTC)
    assert by(known, before, nobody, Channel.EMAIL) == Now(Channel.EMAIL)
    waits = replace(known, statements=(said("not until half past two", Quiet((6,), 0, 150)),))
    opens = datetime(2026, 3, 8, 10, 0, tzinfo=UTC)
    assert by(waits, before, nobody, Channel.EMAIL) == From(Channel.EMAIL, opens)


def test_quiet_at_every_hour_is_never_over_by_waiting(shipped: Rulebook) -> None:
    known = facts(statements=[said("never", Quiet())])
    assert by(known, NOON, shipped, Channel.EMAIL) == OnlyIf(Channel.EMAIL, (Remedy.THEIR_WORD,))


def test_two_needs_are_both_named(shipped: Rulebook) -> None:
    known = facts(attempt(Channel.SMS), statements=[STOP])
    told = line(known, NOON, shipped)
    assert "by text only if Scott Reyes says so and with their own consent on record" in told


def test_a_hold_says_who_has_to_do_what(shipped: Rulebook) -> None:
    deaf = replace(facts(), house=House(listening=False))
    assert "only once replies are read again" in line(deaf, NOON, shipped)
    halted = replace(facts(), house=House(halted_because="an audit"))
    assert "only once the operator lets sending go on" in line(halted, NOON, shipped)
    twin = replace(facts(), house=House(identity_unclear_because="two of that name"))
    assert "only once compliance has settled who this is" in line(twin, NOON, shipped)
    wrote = Reply(NOON, Channel.EMAIL, answered=False)
    waits = replace(facts(attempt(automated=True)), replies=(wrote,))
    assert "only once one of us has answered" in line(waits, NOON, shipped)


def test_where_nobody_knows_the_place_it_asks_to_learn_it_and_not_to_assume_one(
    shipped: Rulebook,
) -> None:
    toll_free = replace(MOBILE, address="+18005550142")
    known = facts(person=Someone("Scott Reyes"), points=(toll_free,))
    assert line(known, NOON, shipped) == (
        "What would change it: by phone only once we know where Scott Reyes is."
    )


def test_where_no_rules_are_held_it_asks_for_them_and_not_for_another_place(
    shipped: Rulebook,
) -> None:
    known = facts(person=Someone("Scott Reyes", country="MG"), points=(EMAIL,))
    known = replace(known, attempt=attempt(Channel.EMAIL))
    needs = (Remedy.RULES_THERE,)
    assert by(known, NOON, shipped, Channel.EMAIL) == OnlyIf(Channel.EMAIL, needs)


def test_a_mark_needs_two_of_us_but_somebody_elses_stop_is_not_ours_to_lift(
    shipped: Rulebook,
) -> None:
    ours = Bar(Barred.PERSON, "asked at the fair", NOON, "Ana Ruiz")
    told = line(replace(facts(), bars=(ours,)), NOON, shipped)
    assert "if the mark is taken off, with proof and a second person" in told
    theirs = Bar(Barred.POINT, "a stop", NOON, SOMEBODY_ELSE, MOBILE.address)
    known = replace(facts(), bars=(theirs,), points=(MOBILE,))
    assert by(known, NOON, shipped, Channel.PHONE) == Never(Channel.PHONE)
    assert line(known, NOON, shipped) == "What would change it: by phone not within 366 days."


def test_a_call_they_asked_for_opens_with_its_hour(shipped: Rulebook) -> None:
    at = datetime(2026, 11, 25, 15, tzinfo=UTC)
    asked = said("call me Wednesday at seven", Callback(at, Channel.PHONE))
    known = facts(attempt(purpose=Purpose.PROMISED), statements=[asked])
    assert by(known, NOON, shipped, Channel.PHONE) == From(Channel.PHONE, at)


def test_where_they_may_live_by_two_clocks_the_moment_names_its_city(shipped: Rulebook) -> None:
    away = said("I am in New York", Place("America/New_York"), proven=False)
    told = line(facts(statements=[away]), HALF_PAST_SIX, shipped)
    assert "their time" not in told
    assert "Pacific time" in told


@pytest.mark.parametrize("channel", Channel)
def test_the_attempt_itself_is_always_among_them(channel: Channel, shipped: Rulebook) -> None:
    known = facts(attempt(channel), points=())
    assert [one.channel for one in ways(tries(known), NOON, shipped).each] == [channel]
    assert findings_at(known, NOON, shipped)


def test_whoever_reads_it_later_is_told_from_when_and_not_now(shipped: Rulebook) -> None:
    at = HALF_PAST_SIX.replace(hour=16)
    then = ways(tries(facts()), at, shipped)
    later = dated(then)
    assert later.each[0] == From(Channel.EMAIL, at)
    assert later.each[1:] == then.each[1:]
    assert what_would_change(later) == (
        "What would change it: by email from Tue 24 Nov 08:30 their time;"
        " by phone from Tue 24 Nov 10:00 their time;"
        " by text only with their own consent on record."
    )


def test_what_opens_sooner_comes_first_whatever_the_channel(shipped: Rulebook) -> None:
    book, december = literally(shipped, "us"), datetime(2026, 12, 1, 20, tzinfo=UTC)
    paused = facts(attempt(Channel.EMAIL), [said("not before December", Pause(december))])
    each = ways((paused, facts()), HALF_PAST_SIX, book).each
    eight_there = datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert each == (From(Channel.PHONE, eight_there), From(Channel.EMAIL, december))
