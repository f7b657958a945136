"""Until when words may still arrive: never a minute into closed time, clocks changed or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.basis import BasisKind
from policies.channel import Channel, Purpose
from policies.decide import findings_at
from policies.facts import Facts, GivenConsent, Someone
from policies.remaining import _SPEAKING, open_until
from policies.rulebook import EntryKind, Opening, Rulebook
from policies.statement import EVERY_DAY, Callback, Place, Quiet, Statement
from tests.policies.entries import entry, only
from tests.policies.somebody import (
    EMAIL,
    HALF_PAST_SIX,
    NOBODY_KNOWS,
    NOON,
    SCOTT,
    attempt,
    facts,
    literally,
    said,
)

TEN_HOURS = timedelta(hours=10)
TEXT = attempt(Channel.SMS, automated=True)
ANSWER = attempt(Channel.SMS, Purpose.ANSWER)


def quiet(start: int, end: int) -> Statement:
    return said("not at that hour", Quiet(EVERY_DAY, start, end))


def objects(known: Facts, at: datetime, rulebook: Rulebook) -> bool:
    return any(one.rule in _SPEAKING for one in findings_at(known, at, rulebook))


def test_a_text_must_arrive_before_the_house_closes_where_they_are(shipped: Rulebook) -> None:
    known = facts(TEXT)
    six_in_the_evening_there = datetime(2026, 11, 25, 2, tzinfo=UTC)
    assert open_until(known, NOON, shipped, TEN_HOURS) == six_in_the_evening_there


def test_their_own_quiet_time_counts_too(shipped: Rulebook) -> None:
    known = facts(TEXT, [quiet(15 * 60, 16 * 60)])
    assert open_until(known, NOON, shipped, TEN_HOURS) == NOON + timedelta(hours=3)


def test_the_first_zone_to_close_counts(shipped: Rulebook) -> None:
    elsewhere = said("I am in New York", Place("America/New_York"), proven=False)
    assert open_until(facts(TEXT), NOON, shipped, TEN_HOURS) == NOON + timedelta(hours=6)
    early = open_until(facts(TEXT, [elsewhere]), NOON, shipped, TEN_HOURS)
    assert early == NOON + timedelta(hours=3)


def test_nothing_is_looked_for_beyond_what_was_asked(shipped: Rulebook) -> None:
    within = timedelta(minutes=5)
    assert open_until(facts(TEXT), NOON, shipped, within) == NOON + within


def test_the_night_the_clocks_go_back_has_an_hour_more(shipped: Rulebook) -> None:
    """CASES 45: from half past midnight to half past three are four hours."""
    known = facts(ANSWER, [quiet(3 * 60 + 30, 8 * 60)])
    at = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    rulebook = literally(shipped, "house")
    assert open_until(known, at, rulebook, TEN_HOURS) == at + timedelta(hours=4)


def test_the_night_the_clocks_go_forward_has_an_hour_less(shipped: Rulebook) -> None:
    """CASES 45: half past two does not exist; quiet begins when the clocks show three."""
    known = facts(ANSWER, [quiet(2 * 60 + 30, 8 * 60)])
    at = datetime(2027, 3, 14, 8, 30, tzinfo=UTC)
    rulebook = literally(shipped, "house")
    assert open_until(known, at, rulebook, TEN_HOURS) == at + timedelta(minutes=90)


MINUTES = st.integers(0, 24 * 60 - 1)
MOMENTS = st.one_of(
    st.integers(0, 7 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.integers(0, 48 * 60).map(
        lambda minutes: datetime(2026, 10, 31, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.integers(0, 48 * 60).map(
        lambda minutes: datetime(2027, 3, 13, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
)


@settings(max_examples=60, deadline=None)
@given(at=MOMENTS, start=MINUTES, end=MINUTES, proposed=st.sampled_from([TEXT, ANSWER]))
def test_every_minute_before_is_open_and_then_it_is_closed(
    at: datetime, start: int, end: int, proposed: object, shipped: Rulebook
) -> None:
    known = facts(proposed, [quiet(start, end)])  # type: ignore[arg-type]
    if objects(known, at, shipped):
        return
    last = open_until(known, at, shipped, TEN_HOURS)
    minutes = int((last - at).total_seconds() // 60)
    assert not any(
        objects(known, at + timedelta(minutes=one), shipped)
        for one in range(minutes)
        if at + timedelta(minutes=one) < last
    )
    assert last == at + TEN_HOURS or objects(known, last, shipped)


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_moment_that_is_about_to_close_has_that_long(seconds: int, shipped: Rulebook) -> None:
    closes = datetime(2026, 11, 25, 2, tzinfo=UTC)
    at = closes - timedelta(seconds=seconds)
    until = open_until(facts(TEXT), at, shipped, TEN_HOURS)
    assert until == closes if seconds else until > at


def test_on_the_eve_of_a_holiday_a_text_must_arrive_before_the_shorter_hours_end(
    shipped: Rulebook,
) -> None:
    """Monday 7 December 2026, before Italy's holiday: until seven and not until eight."""
    it = literally(shipped, "it").packs["it"]
    entries = tuple(replace(one, channels=(Channel.SMS,)) for one in it.entries)
    rulebook = replace(shipped, packs={"it": replace(it, entries=entries)}, literal=True)
    someone = Someone("Ana", "IT", zone="Europe/Rome")
    known = replace(facts(attempt(Channel.SMS, Purpose.SERVICE)), person=someone, points=())
    at = datetime(2026, 12, 7, 17, tzinfo=UTC)
    assert open_until(known, at, rulebook, TEN_HOURS) == at + timedelta(hours=1)


def test_a_text_must_arrive_before_the_consent_that_it_rests_on_ends(shipped: Rulebook) -> None:
    """Six months after somebody in Canada asked about our prices."""
    given = datetime(2026, 5, 24, 18, 30, tzinfo=UTC)
    asked = GivenConsent(Channel.SMS, Purpose.MARKETING, given, "letter", kind=BasisKind.INQUIRY)
    someone = Someone("Ana", "CA", zone="America/Toronto")
    known = replace(facts(TEXT), person=someone, points=(), consents=(asked,))
    at, rulebook = datetime(2026, 11, 24, 17, tzinfo=UTC), literally(shipped, "ca")
    assert open_until(known, at, rulebook, TEN_HOURS) == at + timedelta(minutes=90)


def test_a_text_must_arrive_before_a_day_that_is_closed_begins(shipped: Rulebook) -> None:
    wednesdays = entry(EntryKind.FORBIDDEN_DAYS, closed_days=(2,))
    midnight_there = datetime(2026, 11, 25, 8, tzinfo=UTC)
    day = timedelta(days=1)
    assert open_until(facts(TEXT), NOON, only(shipped, wednesdays), day) == midnight_there


def test_quiet_begins_on_their_evening_though_it_is_the_next_day_elsewhere(
    shipped: Rulebook,
) -> None:
    """At five in the afternoon on Tuesday in Los Angeles it is Wednesday in Greenwich."""
    evening = said("no Tuesday evenings", Quiet((1,), 22 * 60, 23 * 60))
    at = datetime(2026, 11, 25, 1, tzinfo=UTC)
    until = open_until(facts(TEXT, [evening]), at, literally(shipped), TEN_HOURS)
    assert until == at + timedelta(hours=5)


def test_an_hour_that_they_named_closes_after_an_hour(shipped: Rulebook) -> None:
    call = said("call me at half past six", Callback(HALF_PAST_SIX))
    promised = facts(attempt(Channel.PHONE, Purpose.PROMISED), [call])
    until = open_until(promised, HALF_PAST_SIX, literally(shipped, "us"), timedelta(minutes=80))
    assert until == HALF_PAST_SIX + timedelta(hours=1)


def test_where_nobody_knows_the_clock_nothing_closes_by_it(shipped: Rulebook) -> None:
    known = facts(attempt(Channel.EMAIL), person=NOBODY_KNOWS, points=(EMAIL,))
    assert open_until(known, NOON, literally(shipped), TEN_HOURS) == NOON + TEN_HOURS


IN_ST_JOHNS = replace(SCOTT, country="CA", region="CA-NL", zone="America/St_Johns")
"""Until 2011 clocks there went back from a minute past midnight, into the day before."""


def test_a_day_that_comes_again_is_open_until_its_second_end(shipped: Rulebook) -> None:
    saturdays = entry(EntryKind.CONTACT_HOURS, "ca", "CA", openings=(Opening((5,), 0, 1440),))
    sunday = datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC)
    until = open_until(
        facts(TEXT, person=IN_ST_JOHNS, points=()), sunday, only(shipped, saturdays), TEN_HOURS
    )
    assert until == datetime(2010, 11, 7, 3, 30, tzinfo=UTC)


def test_quiet_of_the_next_day_is_seen_while_the_last_one_comes_again(shipped: Rulebook) -> None:
    sunday = said("no Sunday nights", Quiet((6,), 2 * 60, 3 * 60))
    known = facts(TEXT, [sunday], IN_ST_JOHNS, ())
    again_saturday = datetime(2010, 11, 7, 3, tzinfo=UTC)
    until = open_until(known, again_saturday, literally(shipped), TEN_HOURS)
    assert until == datetime(2010, 11, 7, 5, 30, tzinfo=UTC)
