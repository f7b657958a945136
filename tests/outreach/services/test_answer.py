"""A human's answer passes the same gate, closes the request, and ends what it interrupted."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.domain.commitments import CommitmentState
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.answer import Answer, answer
from outreach.store import commitments, enrollments, inbound, sequences
from policies.channel import Channel, Purpose
from policies.verdict import Block
from tests.outreach.services.conftest import Both

PRICES = Answer("Ana Ruiz", ReviewedWords("Re: maps", "290 dollars a month."))
ASKS = "Because of extensive travel I'm not able to do phone, could you email me the pricing?"


def traveller(both: Both, words: str = ASKS) -> Person:
    both.house.member("Ana Ruiz")
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, words)
    both.world.listen()
    return scott


def enrolled(both: Both, person: Person) -> str:
    """Put a person into a sequence whose first step is planned."""
    now = both.world.clock.now()

    def work(conn: Connection) -> str:
        row = sequences.add(conn, "spring", 1, Purpose.MARKETING, [], now)
        one = Enrollment(new_id("e"), person.id, row.id, "Ana Ruiz", now, next_step=1)
        enrollments.add_many(conn, [one])
        return one.id

    return both.world.store.write(work)


def state_of(both: Both, enrollment: str) -> EnrollmentState:
    return both.world.store.read(lambda conn: enrollments.get(conn, enrollment)).state


def test_an_answer_goes_by_the_channel_they_asked_for_and_closes_their_request(
    both: Both,
) -> None:
    scott = traveller(both)
    outcome = asyncio.run(answer(both.world.gate, scott.id, PRICES))
    assert outcome.state is AttemptState.ACCEPTED
    assert both.world.sent(Channel.EMAIL) == [outcome.attempt_id]
    (promise,) = both.world.store.read(lambda conn: commitments.of(conn, scott.id))
    assert promise.state is CommitmentState.KEPT
    (letter,) = both.world.store.read(lambda conn: inbound.of(conn, scott.id))
    assert letter.answered_by == "Ana Ruiz"


def test_an_answer_ends_the_sequence_and_withdraws_its_next_step(both: Both) -> None:
    scott = traveller(both)
    spring = enrolled(both, scott)
    step = both.world.plan(scott, Channel.EMAIL, enrollment_id=spring, step=1)
    both.world.later(timedelta(seconds=1))
    asyncio.run(answer(both.world.gate, scott.id, PRICES))
    assert state_of(both, spring) is EnrollmentState.ENDED
    assert both.world.state(step) is AttemptState.WITHDRAWN


def test_a_rep_may_let_the_sequence_go_on(both: Both) -> None:
    scott = traveller(both)
    spring = enrolled(both, scott)
    both.world.plan(scott, Channel.EMAIL, enrollment_id=spring, step=1)
    given = Answer("Ana Ruiz", ReviewedWords("Re: maps", "Gladly."), resume=True)
    asyncio.run(answer(both.world.gate, scott.id, given))
    one = both.world.store.read(lambda conn: enrollments.get(conn, spring))
    assert one.state is EnrollmentState.ACTIVE
    assert one.next_due_at is not None


def test_an_answer_never_passes_a_refusal(both: Both) -> None:
    """CASES 10: the reply composer is gated like everything else."""
    scott = traveller(both, "Please remove me and never contact me again.")
    outcome = asyncio.run(answer(both.world.gate, scott.id, PRICES))
    assert isinstance(outcome.verdict, Block)
    assert "never contact me again" in outcome.sentence or outcome.sentence
    assert both.world.sent(Channel.EMAIL) == []


def test_a_stop_by_email_is_not_answered_by_text(both: Both) -> None:
    scott = traveller(both, "STOP")
    given = replace(PRICES, channel=Channel.SMS)
    with pytest.raises(InputError, match=r"asked us to stop .* not answered by text"):
        asyncio.run(answer(both.world.gate, scott.id, given))
    assert both.world.sent(Channel.SMS) == []


def test_who_stops_our_emails_and_would_rather_have_texts_is_answered_by_text(both: Both) -> None:
    scott = traveller(both, "Stop emailing me. Text me instead.")
    outcome = asyncio.run(answer(both.world.gate, scott.id, replace(PRICES, channel=Channel.SMS)))
    assert both.world.sent(Channel.SMS) == [outcome.attempt_id]


def test_where_nobody_wrote_there_is_nothing_to_answer(both: Both) -> None:
    both.house.member("Ana Ruiz")
    scott = both.world.person("Scott Reyes")
    with pytest.raises(InputError, match="nothing that Scott Reyes wrote waits"):
        asyncio.run(answer(both.world.gate, scott.id, PRICES))


def test_an_answer_needs_words(both: Both) -> None:
    scott = traveller(both)
    with pytest.raises(InputError, match="needs words"):
        asyncio.run(answer(both.world.gate, scott.id, Answer("Ana Ruiz")))


def test_one_answer_closes_whatever_they_asked_for_before(both: Both) -> None:
    scott = traveller(both)
    both.house.writes(scott, "And could you email me a sample?")
    both.world.listen()
    asyncio.run(answer(both.world.gate, scott.id, PRICES))
    assert both.world.store.read(lambda conn: commitments.owed(conn, person_id=scott.id)) == []
