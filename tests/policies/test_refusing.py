"""What a refusal reaches, and the answer that passes one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from policies.channel import Channel, Purpose
from policies.facts import Contact, Facts, Proposed
from policies.preferences import standing
from policies.refusing import about_this, passes
from policies.rows import Rows
from policies.rulebook import Rulebook
from policies.statement import Refuse, Request
from tests.policies.somebody import NOON, attempt, facts, said

BOTH = said(
    "take me off your list, but what did it cost?",
    Refuse(None),
    Request("what it cost", Channel.EMAIL),
)
DAY = timedelta(days=1)
ANSWER = replace(attempt(Channel.EMAIL, Purpose.ANSWER), answers=BOTH.id)
SPRING = Refuse(None, topic="Spring offer")


def passed(known: Facts, rulebook: Rulebook) -> bool:
    return passes(standing(known.statements).refusals[0], Rows(known, NOON, rulebook))


def reached(proposed: Proposed, rulebook: Rulebook) -> bool:
    return about_this(SPRING, Rows(facts(proposed), NOON, rulebook))


def test_a_topic_reaches_itself_and_marketing_that_names_none(shipped: Rulebook) -> None:
    assert reached(replace(attempt(), topic="spring OFFER"), shipped)
    assert reached(attempt(), shipped)


def test_a_topic_does_not_reach_another_or_service(shipped: Rulebook) -> None:
    assert not reached(replace(attempt(), topic="autumn"), shipped)
    assert not reached(attempt(purpose=Purpose.SERVICE), shipped)


def test_a_human_may_answer_once_what_was_asked_in_the_same_breath(shipped: Rulebook) -> None:
    assert passed(facts(ANSWER, [BOTH]), shipped)


def test_a_second_answer_a_machine_or_another_matter_does_not_pass(shipped: Rulebook) -> None:
    told = Contact(NOON, Channel.EMAIL, Purpose.ANSWER, "Ana Ruiz")
    assert not passed(replace(facts(ANSWER, [BOTH]), contacts=(told,)), shipped)
    assert not passed(facts(replace(ANSWER, automated=True), [BOTH]), shipped)
    assert not passed(facts(replace(ANSWER, answers="s_other"), [BOTH]), shipped)


def test_neither_a_letter_of_ours_nor_an_earlier_answer_is_that_answer(shipped: Rulebook) -> None:
    letter = Contact(NOON, Channel.EMAIL, Purpose.SERVICE, "Ana Ruiz")
    before = Contact(BOTH.said_at - DAY, Channel.EMAIL, Purpose.ANSWER, "Ana Ruiz")
    assert passed(replace(facts(ANSWER, [BOTH]), contacts=(letter, before)), shipped)


def test_a_stop_without_a_question_is_passed_by_nothing(shipped: Rulebook) -> None:
    plain = replace(BOTH, meanings=BOTH.meanings[:1])
    assert not passed(facts(ANSWER, [plain]), shipped)
