"""Contacts that people asked for, and the one confirmation of a stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from policies.channel import Channel, Purpose
from policies.facts import Contact, Facts
from policies.preferences import standing
from policies.promises import Promise, confirms_a_stop, promise, waives_caps_only
from policies.statement import Callback, Refuse, Resume, Source, Via, WallTime
from tests.policies.somebody import NOON, attempt, facts, said

LOS_ANGELES = (ZoneInfo("America/Los_Angeles"),)
ASKED = said("call me on the 20th at ten", Callback(WallTime(datetime(2026, 12, 20).date(), 600)))  # noqa: DTZ001
DUE = datetime(2026, 12, 20, 18, tzinfo=UTC)
CALL = attempt(purpose=Purpose.PROMISED)
STOP = said("STOP", Refuse(Channel.SMS), at=NOON, via=Via.SMS, source=Source.KEYWORD)
CONFIRMATION = attempt(Channel.SMS, Purpose.ACKNOWLEDGE, automated=True)


def kept(known: Facts) -> Promise | None:
    return promise(known, standing(known.statements), LOS_ANGELES)


def confirms(known: Facts, at: datetime = NOON) -> bool:
    return confirms_a_stop(known, standing(known.statements), at)


def contact(purpose: Purpose, at: datetime, channel: Channel = Channel.PHONE) -> Contact:
    return Contact(at, channel, purpose, "Ana Ruiz")


def test_a_named_hour_is_read_on_their_own_clock_and_open_for_an_hour() -> None:
    found = kept(facts(CALL, [ASKED]))
    assert found is not None
    assert found.due == DUE
    assert found.opens(DUE)
    assert not found.opens(DUE + timedelta(minutes=60))


def test_one_contact_keeps_it() -> None:
    known = replace(facts(CALL, [ASKED]), contacts=(contact(Purpose.PROMISED, DUE),))
    assert kept(known) is None


def test_a_contact_for_another_reason_does_not_keep_it() -> None:
    known = replace(facts(CALL, [ASKED]), contacts=(contact(Purpose.SERVICE, DUE),))
    assert kept(known) is not None


def test_it_is_for_the_channel_they_named() -> None:
    by_email = attempt(Channel.EMAIL, Purpose.PROMISED)
    assert kept(facts(by_email, [ASKED])) is None


def test_it_opens_a_refusal_said_before_it_for_a_day_at_most() -> None:
    no_calls = said("don't call", Refuse(Channel.PHONE), at=datetime(2026, 3, 1, tzinfo=UTC))
    known = facts(CALL, [no_calls, ASKED])
    found, refusal = kept(known), standing(known.statements).refusals[0]
    assert found is not None
    assert found.reopens(refusal, DUE)
    assert not found.reopens(refusal, DUE - timedelta(minutes=1))
    assert not found.reopens(refusal, DUE + timedelta(days=1))


def test_it_opens_no_refusal_said_after_it() -> None:
    never_mind = said("no, don't", Refuse(Channel.PHONE), at=DUE - timedelta(days=1))
    known = facts(CALL, [ASKED, never_mind])
    found = kept(known)
    assert found is not None
    assert not found.reopens(standing(known.statements).refusals[0], DUE)


def test_a_reps_note_waives_caps_only() -> None:
    noted = replace(ASKED, via=Via.REP, source=Source.REP_NOTE, proven=False)
    assert waives_caps_only(kept(facts(CALL, [noted])))
    assert not waives_caps_only(kept(facts(CALL, [ASKED])))


def test_a_stop_is_confirmed_on_its_channel_within_five_minutes() -> None:
    known = facts(CONFIRMATION, [STOP])
    assert confirms(known)
    assert confirms(known, NOON + timedelta(minutes=5))
    assert not confirms(known, NOON + timedelta(minutes=5, seconds=1))
    assert not confirms(facts(replace(CONFIRMATION, channel=Channel.EMAIL), [STOP]))


def test_a_stop_is_never_confirmed_twice() -> None:
    told = contact(Purpose.ACKNOWLEDGE, NOON - timedelta(days=1), Channel.SMS)
    assert not confirms(replace(facts(CONFIRMATION, [STOP]), contacts=(told,)))


def test_a_stop_after_a_proven_change_of_mind_is_a_new_one() -> None:
    told = contact(Purpose.ACKNOWLEDGE, NOON - timedelta(days=9), Channel.SMS)
    start = said("START", Resume(Channel.SMS), at=NOON - timedelta(days=3), via=Via.SMS)
    assert confirms(replace(facts(CONFIRMATION, [start, STOP]), contacts=(told,)))


def test_a_stop_is_confirmed_where_it_came_from_and_nowhere_else() -> None:
    stop = replace(STOP, point="+17025550142")
    assert confirms(facts(replace(CONFIRMATION, to="+17025550142"), [stop]))
    assert confirms(facts(CONFIRMATION, [stop]))
    assert not confirms(facts(replace(CONFIRMATION, to="+17025550199"), [stop]))


def test_only_the_stop_that_an_attempt_names_is_confirmed_by_it() -> None:
    assert confirms(facts(replace(CONFIRMATION, acknowledges=STOP.id), [STOP]))
    assert not confirms(facts(replace(CONFIRMATION, acknowledges="another"), [STOP]))
    assert not confirms(facts(CONFIRMATION, [STOP]), NOON - timedelta(seconds=1))
