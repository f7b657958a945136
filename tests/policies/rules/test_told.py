"""What an objection carries beside its verdict: their words, the clause for other languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.bootstrap.languages import language
from policies.channel import Channel, Purpose
from policies.decide import decide, findings_at
from policies.facts import Colleague, Contact, Facts, House, Reply
from policies.finding import Bears, Finding
from policies.reason import Reason, clause
from policies.rulebook import Cap, CapOf, EntryKind, Rulebook
from policies.statement import AtMost, Callback, Pause, Prefer, Refuse, WallTime
from policies.tongue import Tongue
from policies.verdict import Allow, Clearer, Defer, Hold
from tests.policies.entries import entry, only
from tests.policies.somebody import NOON, attempt, facts, literally, said

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def objection(known: Facts, shipped: Rulebook, *packs: str) -> Finding:
    (found,) = findings_at(known, NOON, literally(shipped, *packs))
    return found


def in_german(found: Finding) -> str:
    return language(Tongue.GERMAN).because(found, "Scott Reyes")


def test_the_letter_that_waits_longest_is_quoted(shipped: Rulebook) -> None:
    first, second = said("what does it cost?", at=NOON - 3 * DAY), said("hello?", at=NOON - DAY)
    waiting = tuple(
        Reply(one.said_at, Channel.EMAIL, answered=False, statement=one.id)
        for one in (second, first)
    )
    known = replace(facts(attempt(Channel.EMAIL, automated=True), [first, second]), replies=waiting)
    found = objection(known, shipped)
    assert [quote.statement for quote in found.quotes] == [first]
    assert in_german(found).startswith("Scott Reyes hat am 21. Nov. 2026 geschrieben")


def test_a_letter_without_a_statement_quotes_nobody(shipped: Rulebook) -> None:
    waits = Reply(NOON - HOUR, Channel.EMAIL, answered=False)
    known = replace(facts(attempt(Channel.EMAIL, automated=True)), replies=(waits,))
    assert objection(known, shipped).quotes == ()


def test_who_it_is_remains_for_compliance_and_says_why_in_any_language(shipped: Rulebook) -> None:
    found = objection(replace(facts(), house=House(identity_unclear_because="twins")), shipped)
    assert (found.rule, found.bears) == ("identity-unclear", Bears.PERSON)
    assert found.clause == clause(Reason.WHO_IS_IT, why="twins")


@pytest.mark.parametrize(
    ("count", "said_so", "told"),
    [
        (1, "somebody at Kestrel", "jemand bei Kestrel hat in den letzten 24 Stunden"),
        (2, "two people at Kestrel", "2 Personen bei Kestrel haben in den letzten 24 Stunden"),
        (11, "eleven people at Kestrel", "11 Personen bei Kestrel haben in den letzten 24 Stunden"),
    ],
)
def test_one_colleague_and_several_are_told_apart(
    count: int, said_so: str, told: str, shipped: Rulebook
) -> None:
    caps = (Cap(count, 24, of=CapOf.ORGANISATION),)
    book = only(shipped, entry(EntryKind.FREQUENCY_CAP, caps=caps))
    known = facts(attempt(Channel.EMAIL, automated=True))
    person = replace(known.person, organisation="Kestrel")
    heard = tuple(Colleague(who, NOON - HOUR, Channel.EMAIL) for who in range(count))
    (found,) = findings_at(replace(known, person=person, colleagues=heard), NOON, book)
    assert said_so in found.because
    assert told in in_german(found)


@pytest.mark.parametrize(
    ("most", "told"),
    [
        (AtMost(1, 7), "Scott Reyes möchte höchstens einmal in 7 Tagen von uns hören"),
        (AtMost(2, 30), "Scott Reyes möchte höchstens 2-mal in 30 Tagen von uns hören"),
    ],
)
def test_their_own_limit_is_told_in_another_language(
    most: AtMost, told: str, shipped: Rulebook
) -> None:
    contacts = tuple(
        Contact(NOON - HOUR * back, Channel.EMAIL, Purpose.MARKETING, "Ana Ruiz")
        for back in range(1, most.count + 1)
    )
    known = facts(attempt(Channel.EMAIL), [said("not so often", most)])
    assert in_german(objection(replace(known, contacts=contacts), shipped)) == told


def test_a_promise_passes_a_pause_said_in_one_breath_from_its_hour_on(shipped: Rulebook) -> None:
    january = datetime(2027, 1, 1, tzinfo=UTC)
    at_two = Callback(WallTime(date(2026, 11, 24), 14 * 60), Channel.PHONE)
    both = said("ring me at two, then nothing before 2027", at_two, Pause(january), at=NOON - HOUR)
    due = NOON + 2 * HOUR
    promised = facts(attempt(Channel.PHONE, Purpose.PROMISED), [both])
    book = literally(shipped)
    assert isinstance(decide(promised, due - timedelta(minutes=1), book).verdict, Defer)
    assert decide(promised, due, book).verdict == Allow()
    service = facts(attempt(Channel.PHONE, Purpose.SERVICE), [both])
    assert decide(service, due, book).verdict == Defer(january)


PREFERS = said("email me", Prefer(Channel.EMAIL), at=NOON - DAY)


def test_a_channel_asked_for_and_refused_waits_for_the_rep_with_their_words(
    shipped: Rulebook,
) -> None:
    no_more = said("no more email", Refuse(Channel.EMAIL), at=NOON - HOUR)
    found = objection(facts(statements=[PREFERS, no_more]), shipped)
    assert found.asks == Hold(Clearer.REP)
    assert [quote.statement for quote in found.quotes] == [PREFERS]
    assert found.clause == clause(Reason.ASKED_AND_REFUSED, by=Channel.EMAIL)


def test_a_channel_asked_for_that_we_have_not_waits_for_the_rep_with_their_words(
    shipped: Rulebook,
) -> None:
    known = facts(statements=[PREFERS])
    found = objection(replace(known, points=known.points[1:]), shipped)
    assert found.asks == Hold(Clearer.REP)
    assert [quote.statement for quote in found.quotes] == [PREFERS]
    assert found.clause == clause(Reason.ASKED_FOR_WHAT_IS_NOT, by=Channel.EMAIL)
