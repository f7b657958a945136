"""What only few facts tell apart: small changes of the rulebook that nothing else noticed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from outreach.bootstrap.languages import language
from policies.changing import what_would_change
from policies.channel import Channel, Purpose
from policies.colleagues import organisation_caps
from policies.decide import combine, decide, earliest, findings_at, strictest
from policies.english import ENGLISH
from policies.explain import explain
from policies.facts import House, Point, PointState, Someone
from policies.finding import Bears, Finding
from policies.places import NOWHERE
from policies.preferences import standing
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rulebook import Cap, CapOf, EntryKind, Opening, Rest, Rulebook
from policies.rules import RULES
from policies.statement import (
    EVERY_DAY,
    NotInterested,
    OnlyThrough,
    Prefer,
    Quiet,
    Refuse,
    Resume,
)
from policies.tongue import Tongue
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Reroute
from policies.ways import OnlyIf, Ways
from policies.ways import _remedy as needed
from policies.windows import day_start, quiet_until, readings
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

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
UNREADABLE = replace(facts(), statements=cast("Any", 7))


PLACES = ("Pacific/Kiritimati", "America/Los_Angeles")


@pytest.fixture(params=PLACES)
def day(request: pytest.FixtureRequest) -> Iterator[date]:
    """Set the machine's own clock to another place; return a Tuesday nobody has asked about."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield date(2031, 1, 7) + 7 * PLACES.index(request.param) * DAY
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_the_machines_own_clock_plays_no_part(day: date) -> None:
    zone, morning = ZoneInfo("America/New_York"), datetime(day.year, day.month, day.day, tzinfo=UTC)
    ten = readings(day, 600, zone)
    assert [one.utcoffset() for one in ten] == [timedelta(0)] * 2
    assert ten[0] == morning + 15 * HOUR
    evening = Quiet((day.weekday(),), 18 * 60, 9 * 60)
    assert quiet_until(evening, morning + 37 * HOUR, zone) == morning + 38 * HOUR
    assert ENGLISH.soon(NOON, None, shared=False, now=NOON) == "Tue 24 Nov 20:00 UTC"
    new_year = datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert "2027" in ENGLISH.soon(new_year + 2 * HOUR, None, shared=False, now=new_year)
    assert "2027" not in ENGLISH.soon(new_year + 2 * HOUR, zone, shared=False, now=new_year)


def test_a_day_that_begins_twice_begins_at_its_first_midnight() -> None:
    """Havana's clocks go back from one to midnight."""
    start = day_start(date(2026, 11, 1), ZoneInfo("America/Havana"))
    assert start == datetime(2026, 11, 1, 4, tzinfo=UTC)


def test_facts_that_cannot_be_read_are_one_objection_that_says_so(shipped: Rulebook) -> None:
    decision = decide(UNREADABLE, NOON, shipped)
    (found,) = decision.findings
    assert (found.rule, decision.verdict) == ("facts", Hold(Clearer.OPERATOR))
    assert "`facts` failed" in found.because
    assert (decision.at, decision.fingerprint) == (NOON, shipped.fingerprint)
    assert decision.asked == tuple(rule.name for rule in RULES)
    assert [one.rule for one in findings_at(UNREADABLE, NOON, shipped)] == ["facts"]
    assert explain(decision, facts()).sentence.startswith("Not by phone until the operator")


def test_a_decision_says_when_and_under_what_it_was_made(shipped: Rulebook) -> None:
    decision = decide(facts(), NOON, shipped)
    assert (decision.at, decision.fingerprint) == (NOON, shipped.fingerprint)


def test_the_first_moment_is_that_of_the_rules_that_were_named(shipped: Rulebook) -> None:
    night = NOON + 12 * HOUR
    assert earliest(facts(), night, shipped, ()) == night
    assert earliest(facts(), night, shipped) != night


def test_nothing_found_is_an_allow_and_nothing_else_is() -> None:
    assert combine((), facts()) == strictest(()) == Allow()


def test_an_allow_is_told_by_channel(shipped: Rulebook) -> None:
    allowed = decide(facts(), NOON, literally(shipped))
    assert allowed.verdict == Allow()
    assert explain(allowed, facts()).text == (
        "Yes, by phone now: nothing they said and no rule in force objects."
    )


def test_an_explanation_is_one_thing_a_line(shipped: Rulebook) -> None:
    known = facts(statements=[said("no calls", Refuse(Channel.PHONE))])
    told = explain(decide(known, NOON, literally(shipped)), known)
    assert told.text == f"{told.sentence}\n“no calls”"


@pytest.mark.parametrize("zone", ["Mars/Olympus", ""])
def test_a_zone_that_is_none_is_named_beside_any_verdict_and_no_other_is(
    zone: str, shipped: Rulebook
) -> None:
    lost = facts(person=replace(SCOTT, zone=zone))
    told = explain(decide(lost, NOON, literally(shipped)), lost)
    assert any(f"`{zone}`" in line for line in told.others)
    known = facts()
    assert explain(decide(known, NOON, literally(shipped)), known).others == ()


def test_a_zone_that_is_none_is_said_once(shipped: Rulebook) -> None:
    nowhere = Someone("Scott Reyes", zone="Mars/Olympus")
    known = facts(person=nowhere, points=(Point(Channel.PHONE, "+8835100123456"),))
    told = explain(decide(known, NOON, literally(shipped, "house")), known)
    assert "Mars/Olympus" in told.sentence
    assert not any("Mars/Olympus" in line for line in told.others)


def test_what_they_said_is_dated_on_their_clock(shipped: Rulebook) -> None:
    late = said("no calls", Refuse(Channel.PHONE), at=datetime(2026, 11, 20, 4, tzinfo=UTC))
    known = facts(statements=[late])
    assert "19 Nov 2026" in explain(decide(known, NOON, literally(shipped)), known).sentence


def test_a_wait_for_a_clock_names_no_remedy_and_a_wait_for_their_word_does(
    shipped: Rulebook,
) -> None:
    by_clock = explain(decide(facts(), NOON + 12 * HOUR, shipped), facts()).sentence
    assert by_clock.endswith("law, checked 22 Nov 2026).")
    quiet = facts(statements=[said("not after six", Quiet(EVERY_DAY, 18 * 60, 9 * 60))])
    by_word = explain(decide(quiet, NOON + 12 * HOUR, literally(shipped)), quiet).sentence
    assert by_word.endswith("Only their own word changes it.")


def test_a_stop_told_too_late_to_confirm_cites_the_law_about_confirming(shipped: Rulebook) -> None:
    """47 CFR 64.1200(a)(12): within five minutes; what comes later is marketing."""
    stop = said("stop all", Refuse(None), at=NOON - HOUR)
    late = replace(attempt(Channel.SMS, Purpose.ACKNOWLEDGE), acknowledges=stop.id)
    found = findings_at(facts(late, [stop]), NOON, literally(shipped, "us"))
    stopped = next(one for one in found if one.rule == "do-not-contact")
    assert [cite.entry for cite in stopped.cites] == ["us-tcpa-optout-confirmation"]
    marketing = findings_at(facts(attempt(Channel.SMS), [stop]), NOON, literally(shipped, "us"))
    assert next(one for one in marketing if one.rule == "do-not-contact").cites == ()


def test_a_stop_about_everything_is_told_as_that_beside_one_about_a_topic(
    shipped: Rulebook,
) -> None:
    everything, webinars = Refuse(None), Refuse(None, "webinars")
    known = facts(
        statements=[said("stop", everything, at=NOON - DAY), said("no webinars", webinars)]
    )
    (found,) = findings_at(
        replace(known, attempt=replace(known.attempt, topic="webinars")), NOON, literally(shipped)
    )
    assert found.because == "they asked not to be contacted at all"


def test_of_two_rests_the_one_that_ends_last_is_told(shipped: Rulebook) -> None:
    rests = (
        entry(EntryKind.REST, "short", rests=(Rest("no", 10),)),
        entry(EntryKind.REST, "long", rests=(Rest("no", 90),)),
        entry(EntryKind.REST, "middle", rests=(Rest("no", 30),)),
    )
    no = said("not for us", NotInterested(), at=NOON - DAY)
    (found,) = findings_at(facts(statements=[no]), NOON, only(shipped, *rests))
    assert found.asks == Defer(NOON + 89 * DAY)


def test_of_several_closed_hours_those_that_open_last_are_told_and_cited_first(
    shipped: Rulebook,
) -> None:
    hours = [
        entry(EntryKind.CONTACT_HOURS, name, openings=(Opening(EVERY_DAY, start * 60, 22 * 60),))
        for name, start in (("nine", 9), ("eleven", 11), ("ten", 10))
    ]
    early = datetime(2026, 11, 24, 15, tzinfo=UTC)
    found = findings_at(facts(), early, only(shipped, *hours))[0]
    assert [cite.entry for cite in found.cites] == ["eleven", "ten", "nine"]


def test_an_answer_is_bound_by_no_cap_of_an_organisation(
    shipped: Rulebook,
) -> None:
    cap = entry(EntryKind.FREQUENCY_CAP, caps=(Cap(1, 24, of=CapOf.ORGANISATION),))
    book = only(shipped, cap)
    kestrel = replace(SCOTT, organisation="Kestrel Mapping")
    answer = facts(attempt(purpose=Purpose.ANSWER), person=kestrel)
    assert organisation_caps(Rows(answer, NOON, book)) == ()
    assert len(organisation_caps(Rows(facts(person=kestrel), NOON, book))) == 1


def test_the_region_counts_where_no_number_tells_it(shipped: Rulebook) -> None:
    where = decide(facts(attempt(Channel.EMAIL), points=(EMAIL,)), NOON, shipped).where
    assert {"US", "US-NV"} <= set(where.codes)
    alone = Someone("Scott Reyes", region="US-NV")
    assert "US" in decide(facts(person=alone, points=()), NOON, shipped).where.codes


def test_an_assumed_country_gives_its_clocks_only_where_no_other_is_known(
    shipped: Rulebook,
) -> None:
    mail = replace(facts(attempt(Channel.EMAIL), points=(EMAIL,)), house=House(assume_country="GB"))
    nowhere = decide(replace(mail, person=Someone("Scott Reyes")), NOON, shipped).where
    assert [zone.key for zone in nowhere.own] == ["Europe/London"]
    kiev = Someone("Scott Reyes", country="UA", zone="Europe/Kyiv")
    abroad = decide(replace(mail, person=kiev), NOON, shipped).where
    assert (abroad.assumed, [zone.key for zone in abroad.own]) == ("GB", ["Europe/Kyiv"])
    numbered = replace(mail, person=Someone("Scott Reyes"), points=(EMAIL, MOBILE))
    known = decide(numbered, NOON, shipped).where
    assert (known.assumed, "Europe/London" in {zone.key for zone in known.own}) == ("", False)


def test_a_call_goes_by_no_country_that_is_assumed_for_email(shipped: Rulebook) -> None:
    home = House(assume_country="GB")
    toll_free = (Point(Channel.PHONE, "+18005550142"),)
    known = replace(facts(person=Someone("Scott Reyes"), points=toll_free), house=home)
    assert decide(known, NOON, shipped).where.assumed == ""


def test_several_countries_without_rules_are_listed(shipped: Rulebook) -> None:
    numbers = (Point(Channel.PHONE, "+381115550142"),)
    known = facts(person=Someone("Scott Reyes", country="UA"), points=numbers)
    found = decide(known, NOON, shipped).where
    assert found.unknown == "no rules are shipped for UA, RS"


def test_who_lets_somebody_answer_and_takes_it_back_on_one_channel_only(shipped: Rulebook) -> None:
    words = [
        said("ask Mira", OnlyThrough("Mira"), at=NOON - 3 * DAY),
        said("mail me myself", Resume(Channel.EMAIL), at=NOON - DAY),
    ]
    view = standing(words)
    assert view.throughs_of(Channel.EMAIL) == ()
    assert len(view.throughs_of(Channel.PHONE)) == 1
    earlier = standing([replace(words[1], said_at=NOON - 5 * DAY, id="s_early"), words[0]])
    assert len(earlier.throughs_of(Channel.EMAIL)) == 1


def test_going_through_somebody_moves_only_to_where_they_answer(shipped: Rulebook) -> None:
    through = said("ask Mira", OnlyThrough("Mira"))
    mira = Point(Channel.EMAIL, "mira@kestrel.example")
    known = replace(facts(statements=[through], points=(MOBILE, TEXTS, EMAIL)), through=())
    (alone,) = findings_at(known, NOON, literally(shipped))
    assert (alone.asks, alone.remedy) == (Hold(Clearer.REP), Remedy.THEIR_WORD)
    dead = replace(mira, state=PointState.BOUNCED)
    for points, asks in (((MOBILE, mira), "reroute"), ((MOBILE, EMAIL, dead), "hold")):
        moved = replace(known, points=points, through=("mira@kestrel.example",))
        (found,) = (
            one
            for one in findings_at(moved, NOON, literally(shipped))
            if one.rule == "only-through"
        )
        assert type(found.asks).__name__.lower() == asks


def test_a_refused_channel_gives_way_only_to_the_channel_they_wish_for(shipped: Rulebook) -> None:
    no_calls = said("no calls", Refuse(Channel.PHONE), at=NOON - DAY)
    wish = said("email me", Prefer(Channel.EMAIL), at=NOON - HOUR)
    rulebook = literally(shipped)
    (refused,) = findings_at(facts(statements=[no_calls]), NOON, rulebook)
    assert refused.asks == Block()
    found = findings_at(facts(statements=[no_calls, wish]), NOON, rulebook)
    asked = {one.rule: one.asks for one in found}
    assert asked["refused-channel"] == Reroute(Channel.EMAIL)


def test_a_halt_and_deafness_are_told_with_their_reasons_in_other_languages(
    shipped: Rulebook,
) -> None:
    halted, deaf = House(halted_because="falsche Preise"), House(None, False, "das Postfach ist zu")
    (found,) = findings_at(replace(facts(), house=halted), NOON, literally(shipped))
    assert "falsche Preise" in language(Tongue.GERMAN).because(found, "Scott Reyes")
    (found,) = findings_at(replace(facts(), house=deaf), NOON, literally(shipped))
    assert found.clause == clause(Reason.DEAF, why="das Postfach ist zu")


def test_no_address_is_told_by_its_name_in_other_languages(shipped: Rulebook) -> None:
    known = facts(attempt(Channel.EMAIL), points=(MOBILE,))
    (found,) = findings_at(known, NOON, literally(shipped))
    assert found.because == "we have no email address for them"
    assert "E-Mail-Adresse" in language(Tongue.GERMAN).because(found, "Scott Reyes")


def test_a_long_name_is_told_by_four_of_its_words() -> None:
    finding = Finding("some-rule", Block(), Bears.PERSON, "they asked for rest")
    name = "Maria Delgado de la Cruz"
    assert ENGLISH.because(finding, name) == "Maria Delgado de la asked for rest"


def test_a_moment_without_a_known_clock_is_told_in_utc() -> None:
    assert ENGLISH.moment(NOON, None, shared=False).endswith("20:00 UTC")


def whys(*each: OnlyIf) -> Ways:
    return Ways(each, NOON, "Maria Delgado de la Cruz", NOWHERE)


THE_MARK = "if the mark is taken off, with proof and a second person"
ASKS = "if Maria Delgado de la asks for this very contact"


def test_where_there_is_no_room_for_two_needs_each_channel_says_its_first() -> None:
    found = whys(
        OnlyIf(Channel.EMAIL, (Remedy.THE_MARK, Remedy.THEIR_WORD)),
        OnlyIf(Channel.SMS, (Remedy.THEIR_REQUEST, Remedy.A_REVIEW)),
    )
    told = "What would change it: by email only {}; by text only {}."
    assert what_would_change(found) == told.format(THE_MARK, ASKS)


def test_where_there_is_no_room_for_all_the_last_is_left_out() -> None:
    found = whys(
        OnlyIf(Channel.EMAIL, (Remedy.THE_MARK,)),
        OnlyIf(Channel.SMS, (Remedy.THEIR_REQUEST,)),
        OnlyIf(Channel.PHONE, (Remedy.THEIR_ADDRESS,)),
    )
    told = "What would change it: by email only {}; by text only {}."
    assert what_would_change(found) == told.format(THE_MARK, ASKS)


def test_what_is_held_without_a_remedy_of_its_own_can_be_looked_at() -> None:
    held = Finding("some-rule", Hold(Clearer.REP), Bears.PERSON, "because")
    assert needed(held) is Remedy.A_REVIEW
    assert needed(replace(held, asks=Block())) is None
    assert needed(replace(held, remedy=Remedy.DOOR)) is Remedy.DOOR
