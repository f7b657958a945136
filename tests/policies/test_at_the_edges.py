"""At the edges: the very moment something ends or begins, and what is left without the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from policies.basis import BasisKind, Life
from policies.channel import Channel, Purpose
from policies.colleagues import organisation_caps
from policies.consenting import ends
from policies.decide import Opens, decide, earliest, findings_at, opening
from policies.facts import (
    Contact,
    Facts,
    GivenConsent,
    Registry,
)
from policies.preferences import standing
from policies.promises import THEIR_LINK, hands_over_their_link
from policies.rows import Rows
from policies.rulebook import Cap, CapOf, Confirmation, EntryKind, Rest, Rulebook
from policies.statement import (
    Callback,
    Consent,
    NotInterested,
    Pause,
    Refuse,
    Request,
    Source,
    Statement,
    Understood,
    Via,
    WallTime,
)
from policies.verdict import Allow
from policies.windows import HORIZON
from tests.policies.entries import entry, only
from tests.policies.somebody import (
    EMAIL,
    MOBILE,
    NOON,
    TEXTS,
    attempt,
    facts,
    literally,
    said,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BY_EMAIL = attempt(Channel.EMAIL)
LINK_ASKED = replace(
    said(
        "",
        Request(THEIR_LINK, Channel.EMAIL),
        at=NOON,
        via=Via.WEB,
        source=Source.PAGE,
        proven=False,
    ),
    point=EMAIL.address,
)
LINK = replace(
    attempt(Channel.EMAIL, Purpose.ACKNOWLEDGE, automated=True),
    acknowledges=LINK_ASKED.id,
    to=EMAIL.address,
)


def hands_over(known: Facts, at: datetime = NOON) -> bool:
    return hands_over_their_link(known, standing(known.statements), at)


def sent(purpose: Purpose, at: datetime) -> tuple[Contact, ...]:
    return (Contact(at, Channel.EMAIL, purpose, "the house"),)


def test_the_link_they_asked_for_passes_a_refusal_once_and_for_five_minutes(
    shipped: Rulebook,
) -> None:
    stopped = said("Leave me alone.", Refuse(None), at=NOON - DAY)
    known = facts(LINK, [stopped, LINK_ASKED])
    book = literally(shipped, "us")
    assert decide(known, NOON, book).verdict == Allow()
    assert hands_over(known, NOON + 5 * MINUTE)
    assert not hands_over(known, NOON + 5 * MINUTE + timedelta(seconds=1))
    assert not hands_over(known, NOON - timedelta(seconds=1))
    assert not hands_over(replace(known, contacts=sent(Purpose.ACKNOWLEDGE, NOON)), NOON + MINUTE)
    before = sent(Purpose.ACKNOWLEDGE, NOON - DAY) + sent(Purpose.MARKETING, NOON + MINUTE)
    assert hands_over(replace(known, contacts=before), NOON + 2 * MINUTE)


@pytest.mark.parametrize(
    "asked",
    [
        replace(LINK_ASKED, id="another"),
        replace(LINK_ASKED, source=Source.REPLY),
        replace(LINK_ASKED, point="somebody@else.example"),
        replace(LINK_ASKED, meanings=(Understood(Request("the pricing", Channel.EMAIL)),)),
    ],
    ids=["another", "not-on-the-page", "elsewhere", "something-else"],
)
def test_no_other_asking_hands_over_a_link(asked: Statement) -> None:
    assert not hands_over(facts(LINK, [asked]))


def test_the_link_goes_to_their_first_address_where_none_was_named() -> None:
    assert hands_over(facts(replace(LINK, to=None), [LINK_ASKED]))
    assert hands_over(facts(LINK, [replace(LINK_ASKED, point=None)]))


def test_a_law_that_gives_less_time_to_confirm_a_stop_is_kept(shipped: Rulebook) -> None:
    stop = said("STOP", Refuse(Channel.SMS), at=NOON, via=Via.SMS, source=Source.KEYWORD)
    known = facts(attempt(Channel.SMS, Purpose.ACKNOWLEDGE, automated=True), [stop])
    law = entry(EntryKind.OPT_OUT_CONFIRMATION, confirmation=Confirmation(1, 2))
    book = only(shipped, law)
    assert decide(known, NOON + 2 * MINUTE, book).verdict == Allow()
    assert findings_at(known, NOON + 3 * MINUTE, book)[0].rule == "refused-channel"


def test_what_only_binds_confirmations_is_found_for_them_alone(shipped: Rulebook) -> None:
    law = entry(
        EntryKind.OPT_OUT_CONFIRMATION,
        confirmation=Confirmation(1, 2),
        purposes=(Purpose.ACKNOWLEDGE,),
    )
    known = facts(attempt(Channel.SMS, Purpose.ACKNOWLEDGE, automated=True))
    assert Rows(known, NOON, only(shipped, law)).confirming == (law,)


def test_the_last_moment_of_366_days_is_looked_at_and_none_after_it(shipped: Rulebook) -> None:
    def paused(until: datetime) -> Facts:
        return facts(BY_EMAIL, [said("later", Pause(until))])

    book = literally(shipped)
    assert opening(paused(NOON + HORIZON), NOON, book) == Opens(NOON + HORIZON)
    assert earliest(paused(NOON + HORIZON + MINUTE), NOON, book) is None


def test_a_ban_that_ends_on_the_last_day_of_366_is_told(shipped: Rulebook) -> None:
    midnight = datetime(2026, 11, 24, 8, tzinfo=UTC)
    last = (midnight + HORIZON).astimezone(ZoneInfo("America/Los_Angeles")).date()
    book = only(shipped, entry(EntryKind.CHANNEL_PROHIBITION, in_force_until=last))
    assert earliest(facts(), midnight, book) == midnight + HORIZON
    assert earliest(facts(), midnight - MINUTE, book) is None


def test_an_emergency_bars_calls_once_it_is_declared(shipped: Rulebook) -> None:
    """CASES 50"""
    ban = entry(EntryKind.EMERGENCY_BAN)
    assert findings_at(facts(), NOON, only(shipped, ban)) == ()
    declared = replace(ban, in_force_from=date(2026, 11, 24), in_force_until=date(2026, 11, 26))
    (found,) = findings_at(facts(), NOON, only(shipped, declared))
    assert found.rule == "channel-forbidden"
    assert found.ends == datetime(2026, 11, 26, 8, tzinfo=UTC)


WRITTEN = entry(EntryKind.CONSENT_REQUIRED, accepts=(BasisKind.WRITTEN,))
TEXT = attempt(Channel.SMS)
GIVEN = GivenConsent(Channel.SMS, Purpose.MARKETING, NOON, "a form", kind=BasisKind.WRITTEN)


@pytest.mark.parametrize(
    ("given", "enough"),
    [
        (GIVEN, True),
        (replace(GIVEN, given_at=NOON + MINUTE), False),
        (replace(GIVEN, to=TEXTS.address), True),
        (replace(GIVEN, to="+12125550199"), False),
        (replace(GIVEN, topic="Spring"), True),
        (replace(GIVEN, topic="summer"), False),
        (replace(GIVEN, proof=" "), False),
    ],
)
def test_a_yes_counts_from_its_moment_on_for_what_it_names(
    given: GivenConsent, enough: bool, shipped: Rulebook
) -> None:
    known = replace(facts(replace(TEXT, topic="spring")), consents=(given,))
    assert (findings_at(known, NOON, only(shipped, WRITTEN)) == ()) is enough
    untold = findings_at(replace(known, attempt=TEXT), NOON, only(shipped, WRITTEN)) == ()
    assert untold is (enough and given.topic is None)


def test_a_yes_to_nobodys_number_reaches_nobody(shipped: Rulebook) -> None:
    known = replace(facts(TEXT, points=()), consents=(replace(GIVEN, to="xxxx"),))
    assert "consent-required" in {
        one.rule for one in findings_at(known, NOON, only(shipped, WRITTEN))
    }


def test_a_yes_that_was_spoken_ends_as_soon_as_one_on_paper(shipped: Rulebook) -> None:
    spoken = said("Yes, text me.", Consent(Channel.SMS, Purpose.MARKETING), via=Via.SMS)
    lasts = entry(EntryKind.CONSENT_EXPIRY, "lasts", lives=(Life(BasisKind.WRITTEN, 3),))
    book, known = only(shipped, WRITTEN, lasts), facts(TEXT, [spoken])
    end = datetime(2027, 2, 20, 18, tzinfo=UTC)
    assert list(ends(Rows(known, NOON, book))) == [end]
    assert findings_at(known, end - MINUTE, book) == ()
    (found,) = findings_at(known, end, book)
    assert found.because == "the consent to marketing by text on record ended on 20 Feb 2027"


def test_a_rest_is_over_at_its_very_end(shipped: Rulebook) -> None:
    no = said("No, thanks.", NotInterested(), at=NOON - 60 * DAY)
    book = only(shipped, entry(EntryKind.REST, rests=(Rest("no", 60),)))
    assert findings_at(facts(BY_EMAIL, [no]), NOON, book) == ()
    assert len(findings_at(facts(BY_EMAIL, [no]), NOON - MINUTE, book)) == 1


def test_a_copy_of_a_registry_is_too_old_after_its_last_moment(shipped: Rulebook) -> None:
    asks = entry(EntryKind.REGISTRY, registry="the list", max_age_days=1)
    for most, ago, old in (
        (1, DAY, False),
        (1, DAY + MINUTE, True),
        (0, 999 * DAY, False),
    ):
        point = replace(MOBILE, registry=Registry.CLEAR, registry_on=NOON - ago)
        book = only(shipped, replace(asks, max_age_days=most))
        assert bool(findings_at(facts(points=(point,)), NOON, book)) is old


def test_a_call_to_no_number_asks_no_registry(shipped: Rulebook) -> None:
    book = only(shipped, entry(EntryKind.REGISTRY, registry="the list"))
    known = facts(replace(attempt(), to="+17025550199"))
    assert [
        one.rule for one in findings_at(known, NOON, book) if one.rule == "national-registry"
    ] == []


def test_a_promise_passes_the_houses_cap_of_an_organisation_and_an_imported_one_does_not(
    shipped: Rulebook,
) -> None:
    cap = entry(
        EntryKind.FREQUENCY_CAP, jurisdiction="house", caps=(Cap(1, 24, of=CapOf.ORGANISATION),)
    )
    callback = said("Call me on the 24th.", Callback(WallTime(date(2026, 11, 24), None)))
    promised = attempt(purpose=Purpose.PROMISED)

    def binding(asked: Statement) -> int:
        return len(organisation_caps(Rows(facts(promised, [asked]), NOON, only(shipped, cap))))

    assert binding(callback) == 0
    assert binding(replace(callback, via=Via.REP, source=Source.REP_NOTE, proven=False)) == 0
    assert binding(replace(callback, via=Via.IMPORT, source=Source.IMPORT, proven=False)) == 1


def test_a_cap_that_cannot_be_full_hides_none_after_it(shipped: Rulebook) -> None:
    first = entry(EntryKind.FREQUENCY_CAP, "wide", caps=(Cap(9, 24),))
    second = entry(EntryKind.FREQUENCY_CAP, "narrow", caps=(Cap(1, 24),))
    known = replace(facts(), contacts=(Contact(NOON, Channel.PHONE, Purpose.MARKETING, "Ana"),))
    (found,) = findings_at(known, NOON, only(shipped, first, second))
    assert found.ends == NOON + DAY
