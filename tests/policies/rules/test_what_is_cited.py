"""Which law a finding cites, and what it counts by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policies.channel import Channel, Purpose
from policies.decide import findings_at
from policies.duties import Duty
from policies.facts import Contact, Someone, Words
from policies.remedy import Remedy
from policies.rulebook import Cap, EntryKind, Rulebook
from policies.statement import Place, Source, Via, WrongPerson
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
