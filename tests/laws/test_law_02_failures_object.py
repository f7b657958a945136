"""Law 2: a rule that fails objects, by name; and what is not known never reads as fine."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.bootstrap.rulebook import load_rulebook
from policies.channel import Channel, Kind, Purpose
from policies.decide import decide, earliest, findings_at
from policies.explain import explain
from policies.facts import Facts, Point, Proposed, Registry, Someone
from policies.finding import Finding
from policies.remaining import open_until
from policies.rows import NaiveMomentError, Rows
from policies.rule import Rule
from policies.rulebook import NumberPlace, Rulebook
from policies.rules import RULES
from policies.verdict import Allow, Clearer, Hold
from policies.ways import ways
from tests.laws.given import facts
from tests.laws.moments import moments
from tests.laws.packs import any_rulebook

FAILURES = [KeyError("x"), ValueError("x"), TypeError("x"), ZeroDivisionError(), RecursionError()]
TOLL_FREE = "+18005550142"


def failing(rule: Rule, error: Exception) -> Rule:
    def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
        raise error

    return replace(rule, check=check)


def without_zone(value: Any) -> Any:  # noqa: ANN401
    """The same facts with every moment in them bare of its zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, tuple):
        return tuple(without_zone(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: without_zone(getattr(value, each.name)) for each in fields(value)}
        return replace(value, **held)
    return value


@given(st.data(), moments(), any_rulebook)
def test_a_moment_without_a_zone_is_an_objection(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts, naive = data.draw(facts(at)), at.replace(tzinfo=None)
    decision = decide(given_facts, naive, rulebook)
    assert decision.verdict == Hold(Clearer.OPERATOR)
    assert "NaiveMomentError" in explain(decision, given_facts).sentence
    assert earliest(given_facts, naive, rulebook) is None
    assert findings_at(given_facts, naive, rulebook)
    with pytest.raises(NaiveMomentError, match="names no zone"):
        open_until(given_facts, naive, rulebook, timedelta(hours=1))
    with pytest.raises(NaiveMomentError, match="names no zone"):
        ways([given_facts], naive, rulebook)


@given(st.data(), moments(), any_rulebook)
def test_facts_whose_moments_have_no_zone_open_nothing(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    given_facts = data.draw(facts(at))
    if not isinstance(decide(given_facts, at, rulebook).verdict, Allow):
        bare = decide(without_zone(given_facts), at, rulebook)
        assert not isinstance(bare.verdict, Allow)


@pytest.mark.parametrize("broken", RULES, ids=lambda rule: rule.name)
@settings(max_examples=15)
@given(data=st.data(), at=moments(), error=st.sampled_from(FAILURES))
def test_a_rule_that_raises_holds_for_the_operator(
    broken: Rule, data: st.DataObject, at: datetime, error: Exception
) -> None:
    given_facts = data.draw(facts(at))
    rules = [failing(rule, error) if rule is broken else rule for rule in RULES]
    decision = decide(given_facts, at, load_rulebook(()), rules)
    mine = [finding for finding in decision.findings if finding.rule == broken.name]
    assert not isinstance(decision.verdict, Allow)
    assert [finding.asks for finding in mine] == [Hold(Clearer.OPERATOR)]


@lru_cache(maxsize=1)
def without_calendars() -> Rulebook:
    def no_calendar(code: str, day: date) -> str | None:
        raise LookupError(code)

    return replace(load_rulebook(("house",)), holiday=no_calendar)


@lru_cache(maxsize=1)
def without_numbers() -> Rulebook:
    def no_number(number: str) -> NumberPlace:
        raise OSError(number)

    rulebook = load_rulebook(())
    return replace(rulebook, atlas=replace(rulebook.atlas, number=no_number))


@given(st.data(), moments())
def test_a_calendar_nobody_has_is_an_objection(data: st.DataObject, at: datetime) -> None:
    drawn = data.draw(facts(at))
    given_facts = replace(drawn, attempt=replace(drawn.attempt, purpose=Purpose.MARKETING))
    assert not isinstance(decide(given_facts, at, without_calendars()).verdict, Allow)


@given(st.data(), moments())
def test_facts_that_cannot_be_read_are_an_objection(data: st.DataObject, at: datetime) -> None:
    drawn = data.draw(facts(at))
    called = replace(drawn.attempt, channel=Channel.PHONE, to=TOLL_FREE)
    given_facts = replace(drawn, attempt=called)
    assert not isinstance(decide(given_facts, at, without_numbers()).verdict, Allow)


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.SMS])
@given(data=st.data(), at=moments())
def test_without_any_place_nobody_is_called_or_texted(
    channel: Channel, data: st.DataObject, at: datetime
) -> None:
    drawn = data.draw(facts(at))
    nowhere = replace(
        drawn,
        person=Someone("Ana"),
        points=(Point(channel, TOLL_FREE),),
        attempt=Proposed(channel, Purpose.MARKETING, "Bob", automated=False),
        statements=(),
    )
    assert not isinstance(decide(nowhere, at, load_rulebook()).verdict, Allow)


@given(st.data(), moments())
def test_without_a_recorded_consent_no_marketing_text_leaves(
    data: st.DataObject, at: datetime
) -> None:
    drawn = data.draw(facts(at))
    texted = replace(
        drawn,
        person=Someone("Ana", "US", "US-CA"),
        attempt=Proposed(Channel.SMS, Purpose.MARKETING, "Bob", automated=True),
        consents=(),
        statements=(),
    )
    assert not isinstance(decide(texted, at, load_rulebook(("us",))).verdict, Allow)


@given(st.data(), moments())
def test_an_unknown_kind_of_person_is_a_consumer(data: st.DataObject, at: datetime) -> None:
    drawn = data.draw(facts(at))
    unknown = replace(drawn, person=replace(drawn.person, kind=None))
    consumer = replace(drawn, person=replace(drawn.person, kind=Kind.CONSUMER))
    rulebook = load_rulebook()
    assert decide(unknown, at, rulebook).verdict == decide(consumer, at, rulebook).verdict


@given(st.data(), moments())
def test_an_unknown_registry_never_reads_as_clear(data: st.DataObject, at: datetime) -> None:
    drawn = data.draw(facts(at))
    points = tuple(replace(point, registry=Registry.CLEAR) for point in drawn.points)
    clear = replace(drawn, points=points)
    unknown = replace(
        drawn, points=tuple(replace(point, registry=Registry.UNKNOWN) for point in points)
    )
    rulebook = load_rulebook()
    if not isinstance(decide(clear, at, rulebook).verdict, Allow):
        assert not isinstance(decide(unknown, at, rulebook).verdict, Allow)
