"""At the edges of places, clocks and words: stays that end, hours that come twice, hearsay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from policies.channel import Channel, Purpose
from policies.closing import NEVER, deferral
from policies.decide import findings_at
from policies.facts import (
    Facts,
    House,
    Point,
    Reply,
    Someone,
    Words,
)
from policies.places import next_change, whereabouts
from policies.preferences import standing
from policies.remaining import _objects, open_until
from policies.rerouting import on_the_channel_they_wrote_on
from policies.rows import Rows
from policies.rule import Rule
from policies.rulebook import EntryKind, Opening, Rulebook
from policies.statement import (
    EVERY_DAY,
    Avoid,
    Callback,
    OnlyThrough,
    Pause,
    Place,
    Quiet,
    Refuse,
    Request,
    Resume,
    Source,
    Understood,
    Via,
    WallTime,
    refusal_in,
)
from policies.verdict import Block, Clearer, Defer, Hold
from policies.ways import tries
from policies.windows import day_start, instant, next_open
from tests.policies.entries import entry, only
from tests.policies.somebody import (
    EMAIL,
    MOBILE,
    NOBODY_KNOWS,
    NOON,
    attempt,
    facts,
    literally,
    said,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BY_EMAIL = attempt(Channel.EMAIL)
TEXT = attempt(Channel.SMS)

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
    for_ever = deferral(Rows(paused, NOON, shipped), lambda view: NEVER, found)
    assert (for_ever.asks, for_ever.ends) == (Block(), None)
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


def test_whoever_answers_for_them_does_so_where_it_was_not_taken_back(shipped: Rulebook) -> None:
    through = said("Ask my assistant.", OnlyThrough("my assistant"), at=NOON - DAY)
    direct = replace(said("Call me yourself.", Resume(Channel.PHONE)), said_at=NOON)
    book = literally(shipped)
    assert findings_at(facts(attempt(), [through, direct]), NOON, book) == ()
    (found,) = findings_at(facts(TEXT, [through, direct]), NOON, book)
    assert found.rule == "only-through"


def test_hearsay_of_a_place_is_not_knowing_it_where_its_hours_bind(shipped: Rulebook) -> None:
    hearsay = said("She is in New York.", Place("America/New_York"), proven=False)
    toll_free = Point(Channel.PHONE, "+18005550142")
    known = facts(attempt(), [hearsay], person=NOBODY_KNOWS, points=(toll_free,))
    always = (Opening(tuple(range(7)), 0, 1440),)
    book = only(shipped, entry(EntryKind.CONTACT_HOURS, openings=always))
    assert [one.rule for one in findings_at(known, NOON, book)] == ["place-unknown"]
    assert findings_at(known, NOON, literally(shipped)) == ()


def test_of_two_that_are_closed_the_one_that_opens_last_is_named_first(shipped: Rulebook) -> None:
    early = entry(EntryKind.CONTACT_HOURS, "early", openings=(Opening(tuple(range(7)), 480, 1200),))
    late = entry(EntryKind.CONTACT_HOURS, "late", openings=(Opening(tuple(range(7)), 600, 1200),))
    at = NOON - 6 * HOUR
    for book in (only(shipped, early, late), only(shipped, late, early)):
        (found,) = findings_at(facts(), at, book)
        assert [cite.entry for cite in found.cites] == ["late", "early"]


def test_a_confirmation_that_comes_too_late_cites_what_let_it_come(shipped: Rulebook) -> None:
    for topic in (None, "webinars"):
        stop = said("STOP", Refuse(None, topic), at=NOON, via=Via.SMS, source=Source.KEYWORD)
        confirmation = replace(
            attempt(Channel.SMS, Purpose.ACKNOWLEDGE, automated=True), topic=topic
        )
        late = facts(confirmation, [stop])
        found = {one.rule: one for one in findings_at(late, NOON + HOUR, literally(shipped, "us"))}
        cites = found["do-not-contact"].cites
        assert [one.citation for one in cites] == ["47 CFR 64.1200(a)(12)"]


def test_the_operator_settles_where_a_letter_goes_and_the_rep_where_a_call_does(
    shipped: Rulebook,
) -> None:
    nowhere = (Point(Channel.PHONE, "+8835100123456"), EMAIL)
    for proposed, clearer in ((BY_EMAIL, Clearer.OPERATOR), (attempt(), Clearer.REP)):
        known = facts(proposed, person=NOBODY_KNOWS, points=nowhere)
        found = {one.rule: one for one in findings_at(known, NOON, literally(shipped, "house"))}
        assert found["place-unknown"].asks == Hold(clearer)
