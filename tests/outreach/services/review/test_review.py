"""A reviewer upholds, corrects or asks again; what loosens needs proof and a second person."""

import asyncio
from dataclasses import replace

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.services import review
from outreach.store import points
from outreach.store.inbound import InboundState
from policies.channel import Channel
from policies.facts import PointState
from policies.preferences import standing
from policies.statement import Avoid, Resume
from tests.outreach.services.conftest import Both


def reviewer(both: Both) -> review.Reviewer:
    """Return somebody who has proof and a second person."""
    both.house.member("Cora Lindt")
    both.house.member("Ana Ruiz")
    now = both.world.clock.now()
    return review.Reviewer("Cora Lindt", "looked at it", now, "Ana Ruiz", "the quote itself")


def blocked(both: Both, words: str) -> tuple[Person, str, str]:
    """Let somebody write, and an email to them be judged; return the decision and the attempt."""
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, words)
    attempt = both.world.plan(scott)
    (outcome,) = asyncio.run(both.world.gate.pass_batch([attempt]))
    assert outcome.decision_id is not None
    return scott, outcome.decision_id, attempt


def dead(both: Both) -> tuple[Person, str, str, str]:
    """Return somebody whose address is marked dead, the decision, the attempt and the point."""
    scott = both.world.person("Scott Reyes")
    point = both.world.store.read(lambda conn: points.of(conn, scott.id))[0].id
    both.world.store.write(lambda conn: points.mark(conn, point, PointState.BOUNCED))
    attempt = both.world.plan(scott, has_words_for=(Channel.EMAIL,))
    (outcome,) = asyncio.run(both.world.gate.pass_batch([attempt]))
    return scott, str(outcome.decision_id), attempt, point


def test_what_was_blocked_is_listed_with_the_sentence_and_as_csv(both: Both) -> None:
    _, decision, _ = blocked(both, "Never contact me again.")
    (one,) = review.listed(both.world.store, review.Filters(rule="do-not-contact"))
    assert one.decision == decision
    assert one.person == "Scott Reyes"
    assert review.as_csv([one]).splitlines()[1].startswith(decision)
    assert review.listed(both.world.store, review.Filters(rule="at-rest")) == []


def test_no_cell_of_the_csv_is_a_formula(both: Both) -> None:
    blocked(both, "Never contact me again.")
    (one,) = review.listed(both.world.store, review.Filters())
    page = review.as_csv([replace(one, person="=1+1")])
    assert "'=1+1" in page


def test_an_upheld_verdict_is_reviewed_once(both: Both) -> None:
    who = reviewer(both)
    _, decision, attempt = blocked(both, "Never contact me again.")
    review.uphold(both.world.store, decision, who)
    assert both.world.state(attempt) is AttemptState.BLOCKED
    with pytest.raises(InputError, match="reviewed already by Cora Lindt"):
        review.again(both.world.store, decision, who)


def test_asking_again_judges_again_and_sends_nothing_by_itself(both: Both) -> None:
    who = reviewer(both)
    _, decision, attempt = blocked(both, "Never contact me again.")
    review.again(both.world.store, decision, who)
    assert both.world.state(attempt) is AttemptState.PLANNED
    (outcome,) = asyncio.run(both.world.gate.pass_batch([attempt]))
    assert outcome.state is AttemptState.BLOCKED
    assert both.world.sent() == []


@pytest.mark.parametrize(
    ("proof", "second", "said"),
    [
        ("", "Ana Ruiz", "give the proof"),
        ("their answer of 3 May", "", "name a second person"),
        ("their answer of 3 May", "Cora Lindt", "must be somebody else"),
    ],
)
def test_correcting_what_loosens_needs_proof_and_a_second_person(
    both: Both, proof: str, second: str, said: str
) -> None:
    who = replace(reviewer(both), proof=proof, second=second)
    _, decision, _, point = dead(both)
    with pytest.raises(InputError, match=said):
        review.correct(both.world.store, decision, review.AddressLives(point), who)


def test_a_corrected_fact_is_judged_again(both: Both) -> None:
    who = reviewer(both)
    _, decision, attempt, point = dead(both)
    review.correct(both.world.store, decision, review.AddressLives(point), who)
    (outcome,) = asyncio.run(both.world.gate.pass_batch([attempt]))
    assert outcome.state is AttemptState.ACCEPTED


def test_no_review_undoes_a_plain_stop(both: Both) -> None:
    who = reviewer(both)
    scott, decision, _ = blocked(both, "STOP")
    (said,) = both.house.said(scott)
    only = review.MeansOnly(said.id, (Avoid(Channel.EMAIL),))
    with pytest.raises(InputError, match="a plain stop means what it says"):
        review.correct(both.world.store, decision, only, who)
    assert standing(both.house.said(scott)).refusals_of(Channel.EMAIL)


def test_a_review_permits_nothing_in_somebodys_name(both: Both) -> None:
    who = reviewer(both)
    scott, _, _ = blocked(both, "Please do not write to me again.")
    (said,) = both.house.said(scott)
    only = review.MeansOnly(said.id, (Resume(Channel.EMAIL),))
    with pytest.raises(InputError, match="permits nothing in somebody's name"):
        review.narrow(both.world.store, only, who)


def test_narrowing_an_unsure_reading_keeps_the_words_and_settles_the_question(
    both: Both,
) -> None:
    """CASES 42."""
    who = reviewer(both)
    scott = both.world.person("Scott Reyes")
    taken = both.house.writes(scott, "Step")
    (asked,) = review.questions(both.world.store)
    assert asked.message.id == taken.inbound_id
    (said,) = both.house.said(scott)
    review.narrow(both.world.store, review.MeansOnly(said.id, ()), who)
    (after,) = both.house.said(scott)
    assert after.words == "Step"
    assert not standing([after]).refusals
    assert both.house.row(taken).state is InboundState.READ
    assert review.questions(both.world.store) == []


def test_why_tells_every_rule_their_words_and_the_first_moment(both: Both) -> None:
    _, _, attempt = blocked(both, "Never contact me again.")
    found = review.why(both.world.gate, attempt)
    (reason,) = found.reasons
    objected = {one.rule: one for one in reason.asked if one.because}
    assert objected["do-not-contact"].quotes[0].words == "Never contact me again."
    assert "preferred-channel" in {one.rule for one in reason.asked}
    assert len(reason.sentence.split()) <= 40
    assert found.earliest is None
