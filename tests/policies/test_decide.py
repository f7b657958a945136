"""Combining: any rules, any order, and what the strictest of them asks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from policies.channel import Channel, Purpose
from policies.decide import decide, earliest
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.rows import Rows
from policies.rule import Rule
from policies.rulebook import Rulebook
from policies.rules import RULES
from policies.statement import Avoid, Callback, Pause, Prefer, Quiet, Refuse, WallTime
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Objection, Reroute
from tests.policies.somebody import HALF_PAST_SIX, NOON, attempt, facts, literally, said

EMAIL_INSTEAD, TEXT_INSTEAD = Reroute(Channel.EMAIL), Reroute(Channel.SMS)
REP, COMPLIANCE = Hold(Clearer.REP), Hold(Clearer.COMPLIANCE)
SOON, LATER = Defer(NOON + timedelta(hours=1)), Defer(NOON + timedelta(hours=2))


def objecting(asks: Objection, bears: Bears) -> Rule:
    ends = asks.until if isinstance(asks, Defer) else None

    def check(known: Facts, at: datetime, rows: Rows) -> Finding | None:
        return Finding("some-rule", asks, bears, "because", ends=ends)

    return Rule("some-rule", check, (), "")


@pytest.mark.parametrize(
    ("objections", "verdict"),
    [
        ([], Allow()),
        ([(SOON, Bears.MOMENT), (LATER, Bears.MOMENT)], LATER),
        ([(LATER, Bears.MOMENT), (REP, Bears.MOMENT)], REP),
        ([(REP, Bears.MOMENT), (Block(), Bears.CHANNEL)], Block()),
        (
            [(EMAIL_INSTEAD, Bears.CHANNEL), (Block(), Bears.CHANNEL)],
            EMAIL_INSTEAD,
        ),
        ([(EMAIL_INSTEAD, Bears.CHANNEL), (Block(), Bears.PERSON)], Block()),
        ([(EMAIL_INSTEAD, Bears.CHANNEL), (COMPLIANCE, Bears.PERSON)], COMPLIANCE),
        ([(COMPLIANCE, Bears.PERSON), (Block(), Bears.CHANNEL)], Block()),
        ([(COMPLIANCE, Bears.WORDS), (LATER, Bears.MOMENT)], COMPLIANCE),
        ([(EMAIL_INSTEAD, Bears.CHANNEL), (TEXT_INSTEAD, Bears.CHANNEL)], REP),
        ([(Reroute(Channel.PHONE), Bears.CHANNEL)], REP),
    ],
)
def test_how_findings_combine(
    objections: list[tuple[Objection, Bears]], verdict: object, shipped: Rulebook
) -> None:
    rules = [objecting(asks, bears) for asks, bears in objections]
    assert decide(facts(), NOON, shipped, rules).verdict == verdict
    assert decide(facts(), NOON, shipped, rules[::-1]).verdict == verdict


def test_a_rule_that_fails_is_an_objection_that_names_itself(shipped: Rulebook) -> None:
    def broken(known: Facts, at: datetime, rows: Rows) -> Finding | None:
        raise KeyError("time_zone")

    decision = decide(facts(), NOON, shipped, [Rule("broken-rule", broken, (), "")])
    assert decision.verdict == Hold(Clearer.OPERATOR)
    assert "broken-rule" in decision.findings[0].because


def test_half_past_six_waits_for_the_house_to_open(shipped: Rulebook) -> None:
    found = earliest(facts(), HALF_PAST_SIX, shipped)
    assert found == HALF_PAST_SIX.replace(hour=18, minute=0)


def test_the_traveller_is_written_to_instead(shipped: Rulebook) -> None:
    """CASES 34."""
    travels = said(
        "because of extensive travel I'm not able to do phone, could you email me the pricing?",
        Avoid(Channel.PHONE),
        Prefer(Channel.EMAIL),
    )
    decision = decide(facts(statements=[travels]), HALF_PAST_SIX, shipped)
    assert decision.verdict == Reroute(Channel.EMAIL)
    assert decision.determining[0].quotes[0].statement is travels


def test_a_refused_channel_is_never_allowed_again_by_waiting(shipped: Rulebook) -> None:
    no = said("don't call me", Refuse(Channel.PHONE))
    assert earliest(facts(statements=[no]), NOON, shipped) is None


def test_thanksgiving_and_nevadas_family_day_are_left_alone(shipped: Rulebook) -> None:
    """CASES 53."""
    thursday = NOON + timedelta(days=2)
    assert earliest(facts(), thursday, shipped) == HALF_PAST_SIX.replace(day=28, hour=18, minute=0)


def test_a_pause_of_two_years_defers_but_is_never_within_the_horizon(shipped: Rulebook) -> None:
    long = said("not before 2029", Pause(WallTime(datetime(2029, 1, 1).date())))  # noqa: DTZ001
    packs = literally(shipped)
    decision = decide(facts(statements=[long]), NOON, packs)
    assert isinstance(decision.verdict, Defer)
    assert earliest(facts(statements=[long]), NOON, packs) is None


def test_quiet_all_day_every_day_never_opens(shipped: Rulebook) -> None:
    never = facts(statements=[said("at no hour", Quiet())])
    assert decide(never, NOON, literally(shipped)).verdict == Block()
    assert earliest(never, NOON, literally(shipped)) is None


def test_a_named_hour_opens_only_for_the_promised_call(shipped: Rulebook) -> None:
    """CASES 62."""
    six = WallTime((NOON + timedelta(days=7)).date(), 6 * 60)
    asked = said("call me next Tuesday at six in the morning", Callback(six))
    hour = HALF_PAST_SIX.replace(day=1, month=12, minute=0)
    promised = attempt(purpose=Purpose.PROMISED)
    assert decide(facts(promised, [asked]), hour, shipped).verdict == Allow()
    assert decide(facts(statements=[asked]), hour, shipped).verdict != Allow()
    assert decide(facts(promised, [asked]), hour - timedelta(minutes=1), shipped).verdict != Allow()
    assert (
        decide(facts(promised, [asked]), hour + timedelta(minutes=60), shipped).verdict != Allow()
    )


def test_a_decision_names_every_rule_that_was_asked(shipped: Rulebook) -> None:
    assert decide(facts(), NOON, shipped).asked == tuple(rule.name for rule in RULES)
    objects = objecting(SOON, Bears.MOMENT)
    assert decide(facts(), NOON, shipped, [objects]).asked == ("some-rule",)


def test_two_channels_asked_for_are_what_a_hold_rests_on(shipped: Rulebook) -> None:
    waits = objecting(SOON, Bears.MOMENT)
    rules = [waits, *(objecting(one, Bears.CHANNEL) for one in (EMAIL_INSTEAD, TEXT_INSTEAD))]
    decision = decide(facts(), NOON, shipped, rules)
    assert decision.verdict == REP
    assert [each.asks for each in decision.determining] == [EMAIL_INSTEAD, TEXT_INSTEAD]
