"""What a refusal says would change it is so: to the minute, and never against their word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.languages import language
from policies.changing import what_would_change
from policies.channel import Channel
from policies.decide import Shut, decide, findings_at, opening
from policies.explain import explain
from policies.rulebook import Rulebook
from policies.rules import RULES
from policies.statement import Refuse, Source, Statement, Understood, Via
from policies.tongue import Tongue
from policies.verdict import Allow
from policies.ways import From, Never, Now, OnlyIf, tries, way, ways
from tests.laws.given import facts
from tests.laws.granted import granted
from tests.laws.moments import moments
from tests.laws.packs import any_rulebook

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@given(st.data(), moments(), any_rulebook, st.integers(0, 366 * 24 * 60 - 1))
def test_a_way_is_what_judging_that_attempt_says(
    data: st.DataObject, at: datetime, rulebook: Rulebook, later: int
) -> None:
    for one in tries(data.draw(facts(at))):
        match way(one, at, rulebook):
            case Now():
                assert isinstance(decide(one, at, rulebook).verdict, Allow)
            case From(at=opens):
                assert findings_at(one, opens, rulebook) == ()
                assert findings_at(one, max(at, opens - MINUTE), rulebook) != ()
                assert findings_at(one, opens - SECOND, rulebook) != ()
            case OnlyIf() | Never():
                moment = at + later * MINUTE
                assert not isinstance(decide(one, moment, rulebook).verdict, Allow)


@given(st.data(), moments(), any_rulebook)
def test_what_is_needed_takes_the_objection_away_once_it_is_there(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    for one in tries(data.draw(facts(at))):
        found = way(one, at, rulebook)
        for remedy in found.needs if isinstance(found, OnlyIf) else ():
            after = granted(one, remedy, at + MINUTE)
            if after is None:
                continue
            shut = opening(after, at + 2 * MINUTE, rulebook)
            lasting = shut.because if isinstance(shut, Shut) else ()
            assert remedy not in {each.remedy for each in lasting}


@given(st.data(), moments(), any_rulebook, st.sampled_from((None, *Channel)), st.booleans())
def test_a_channel_they_have_just_refused_is_offered_neither_now_nor_later(
    data: st.DataObject,
    at: datetime,
    rulebook: Rulebook,
    refused: Channel | None,
    proven: bool,
) -> None:
    known = data.draw(facts(at))
    meant = (Understood(Refuse(refused)),)
    stop = Statement("stop", "stop", at, Via.REP, Source.REP_NOTE, proven, meant)
    known = replace(known, statements=(*known.statements, stop))
    for one in ways(tries(known), at, rulebook).each:
        if refused in (None, one.channel):
            assert isinstance(one, OnlyIf | Never)


@given(st.data(), moments(), any_rulebook)
def test_in_every_language_both_lines_have_at_most_forty_words(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    known = data.draw(facts(at))
    decision, found = decide(known, at, rulebook), ways(tries(known), at, rulebook)
    for tongue in Tongue:
        told = explain(decision, known, language(tongue)).sentence
        change = what_would_change(found, language(tongue))
        assert 1 < len(told.split()) <= 40
        assert 1 < len(change.split()) <= 40
        assert told.endswith((".", "…"))
        assert change.endswith(".")


@given(st.data(), moments(), any_rulebook)
def test_every_objection_of_a_rule_can_be_said_in_every_language(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    for finding in findings_at(data.draw(facts(at)), at, rulebook, tuple(RULES)):
        assert finding.clause is not None, finding.because
        for tongue in Tongue:
            assert "{" not in language(tongue).because(finding, "Ana Ruiz")


@given(st.data(), moments(), any_rulebook)
def test_their_own_words_are_never_translated(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    known = data.draw(facts(at))
    decision = decide(known, at, rulebook)
    assert len({explain(decision, known, language(tongue)).quotes for tongue in Tongue}) == 1
