"""Promises are somebody's, in time; overdue ones are anybody's; keeping one passes the gate."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from outreach.domain.attempts import Attempt, ReviewedWords
from outreach.domain.calls import CameOf, Ended
from outreach.domain.commitments import Commitment, CommitmentState
from outreach.domain.keeping import keeps
from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.gate.pressing import press
from outreach.services import keep_promises
from outreach.services.listen import call_ended
from outreach.store import attempts, commitments, ledger, notes
from tests.outreach.services.conftest import Both

FOUR_WEEKS_ON = datetime(2026, 12, 22, 16, 0, tzinfo=UTC)


def promised(both: Both, words: str = "Call me in 4 weeks and I will order.") -> Person:
    both.house.member("Ana Ruiz")
    both.house.member("Ben Okri")
    maria = both.world.person("Maria Delgado", zone="America/New_York")
    both.house.writes(maria, words)
    return maria


def only(both: Both, person: Person) -> Commitment:
    (found,) = both.world.store.read(lambda conn: commitments.of(conn, person.id))
    return found


def open_of(both: Both, person: Person) -> list[Attempt]:
    return both.world.store.read(lambda conn: attempts.open_of(conn, [person.id]))


def test_a_promise_shows_to_whom_when_and_in_whose_words(both: Both) -> None:
    promised(both)
    (one,) = keep_promises.owed(both.world.store, both.world.clock.now())
    assert one.person.name == "Maria Delgado"
    assert one.words == "Call me in 4 weeks and I will order."
    assert one.promise.due_at == datetime(2026, 12, 22, 5, 0, tzinfo=UTC)
    assert not one.overdue


def test_a_number_in_their_words_waits_for_the_press(both: Both) -> None:
    promised(both, "Call me in 4 weeks and I will order. (702) 555-0001")
    (one,) = keep_promises.owed(both.world.store, both.world.clock.now())
    assert one.words == "Call me in 4 weeks and I will order. (number hidden)"


def test_nothing_is_overdue_before_the_day_is_over(both: Both) -> None:
    promised(both)
    assert keep_promises.offer_overdue(both.world.store, FOUR_WEEKS_ON) == []


def test_an_overdue_promise_is_offered_to_all_and_can_still_be_taken(both: Both) -> None:
    maria = promised(both)
    late = FOUR_WEEKS_ON + timedelta(days=1)
    (offered,) = keep_promises.offer_overdue(both.world.store, late)
    assert only(both, maria).state is CommitmentState.BROKEN
    assert only(both, maria).anyone
    taken = keep_promises.take_over(both.world.store, offered, "Ben Okri", late)
    assert taken.owner is not None
    assert not taken.anyone
    assert keep_promises.offer_overdue(both.world.store, late) == []


def test_a_promised_call_is_judged_when_it_is_pressed_and_kept_when_it_was_made(
    both: Both,
) -> None:
    """CASES 62: nothing but the promise lets anybody call during the pause."""
    maria = promised(both)
    both.world.expect(FOUR_WEEKS_ON)
    promise = only(both, maria).id
    pressed = asyncio.run(keep_promises.keep_by_call(both.world.gate, promise, "Ana Ruiz"))
    assert pressed.granted, pressed.explanation
    assert only(both, maria).state is CommitmentState.OPEN
    told = Ended(pressed.outcome.attempt_id, CameOf.CONNECTED, "Ana Ruiz")
    call_ended(both.house.ears, told)
    assert only(both, maria).state is CommitmentState.KEPT


def test_a_promised_call_before_its_day_is_refused(both: Both) -> None:
    """CASES 62."""
    maria = promised(both)
    pressed = asyncio.run(
        keep_promises.keep_by_call(both.world.gate, only(both, maria).id, "Ana Ruiz")
    )
    assert not pressed.granted
    assert "Call me in 4 weeks" in pressed.explanation


def test_a_call_is_no_letter_and_a_refused_try_leaves_nothing_in_the_book(both: Both) -> None:
    maria = promised(both)
    both.world.expect(FOUR_WEEKS_ON)
    words = ReviewedWords("As you asked", "Here I am.")
    with pytest.raises(InputError, match="a call was promised: leave --text away"):
        asyncio.run(
            keep_promises.keep_in_writing(both.world.gate, only(both, maria).id, "Ana Ruiz", words)
        )
    assert open_of(both, maria) == []


def test_a_promised_call_that_may_not_be_made_yet_leaves_nothing_in_the_book(both: Both) -> None:
    maria = promised(both)
    asyncio.run(keep_promises.keep_by_call(both.world.gate, only(both, maria).id, "Ana Ruiz"))
    assert open_of(both, maria) == []


def test_what_else_was_to_keep_a_promise_is_withdrawn_once_it_is_kept(both: Both) -> None:
    maria = promised(both)
    both.world.expect(FOUR_WEEKS_ON)
    promise = only(both, maria)
    pressed = asyncio.run(keep_promises.keep_by_call(both.world.gate, promise.id, "Ana Ruiz"))
    another = keeps(promise, "a_another", "Ben Okri", FOUR_WEEKS_ON)
    both.world.store.write(lambda conn: attempts.add(conn, another))
    call_ended(both.house.ears, Ended(pressed.outcome.attempt_id, CameOf.CONNECTED, "Ana Ruiz"))
    assert open_of(both, maria) == []
    with pytest.raises(InputError, match="cannot be pressed: it is withdrawn"):
        asyncio.run(press(both.world.gate, another.id, "Ben Okri"))


def test_a_refusal_said_since_takes_the_promise_back(both: Both) -> None:
    maria = promised(both)
    promise = only(both, maria).id
    both.house.writes(maria, "Never contact me again.")
    both.world.expect(FOUR_WEEKS_ON)
    with pytest.raises(InputError, match="released already"):
        asyncio.run(keep_promises.keep_by_call(both.world.gate, promise, "Ana Ruiz"))


def test_what_they_asked_for_is_answered_and_not_merely_ticked_off(both: Both) -> None:
    maria = promised(both, "Could you email me the pricing?")
    words = ReviewedWords("Prices", "290 dollars.")
    with pytest.raises(InputError, match="outreach answer"):
        asyncio.run(
            keep_promises.keep_in_writing(both.world.gate, only(both, maria).id, "Ana Ruiz", words)
        )


def test_a_promise_is_released_for_a_reason_alone(both: Both) -> None:
    maria = promised(both)
    store, now, promise = both.world.store, both.world.clock.now(), only(both, maria).id
    with pytest.raises(InputError, match="for a reason"):
        keep_promises.release(store, promise, " ", "Ana Ruiz", now)
    keep_promises.release(store, promise, "ordered on our page", "Ana Ruiz", now)
    assert only(both, maria).state is CommitmentState.RELEASED


def test_the_reason_for_a_release_is_a_note_and_no_words_in_the_ledger(both: Both) -> None:
    maria = promised(both)
    store, now, promise = both.world.store, both.world.clock.now(), only(both, maria).id
    keep_promises.release(store, promise, "her mother is ill", "Ana Ruiz", now)
    (kept,) = store.read(lambda conn: notes.of(conn, maria.id))
    assert "her mother is ill" in kept.text
    told = store.read(lambda conn: ledger.entries_of(conn, [promise]))
    assert told
    assert "ill" not in str([entry["body"] for entry in told])
