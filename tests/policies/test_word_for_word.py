"""What is told, to the letter: what a lawyer or a rep reads must not lose a word unnoticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.bootstrap.languages import language
from policies import places
from policies.basis import BasisKind
from policies.changing import what_would_change
from policies.channel import Channel, Purpose
from policies.decide import decide, findings_at
from policies.english import ENGLISH
from policies.explain import MOST_WORDS, explain, quoted
from policies.facts import (
    Bar,
    Barred,
    Colleague,
    Contact,
    Facts,
    GivenConsent,
    House,
    Point,
    Registry,
    Reply,
)
from policies.finding import Bears, Cite, Finding, Force, Quote
from policies.language import city_of
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rulebook import Cap, CapOf, EntryKind, Rulebook
from policies.statement import AtMost, Avoid, Pause, Refuse, Understood
from policies.tongue import Tongue
from policies.verdict import Block
from policies.ways import OnlyIf, Ways, tries, way, ways
from tests.policies.entries import entry, only
from tests.policies.somebody import EMAIL, HALF_PAST_SIX, NOON, attempt, facts, literally, said

GERMAN = language(Tongue.GERMAN)
NOWHERE = replace(facts().person, country=None, region=None, zone=None)


def told(known: Facts, book: Rulebook, at: datetime = NOON) -> str:
    return explain(decide(known, at, book), known).text


def test_a_refusal_is_told_whole(shipped: Rulebook) -> None:
    known = facts(statements=[said("Do not call me.", Refuse(Channel.PHONE))])
    assert told(known, literally(shipped)) == (
        "Not by phone: Scott Reyes asked not to be reached by phone (by email, 20 Nov 2026)."
        " Only their own word takes it back.\n“Do not call me.”"
    )


def test_a_wait_without_words_of_theirs_says_no_more_than_until_when(shipped: Rulebook) -> None:
    assert told(facts(), literally(shipped, "us"), HALF_PAST_SIX) == (
        "Not by phone before Tue 24 Nov 2026 08:00 their time: it is 06:30 on Tuesday"
        " (Pacific time), outside contact hours"
        " (47 CFR 64.1200(c)(1): law, checked 22 Nov 2026)."
    )


def test_a_wait_for_their_own_words_says_what_shortens_it(shipped: Rulebook) -> None:
    until = datetime(2026, 12, 1, 8, tzinfo=UTC)
    known = facts(statements=[said("Not before December.", Pause(until))])
    sentence = explain(decide(known, NOON, literally(shipped)), known).sentence
    assert sentence.endswith("Only their own word shortens it.")


def test_what_is_assumed_is_told_by_what_channel(shipped: Rulebook) -> None:
    nowhere = facts(attempt(Channel.EMAIL), person=NOWHERE, points=(EMAIL,))
    known = replace(nowhere, house=House(assume_country="US"))
    assert told(known, literally(shipped, "us")).startswith("Yes, by email now: ")
    assert "US is assumed" in told(known, literally(shipped, "us"))


def test_what_else_objects_is_dated_on_their_clock_or_as_it_was_said(shipped: Rulebook) -> None:
    late = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
    known = facts(
        statements=[
            said("Never call.", Refuse(Channel.PHONE), at=late),
            said("Calls are hard.", Avoid(Channel.PHONE), at=late + timedelta(minutes=1)),
        ]
    )
    (other,) = explain(decide(known, NOON, literally(shipped)), known).others
    assert other == (
        "refused-channel: they asked not to be reached by phone (by email, 19 Nov 2026)"
    )


def test_without_a_clock_of_theirs_a_day_is_the_one_it_was_said_on(shipped: Rulebook) -> None:
    """Whatever the clock of the machine says."""
    nearly = datetime.fromisoformat("2026-11-20T23:30:00-11:00")
    known = facts(
        attempt(Channel.EMAIL),
        [said("Leave me alone.", Refuse(None), at=nearly)],
        person=NOWHERE,
        points=(Point(Channel.EMAIL, "scott@kestrel.example"),),
    )
    assert "(by email, 20 Nov 2026)" in told(known, literally(shipped))


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("America/Los_Angeles", "Los Angeles"),
        ("America/Indiana/Indianapolis", "Indianapolis"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_told_by_its_city(zone: str, city: str) -> None:
    assert city_of(ZoneInfo(zone)) == city


def test_hours_are_told_on_their_own_clock_in_every_language(shipped: Rulebook) -> None:
    person = replace(facts().person, zone="America/Indiana/Indianapolis", region="US-IN")
    number = replace(facts().points[2], address="+13175550142")
    known = facts(person=person, points=(number,))
    (found,) = findings_at(known, HALF_PAST_SIX, only(shipped, entry(EntryKind.CONTACT_HOURS)))
    assert found.because == "it is 09:30 on Tuesday (Eastern time), outside contact hours"
    assert "09:30" in GERMAN.because(found, "")
    assert "Indianapolis" in GERMAN.because(found, "")


def test_a_date_and_an_address_stand_in_one_clause_of_another_language() -> None:
    mixed = clause(Reason.UNANSWERED, on=NOON.isoformat(), point=Channel.EMAIL)
    finding = Finding("some-rule", Block(), Bears.PERSON, "", clause=mixed)
    assert "24. Nov. 2026" in GERMAN.because(finding, "Scott Reyes")


def test_what_nothing_changes_says_nothing_in_another_language() -> None:
    assert GERMAN.change(Finding("some-rule", Block(), Bears.PERSON, "")) == ""


def test_a_courtesy_and_law_that_nobody_read_are_cited_as_what_they_are() -> None:
    courtesy = Cite("house", "our own", Force.COURTESY)
    unread = Cite("xx", "the Act, s. 4", Force.LAW)
    assert [GERMAN.cited(one) for one in (courtesy, unread)] == [
        "aus Rücksicht",
        "the Act, s. 4: Gesetz, ungeprüft",
    ]


def test_a_quote_at_the_end_of_a_long_letter_has_no_dots_after_it() -> None:
    words = "x" * 400 + " stop"
    statement = replace(said(words), meanings=(Understood(Refuse(None), 401, 405),))
    assert quoted(Quote(statement, 401, 405)) == "… " + "x" * 119 + " stop"


def test_forty_words_fit_and_a_channel_less_leaves_none_out() -> None:
    """A name of one word makes two needs of each channel too long, and one of them fit."""
    several = tuple(OnlyIf(one, (Remedy.THE_MARK, Remedy.A_REVIEW)) for one in Channel)
    line = what_would_change(Ways(several, NOON, "Ana", places.NOWHERE))
    assert len(line.split()) <= MOST_WORDS
    assert line.count("if the mark is taken off") == 1


def test_what_has_forty_words_is_told_whole(shipped: Rulebook) -> None:
    several = (
        OnlyIf(Channel.EMAIL, (Remedy.THE_MARK, Remedy.THEIR_WORD)),
        OnlyIf(Channel.SMS, (Remedy.RULES_THERE, Remedy.OTHER_WORDS)),
    )
    line = what_would_change(Ways(several, NOON, "Ana", places.NOWHERE))
    assert len(line.split()) == MOST_WORDS
    assert line.endswith("and with other words.")
    bar = Bar(Barred.PERSON, " ".join(["word"] * 25), NOON, "Ana Ruiz")
    known = replace(facts(), bars=(bar,))
    sentence = explain(decide(known, NOON, literally(shipped)), known).sentence
    assert len(sentence.split()) == MOST_WORDS
    assert sentence.endswith("word. Nothing they say later lifts this mark.")


def test_of_three_needs_two_are_told() -> None:
    needs = (Remedy.THEIR_WORD, Remedy.A_REVIEW, Remedy.OTHER_WORDS)
    several = (OnlyIf(Channel.EMAIL, needs),)
    assert what_would_change(Ways(several, NOON, "Ana", places.NOWHERE)) == (
        "What would change it: by email only if Ana says so and after a review, with proof."
    )


def test_consent_of_too_weak_kinds_is_told_by_each_kind(shipped: Rulebook) -> None:
    asked = entry(EntryKind.CONSENT_REQUIRED, accepts=(BasisKind.WRITTEN,))
    bases = tuple(
        GivenConsent(Channel.SMS, Purpose.MARKETING, NOON, "a form", kind=kind)
        for kind in (BasisKind.INQUIRY, BasisKind.PURCHASE)
    )
    known = replace(facts(attempt(Channel.SMS)), consents=bases)
    (found,) = findings_at(known, NOON, only(shipped, asked))
    assert found.because == (
        "the consent to marketing by text on record is implied by an inquiry, implied by a"
        " purchase, which is not enough there"
    )
    assert found.change == "Their own written consent, with its proof, would change it."
    either = replace(asked, accepts=(BasisKind.WRITTEN, BasisKind.EXPRESS))
    (found,) = findings_at(known, NOON, only(shipped, either))
    assert found.change == "Their own consent, with its proof, would change it."


def test_a_topic_is_named_where_it_alone_was_refused(shipped: Rulebook) -> None:
    spring = said("No spring offers.", Refuse(None, "spring offer"))
    known = facts(replace(attempt(Channel.EMAIL), topic="spring offer"), [spring])
    (found,) = findings_at(known, NOON, literally(shipped))
    assert found.because == "they asked to hear nothing about `spring offer`"
    for before in (NOON - timedelta(days=9), NOON):
        everything = said("Leave me alone.", Refuse(None), at=before)
        (found,) = findings_at(
            replace(known, statements=(spring, everything)), NOON, literally(shipped)
        )
        assert found.because == "they asked not to be contacted at all"


def test_more_than_twelve_people_are_told_in_figures(shipped: Rulebook) -> None:
    cap = Cap(13, 48, of=CapOf.ORGANISATION)
    book = only(shipped, entry(EntryKind.FREQUENCY_CAP, caps=(cap,)))
    heard = tuple(Colleague(who, NOON, Channel.EMAIL) for who in range(13))
    known = facts(attempt(Channel.EMAIL))
    known = replace(known, person=replace(known.person, organisation="Kestrel"), colleagues=heard)
    (found,) = findings_at(known, NOON, book)
    assert found.because.startswith("13 people at Kestrel heard from us within 2 days")


def test_whoever_heard_as_the_span_began_is_not_among_those_told_of(shipped: Rulebook) -> None:
    cap = Cap(2, 24, of=CapOf.ORGANISATION)
    book = only(shipped, entry(EntryKind.FREQUENCY_CAP, caps=(cap,)))
    hours = (0, 1, 24)
    heard = tuple(
        Colleague(who, NOON - timedelta(hours=ago), Channel.EMAIL) for who, ago in enumerate(hours)
    )
    known = facts(attempt(Channel.EMAIL))
    known = replace(known, person=replace(known.person, organisation="Kestrel"), colleagues=heard)
    (found,) = findings_at(known, NOON, book)
    assert found.because.startswith("two people at Kestrel heard from us within 24 hours")


def test_registries_say_in_every_language_what_changes_it(shipped: Rulebook) -> None:
    book = literally(shipped, "us")
    for registry, remedy, change in (
        (Registry.LISTED, Remedy.THEIR_REQUEST, ""),
        (
            Registry.UNKNOWN,
            Remedy.REGISTRY,
            "`outreach registry import FILE --country US` changes that.",
        ),
    ):
        point = replace(facts().points[2], registry=registry)
        known = facts(points=(point,))
        found = next(
            one for one in findings_at(known, NOON, book) if one.rule == "national-registry"
        )
        assert (found.remedy, found.change) == (remedy, change)
        assert isinstance(way(known, NOON, book), OnlyIf)


def test_a_halt_is_told_with_its_reason_in_another_language(shipped: Rulebook) -> None:
    known = replace(facts(), house=House(halted_because="wrong prices"))
    (found,) = findings_at(known, NOON, literally(shipped))
    assert "wrong prices" in GERMAN.because(found, "")


def test_a_letter_that_we_hold_no_words_of_is_not_quoted(shipped: Rulebook) -> None:
    known = replace(
        facts(attempt(Channel.EMAIL, automated=True)), replies=(Reply(NOON, Channel.EMAIL, False),)
    )
    (found,) = findings_at(known, NOON, literally(shipped))
    assert found.quotes == ()
    assert ENGLISH.because(found, "Ana").startswith("Ana wrote on 24 Nov 2026")


def test_a_wish_for_less_names_days_from_the_second_on(shipped: Rulebook) -> None:
    cap = entry(EntryKind.FREQUENCY_CAP, caps=(Cap(1, 48),))
    once = (Contact(NOON, Channel.PHONE, Purpose.MARKETING, "Ana"),)
    known = replace(facts(statements=[said("rarely", AtMost(5, 9))]), contacts=once)
    (found,) = findings_at(known, NOON, only(shipped, cap))
    assert found.because == "1 in 2 days is the limit, and it is reached"


def test_somebody_without_a_name_is_told_of_in_grammatical_english(shipped: Rulebook) -> None:
    nameless = replace(NOWHERE, name="")
    known = facts(
        statements=[said("Never text.", Refuse(Channel.SMS))],
        person=nameless,
        points=(Point(Channel.PHONE, "+18005550142"), Point(Channel.SMS, "+18005550142")),
    )
    line = what_would_change(ways(tries(known), NOON, literally(shipped, "us")))
    assert "by phone only once we know where the person is" in line
    assert "by text only if the person says so" in line
