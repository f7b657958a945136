"""Facts survive the way to the database and back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from policies.channel import Channel, Kind, Purpose
from policies.decide import decide
from policies.facts import (
    Bar,
    Barred,
    Colleague,
    Contact,
    GivenConsent,
    House,
    PausedSender,
    Reply,
)
from policies.facts_json import (
    from_json,
    meanings_from_json,
    meanings_to_json,
    to_json,
    to_text,
)
from policies.rulebook import Rulebook
from policies.statement import (
    Callback,
    Consent,
    Language,
    NotInterested,
    Pause,
    Place,
    Quiet,
    Refuse,
    Request,
    Resume,
    Unclear,
    WallTime,
    WrongPerson,
)
from tests.policies.somebody import NOON, facts, said

SAID = said(
    "everything at once",
    Refuse(None, topic="spring"),
    Quiet((0, 1), 60, 120),
    Pause(datetime(2026, 12, 1, tzinfo=UTC)),
    Callback(WallTime(date(2026, 12, 20), 600), Channel.PHONE),
    NotInterested(),
    WrongPerson(),
    Resume(Channel.SMS),
    Consent(Channel.SMS),
    Place("Asia/Singapore", date(2026, 11, 27)),
    Language("es"),
    Request("the pricing", Channel.EMAIL),
    Unclear(Refuse(Channel.SMS), "sarcasm?"),
)
RICH = replace(
    facts(statements=[SAID]),
    consents=(GivenConsent(Channel.SMS, Purpose.MARKETING, NOON, "web form"),),
    contacts=(Contact(NOON, Channel.EMAIL, Purpose.SERVICE, "Ana Ruiz"),),
    replies=(Reply(NOON, Channel.EMAIL, answered=False),),
    colleagues=(Colleague(0, NOON, Channel.PHONE), Colleague(1, NOON, Channel.EMAIL)),
    bars=(Bar(Barred.TOPIC, "asked by phone", NOON, "Ana Ruiz", "spring"),),
    house=House(
        assume_country="US", paused=PausedSender("hello@house.example", "complaints", NOON)
    ),
)


def test_facts_come_back_as_they_were() -> None:
    stored = json.loads(json.dumps(to_json(RICH)))
    assert from_json(stored, {SAID.id: SAID.words}) == RICH


def test_nobodys_words_are_stored() -> None:
    assert "everything at once" not in json.dumps(to_json(RICH))


def test_facts_kept_before_colleagues_counted_stay_as_they_were_written() -> None:
    alone = replace(RICH, colleagues=())
    written = to_json(alone)
    assert "colleagues" not in written
    assert from_json(written, {SAID.id: SAID.words}) == alone


def test_a_replayed_decision_is_the_same(shipped: Rulebook) -> None:
    person = replace(RICH.person, kind=Kind.BUSINESS)
    known = replace(RICH, person=person)
    replayed = from_json(to_json(known), {SAID.id: SAID.words})
    assert decide(replayed, NOON, shipped) == decide(known, NOON, shipped)


def test_facts_with_nothing_to_leave_out_are_written_in_the_same_way() -> None:
    bare = replace(RICH, statements=(), consents=())
    assert to_json(bare) == to_json(RICH) | {"statements": [], "consents": []}


def test_words_that_nobody_gave_back_are_empty() -> None:
    again = from_json(to_json(RICH))
    assert [each.words for each in again.statements] == [""]
    assert from_json(to_json(RICH), {"s_other": "something else"}) == again


def test_facts_are_one_line_of_text() -> None:
    bare = replace(RICH, statements=(), consents=())
    assert to_text(bare) == json.dumps(to_json(bare), separators=(",", ":"), ensure_ascii=False)
    assert "\n" not in to_text(RICH)


def test_what_was_understood_survives_alone() -> None:
    assert meanings_from_json(meanings_to_json(SAID.meanings)) == SAID.meanings


def test_a_consent_kept_before_its_kind_was_asked_stays_as_it_was_written() -> None:
    written = to_json(RICH)["consents"]
    assert "topic" not in written[0]
    about = replace(RICH.consents[0], topic="spring")
    assert to_json(replace(RICH, consents=(about,)))["consents"][0]["topic"] == "spring"
