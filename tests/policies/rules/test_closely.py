"""What single rules say and cite, where no scenario looks that closely."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policies.channel import Channel, Purpose
from policies.decide import findings_at
from policies.duties import Duty
from policies.facts import Contact, House, Someone, Words
from policies.reason import Reason
from policies.remedy import Remedy
from policies.rulebook import Cap, EntryKind, Rulebook
from policies.statement import AtMost, Callback, Place, Prefer, Source, Via, WrongPerson
from policies.verdict import Block, Clearer, Defer, Hold
from tests.policies.entries import entry, only
from tests.policies.somebody import EMAIL, NOON, attempt, facts, said

DAY = timedelta(days=1)


def test_a_missing_way_out_cites_the_laws_that_ask_for_one(shipped: Rulebook) -> None:
    book = only(
        shipped,
        entry(EntryKind.IDENTIFICATION, "notice", required=(Duty.OPT_OUT_NOTICE,)),
        entry(EntryKind.IDENTIFICATION, "name", required=(Duty.SENDER_NAME,)),
        entry(EntryKind.OPT_OUT_MECHANISM, "way-out"),
        entry(EntryKind.OPT_OUT_MECHANISM, "by-phone", channels=(Channel.PHONE,)),
    )
    mute = replace(attempt(Channel.EMAIL, Purpose.SERVICE), words=Words("a", offers_opt_out=False))
    (found,) = findings_at(facts(mute), NOON, book)
    assert [cite.entry for cite in found.cites] == ["notice", "way-out"]


def test_a_law_caps_the_channels_it_names_and_counts_whoever_used_them(shipped: Rulebook) -> None:
    book = only(
        shipped,
        entry(EntryKind.FREQUENCY_CAP, channels=(Channel.PHONE,), caps=(Cap(2, 24),)),
    )
    rung = [Contact(NOON - DAY / 2, Channel.PHONE, Purpose.SERVICE, "Bob")] * 2
    written = [Contact(NOON - DAY / 4, Channel.EMAIL, Purpose.SERVICE, "Bob")] * 2
    calls = facts(attempt(Channel.PHONE, Purpose.SERVICE))
    (found,) = findings_at(replace(calls, contacts=(*rung, *written)), NOON, book)
    assert found.asks == Defer(NOON + DAY / 2)
    assert found.because == "2 in 24 hours is the limit, and it is reached"
    assert findings_at(replace(calls, contacts=tuple(written)), NOON, book) == ()


@pytest.mark.parametrize(
    ("via", "point", "dead"),
    [
        (Via.EMAIL, None, True),
        (Via.PHONE, EMAIL.address, False),
        (Via.REP, EMAIL.address, True),
        (Via.REP, None, True),
        (Via.REP, "+17025550142", False),
    ],
)
def test_wrong_person_closes_what_it_was_said_by(
    via: Via, point: str | None, dead: bool, shipped: Rulebook
) -> None:
    source = Source.REP_NOTE if via is Via.REP else Source.REPLY
    word = said("I'm not Scott", WrongPerson(), via=via, source=source)
    known = facts(attempt(Channel.EMAIL, Purpose.SERVICE), [replace(word, point=point)])
    asked = [found.asks for found in findings_at(known, NOON, only(shipped))]
    assert asked == ([Block()] if dead else [])


def test_where_no_rules_are_shipped_the_rules_are_what_is_lacking(shipped: Rulebook) -> None:
    with_hours = replace(
        shipped, packs={"us": shipped.packs["us"], "house": shipped.packs["house"]}
    )
    abroad = facts(attempt(Channel.PHONE), person=Someone("Ana", country="JP"))
    nowhere = facts(attempt(Channel.EMAIL), person=Someone("Ana"), points=(EMAIL,))
    (lacking,) = (f for f in findings_at(abroad, NOON, with_hours) if f.rule == "place-unknown")
    assert (lacking.remedy, lacking.asks) == (Remedy.RULES_THERE, Hold(Clearer.REP))
    (unknown,) = (f for f in findings_at(nowhere, NOON, with_hours) if f.rule == "place-unknown")
    assert (unknown.remedy, unknown.asks) == (Remedy.THEIR_PLACE, Hold(Clearer.OPERATOR))
    assert unknown.ends is None


def test_an_unknown_place_is_known_again_when_the_other_one_expires(shipped: Rulebook) -> None:
    """A stay in Japan ends, and there are rules for where they live."""
    at_home_until = replace(shipped, packs={"us": shipped.packs["us"]})
    stay = said("in Tokyo until Friday", Place("Asia/Tokyo", until=NOON.date() + 3 * DAY))
    known = facts(attempt(Channel.EMAIL), [stay], person=Someone("Ana", country="US"))
    (found,) = (f for f in findings_at(known, NOON, at_home_until) if f.rule == "place-unknown")
    assert found.ends is not None
    assert found.ends.isoformat() == "2026-11-26T15:00:00+00:00"


def test_two_channels_they_asked_for_are_both_named(shipped: Rulebook) -> None:
    wishes = [
        said("email me", Prefer(Channel.EMAIL)),
        said("or text me", Prefer(Channel.SMS), proven=False),
    ]
    (found,) = findings_at(facts(attempt(Channel.PHONE), wishes), NOON, only(shipped))
    assert found.because == "they asked to be reached by email and by text"
    assert found.asks == Hold(Clearer.REP)
    assert found.clause is not None
    assert found.clause.reason is Reason.ASKED_FOR_TWO
    assert sorted(map(str, dict(found.clause.given).values())) == ["email", "sms"]
    assert {quote.statement.id for quote in found.quotes} == {one.id for one in wishes}


SILENT = Words("a", says_source=False)
KNOWN = Contact(NOON - DAY, Channel.EMAIL, Purpose.MARKETING, "Bob")


@pytest.mark.parametrize(
    ("words", "purpose", "contacts", "because", "cited"),
    [
        (Words("a", says_who=False), Purpose.SERVICE, (KNOWN,), "do not say who we are", "name"),
        (SILENT, Purpose.MARKETING, (), "do not say where we got their address", "source"),
        (SILENT, Purpose.MARKETING, (replace(KNOWN, outside=True),), "where we got", "source"),
        (SILENT, Purpose.MARKETING, (KNOWN,), "", ""),
        (SILENT, Purpose.SERVICE, (), "", ""),
    ],
)
def test_the_first_letter_says_where_we_got_the_address_and_each_who_we_are(
    words: Words,
    purpose: Purpose,
    contacts: tuple[Contact, ...],
    because: str,
    cited: str,
    shipped: Rulebook,
) -> None:
    book = only(
        shipped,
        entry(EntryKind.IDENTIFICATION, "name", required=(Duty.POSTAL_ADDRESS,)),
        entry(EntryKind.IDENTIFICATION, "source", required=(Duty.SOURCE_OF_ADDRESS,)),
    )
    known = replace(facts(replace(attempt(Channel.EMAIL, purpose), words=words)), contacts=contacts)
    found = findings_at(known, NOON, book)
    assert [because in each.because for each in found] == ([True] if because else [])
    assert [cite.entry for each in found for cite in each.cites] == ([cited] if cited else [])


@pytest.mark.parametrize(
    ("house", "because", "remedy"),
    [
        (House(halted_because="a wrong price"), "all sending is halted: a wrong price", "go-on"),
        (
            House(listening=False, listening_because="no mailbox"),
            "an answer would not be heard, because no mailbox",
            "listening",
        ),
        (
            House(listening=False),
            "an answer would not be heard, because replies cannot be read",
            "listening",
        ),
        (
            House(listening=False, halted_because="a wrong price"),
            "all sending is halted: a wrong price",
            "go-on",
        ),
    ],
)
def test_a_house_that_is_halted_or_deaf_says_which_and_what_ends_it(
    house: House, because: str, remedy: str, shipped: Rulebook
) -> None:
    (found,) = findings_at(replace(facts(), house=house), NOON, only(shipped))
    assert (found.rule, found.because, found.remedy) == ("not-listening", because, remedy)
    assert found.change.startswith("The operator" if remedy == "go-on" else "It goes on by itself")


def test_words_without_a_digest_were_never_said_before(shipped: Rulebook) -> None:
    unwritten = replace(attempt(Channel.PHONE), words=Words("", said_before=("", "b2")))
    assert findings_at(facts(unwritten), NOON, only(shipped)) == ()


ONCE, THRICE = AtMost(1, 7), AtMost(3, 30)


def test_their_own_limits_are_told_as_they_said_them_and_the_last_to_end_decides(
    shipped: Rulebook,
) -> None:
    limits = said("once a week, three times a month", ONCE, THRICE)
    heard = [Contact(NOON - ago * DAY, Channel.EMAIL, Purpose.SERVICE, "Bob") for ago in (3, 9, 20)]
    known = replace(facts(attempt(Channel.EMAIL), [limits]), contacts=tuple(heard))
    (found,) = findings_at(known, NOON, only(shipped))
    assert found.asks == Defer(NOON + 10 * DAY)
    assert found.because == "they asked to hear from us at most 3 times in 30 days"
    once = replace(known, contacts=tuple(heard[:1]))
    (found,) = findings_at(once, NOON, only(shipped))
    assert found.asks == Defer(NOON + 4 * DAY)
    assert found.because == "they asked to hear from us at most once in 7 days"


def test_our_own_cap_leaves_out_what_they_asked_for_and_a_law_counts_it(shipped: Rulebook) -> None:
    callback = said("call me", Callback(NOON - 3 * DAY), at=NOON - 5 * DAY)
    kept = Contact(NOON - DAY, Channel.PHONE, Purpose.PROMISED, "Bob")
    known = replace(facts(attempt(Channel.PHONE), [callback]), contacts=(kept,))
    caps = (Cap(1, 72),)
    ours = entry(EntryKind.FREQUENCY_CAP, "ours", "house", caps=caps)
    law = entry(EntryKind.FREQUENCY_CAP, "law", caps=caps)
    assert findings_at(known, NOON, only(shipped, ours)) == ()
    (found,) = findings_at(known, NOON, only(shipped, ours, law))
    assert [cite.entry for cite in found.cites] == ["law"]
    assert found.because == "1 in 3 days is the limit, and it is reached"


def test_a_cap_that_is_not_full_hides_no_other(shipped: Rulebook) -> None:
    heard = Contact(NOON - DAY / 2, Channel.EMAIL, Purpose.SERVICE, "Bob")
    known = replace(facts(attempt(Channel.EMAIL)), contacts=(heard,))
    book = only(
        shipped,
        entry(EntryKind.FREQUENCY_CAP, "roomy", "house", caps=(Cap(9, 24),)),
        entry(EntryKind.FREQUENCY_CAP, "tight", caps=(Cap(1, 30),)),
    )
    (found,) = findings_at(known, NOON, book)
    assert found.because == "1 in 30 hours is the limit, and it is reached"
    assert found.asks == Defer(NOON + timedelta(hours=18))


@pytest.mark.parametrize("purpose", list(Purpose))
def test_hours_of_nowhere_are_judged_for_all_but_answers_and_confirmations(
    purpose: Purpose, shipped: Rulebook
) -> None:
    lost = facts(attempt(Channel.EMAIL, purpose), person=Someone("Ana"), points=(EMAIL,))
    asked = {found.rule for found in findings_at(lost, NOON, shipped)}
    assert ("place-unknown" in asked) is (purpose is not Purpose.ANSWER)
