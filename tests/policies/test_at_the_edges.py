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
    House,
    Point,
    Registry,
    Reply,
    Someone,
    Words,
)
from policies.places import next_change, whereabouts
from policies.preferences import standing
from policies.promises import THEIR_LINK, hands_over_their_link
from policies.remaining import _objects, open_until
from policies.rerouting import on_the_channel_they_wrote_on
from policies.rows import Rows
from policies.rule import Rule
from policies.rulebook import Cap, CapOf, Confirmation, EntryKind, Opening, Rest, Rulebook
from policies.statement import (
    EVERY_DAY,
    Avoid,
    Callback,
    Consent,
    NotInterested,
    Pause,
    Place,
    Quiet,
    Refuse,
    Request,
    Resume,
    Source,
    Statement,
    Understood,
    Via,
    WallTime,
    refusal_in,
)
from policies.verdict import Allow, Clearer, Defer, Hold
from policies.ways import tries
from policies.windows import HORIZON, day_start, instant, next_open
from tests.policies.entries import entry, only
from tests.policies.somebody import (
    EMAIL,
    MOBILE,
    NOON,
    SCOTT,
    TEXTS,
    attempt,
    facts,
    literally,
    said,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOBODY_KNOWS = replace(SCOTT, country=None, region=None, zone=None)
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


SINGAPORE = said("I am in Singapore.", Place("Asia/Singapore", date(2026, 11, 27)))
EXPIRES = datetime(2026, 11, 26, 16, tzinfo=UTC)


def codes(known: Facts, book: Rulebook, at: datetime = NOON) -> tuple[str, ...]:
    return Rows(known, at, book).where.codes


def test_a_stay_that_is_over_hides_none_after_it(shipped: Rulebook) -> None:
    over = said("I am in Lima.", Place("America/Lima", date(2026, 11, 22)), at=NOON - 9 * DAY)
    here = Rows(facts(BY_EMAIL, [over, SINGAPORE]), NOON, literally(shipped)).where
    assert [zone.key for zone in here.own] == ["Asia/Singapore"]


def test_a_stay_changes_nothing_more_at_the_moment_it_ends(shipped: Rulebook) -> None:
    known = standing([SINGAPORE])
    assert next_change(known, EXPIRES - MINUTE, shipped) == EXPIRES
    assert next_change(known, EXPIRES, shipped) is None


def test_whoever_says_where_they_are_is_not_looked_for_by_their_numbers(shipped: Rulebook) -> None:
    known = facts(BY_EMAIL, [SINGAPORE], person=NOBODY_KNOWS)
    assert set(codes(known, literally(shipped))) == {"SG"}


def test_an_ending_is_no_country_because_a_pack_is_called_so(shipped: Rulebook) -> None:
    """`.house` is a domain for anybody, and `house` the pack of our own choices."""
    point = Point(Channel.EMAIL, "scott@open.house")
    known = replace(
        facts(BY_EMAIL, person=NOBODY_KNOWS, points=(point,)), house=House(assume_country="US")
    )
    assert codes(known, shipped) == ("US",)
    assert {zone.key for zone in Rows(known, NOON, shipped).where.own} == set(
        shipped.atlas.country_zones("US")
    )


def test_a_mail_domain_adds_its_countrys_clocks_to_what_is_assumed(shipped: Rulebook) -> None:
    point = Point(Channel.EMAIL, "lea@firm.de")
    known = replace(
        facts(BY_EMAIL, person=NOBODY_KNOWS, points=(point,)), house=House(assume_country="US")
    )
    assert "Europe/Berlin" in {zone.key for zone in Rows(known, NOON, shipped).where.own}


def test_a_province_has_the_rules_of_its_country(shipped: Rulebook) -> None:
    someone = Someone("Ana", "CA", "CA-ON", "America/Toronto")
    known = facts(BY_EMAIL, person=someone, points=(EMAIL,))
    assert Rows(known, NOON, shipped).where.unknown == ""


def test_of_two_statements_the_later_one_counts_whichever_was_read_first() -> None:
    early = said("From one to two.", Quiet(EVERY_DAY, 60, 120), at=NOON - DAY)
    late = said("From three to four.", Quiet(EVERY_DAY, 180, 240), at=NOON)
    for order in ((early, late), (late, early)):
        assert [voice.statement for voice in standing(order).quiets] == [late]


def test_distaste_is_taken_back_by_a_word_of_theirs_that_takes_it_back() -> None:
    dislikes = said("I'd rather not be called.", Avoid(Channel.PHONE), at=NOON - DAY)
    again = said("Calls are fine again.", Resume(Channel.PHONE))
    assert standing([dislikes, replace(again, said_at=NOON)]).avoids == ()
    assert len(standing([dislikes, replace(again, said_at=NOON, proven=False)]).avoids) == 1


def test_a_quote_ends_where_what_was_understood_ends() -> None:
    statement = said("no calls please, and thanks for the fish", Refuse(Channel.PHONE))
    statement = replace(statement, meanings=(Understood(Refuse(Channel.PHONE), 0, 15),))
    (voice,) = standing([statement]).refusals
    assert (voice.quote.start, voice.quote.end) == (0, 15)


def test_an_answer_goes_where_their_last_words_came_by(shipped: Rulebook) -> None:
    first = said("By mail.", Request("the pricing"), at=NOON - DAY, via=Via.EMAIL)
    last = said("By text.", Request("the pricing"), at=NOON, via=Via.SMS)

    def there(channel: Channel) -> bool:
        known = facts(attempt(channel, Purpose.ANSWER), [first, last, last])
        return on_the_channel_they_wrote_on(Rows(known, NOON, literally(shipped)))

    assert there(Channel.SMS)
    assert not there(Channel.EMAIL)
    alone = facts(attempt(Channel.EMAIL, Purpose.ANSWER), [first])
    assert on_the_channel_they_wrote_on(Rows(alone, NOON, literally(shipped)))


@pytest.mark.parametrize(
    ("purpose", "answers", "waits"),
    [
        (Purpose.ANSWER, "s1", False),
        (Purpose.ANSWER, "s2", True),
        (Purpose.ANSWER, None, True),
        (Purpose.SERVICE, "s1", True),
    ],
)
def test_only_the_answer_to_this_very_letter_does_not_wait_for_it(
    purpose: Purpose, answers: str | None, waits: bool, shipped: Rulebook
) -> None:
    answer = replace(attempt(Channel.EMAIL, purpose, automated=True), answers=answers)
    replies = (Reply(NOON - HOUR, Channel.EMAIL, answered=False, statement="s1"),)
    found = findings_at(replace(facts(answer), replies=replies), NOON, literally(shipped))
    assert ["conversation-open" for _ in range(waits)] == [one.rule for one in found]


OPEN = (Opening(tuple(range(7)), 540, 780), Opening(tuple(range(7)), 780, 1200))


def test_an_edge_between_two_openings_closes_nothing(shipped: Rulebook) -> None:
    book = only(shipped, entry(EntryKind.CONTACT_HOURS, openings=OPEN))
    closes = datetime(2026, 11, 25, 4, tzinfo=UTC)
    assert open_until(facts(TEXT), NOON, book, timedelta(hours=10)) == closes
    assert open_until(facts(TEXT), NOON, book, closes - NOON) == closes
    assert open_until(facts(TEXT), NOON, literally(shipped), HOUR) == NOON + HOUR


def test_words_may_not_arrive_in_quiet_that_begins_after_midnight(shipped: Rulebook) -> None:
    known = facts(TEXT, [said("not at night", Quiet(EVERY_DAY, 60, 360))])
    begins = datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert open_until(known, NOON, literally(shipped), timedelta(hours=20)) == begins


def test_words_may_not_arrive_where_a_stay_ends_into_quiet(shipped: Rulebook) -> None:
    """Quiet from six in the evening, by Singapore's clock and then by their own."""
    quiet = said("evenings are mine", Quiet(EVERY_DAY, 8 * 60, 20 * 60), at=NOON)
    known = facts(TEXT, [SINGAPORE, quiet])
    at = EXPIRES - HOUR
    assert open_until(known, at, literally(shipped), timedelta(hours=5)) == EXPIRES


def test_a_rule_that_fails_closes(shipped: Rulebook) -> None:
    def fails(known: Facts, at: datetime, rows: Rows) -> None:
        raise ZeroDivisionError

    view = Rows(facts(), NOON, shipped)
    assert _objects(Rule("some-rule", fails, (), ""), view)


def test_a_deferral_asks_for_its_end(shipped: Rulebook) -> None:
    paused = facts(BY_EMAIL, [said("later", Pause(NOON + DAY))])
    (found,) = findings_at(paused, NOON, literally(shipped))
    assert found.asks == Defer(NOON + DAY)
    assert whereabouts(paused, standing(()), None, NOON, shipped).unknown == ""


HAVANA = ZoneInfo("America/Havana")
TWICE = date(2024, 11, 3)
"""A day that begins twice in Havana: at one the clocks go back to midnight."""


def test_a_day_that_begins_twice_begins_the_first_time() -> None:
    assert day_start(TWICE, HAVANA) == datetime(2024, 11, 3, 4, tzinfo=UTC)


def test_an_evening_that_is_open_until_midnight_is_open_until_the_second_one() -> None:
    evening = (Opening(tuple(range(7)), 1200, 1440),)
    half_past = datetime(2024, 11, 3, 4, 30, tzinfo=UTC)
    assert next_open(evening, half_past, HAVANA, TWICE) == half_past


def test_an_hour_that_comes_twice_was_named_for_the_first_time() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    assert instant(WallTime(TWICE, 90), [zone]) == datetime(2024, 11, 3, 8, 30, tzinfo=UTC)


def test_what_is_wrong_with_these_words_is_not_held_against_another_channel() -> None:
    said_before = replace(attempt(), words=Words("a1", said_before=("a1",)), tried=(Channel.SMS,))
    mine, by_email, _ = tries(facts(said_before))
    assert mine.attempt.words.said_before == ("a1",)
    assert (by_email.attempt.words, by_email.attempt.tried) == (Words(), ())


def test_whoever_can_be_reached_by_what_they_avoid_alone_is_for_the_rep(shipped: Rulebook) -> None:
    known = facts(statements=[said("Calls are hard.", Avoid(Channel.PHONE))], points=(MOBILE,))
    (found,) = findings_at(known, NOON, literally(shipped))
    assert (found.rule, found.asks) == ("preferred-channel", Hold(Clearer.REP))


def test_an_hour_that_nobody_proved_they_named_opens_no_quiet_and_no_pause(
    shipped: Rulebook,
) -> None:
    named = said("Call at noon.", Callback(WallTime(date(2026, 11, 24), 720)), via=Via.IMPORT)
    quiet = said("Not at noon.", Quiet(EVERY_DAY, 660, 840), at=NOON - 30 * DAY)
    pause = said("Not this week.", Pause(NOON + DAY), at=NOON - 30 * DAY)
    promised = attempt(purpose=Purpose.PROMISED)
    for binding, rule in ((quiet, "quiet-hours"), (pause, "paused")):
        asked = facts(promised, [binding, replace(named, proven=False)])
        assert rule in {one.rule for one in findings_at(asked, NOON, literally(shipped))}
        asked = facts(promised, [binding, named])
        assert findings_at(asked, NOON, literally(shipped)) == ()


def test_only_a_refusal_is_one() -> None:
    assert refusal_in(Refuse(None)) == Refuse(None)
    assert refusal_in(Avoid(Channel.PHONE)) is None


def test_words_without_a_name_are_told_as_such(shipped: Rulebook) -> None:
    nameless = replace(attempt(Channel.EMAIL), words=Words("a1", says_who=False))
    (found,) = findings_at(facts(nameless), NOON, literally(shipped))
    assert found.because == "the words do not say who we are"
