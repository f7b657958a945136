"""Promises of our own accord, meetings, and what they asked us for; who may keep them, and when."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.services import keep_promises
from outreach.services.keep_promises import Pledge, WhoKeeps
from outreach.services.listen import hear
from outreach.store import commitments
from policies.channel import Channel
from policies.statement import AtMost, Callback, Refuse, WallTime
from tests.outreach.services.conftest import Both

NEW_YORK = ZoneInfo("America/New_York")
FRIDAY, TEN = date(2026, 11, 27), 600


@pytest.fixture
def maria(both: Both) -> Person:
    both.house.member("Ana Ruiz")
    both.house.member("Ben Okri")
    return both.world.person("Maria Delgado", zone="America/New_York")


def pledged(both: Both, maria: Person, **values: object) -> Commitment:
    given = {"what": "the quote", "at": WallTime(FRIDAY, TEN), "by": "Ana Ruiz", **values}
    pledge = Pledge(maria.id, **given)  # type: ignore[arg-type]
    return keep_promises.make(both.world.store, pledge, [NEW_YORK], both.world.clock.now())


def state(both: Both, promise: Commitment) -> CommitmentState:
    return both.world.store.read(lambda conn: commitments.get(conn, promise.id)).state


def test_a_promise_is_due_on_their_clock_and_the_promisers_to_keep(
    both: Both, maria: Person
) -> None:
    made = pledged(both, maria)
    assert made.due_at == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    assert (made.made_by, made.anyone, made.named_hour) == ("Ana Ruiz", False, True)
    with pytest.raises(InputError, match="Ana Ruiz has time to keep this"):
        keep_promises.take_over(both.world.store, made.id, "Ben Okri", both.world.clock.now())


def test_what_anyone_may_keep_a_colleague_takes_at_once(both: Both, maria: Person) -> None:
    made = pledged(both, maria, who=WhoKeeps.ANYONE)
    taken = keep_promises.take_over(both.world.store, made.id, "Ben Okri", both.world.clock.now())
    assert taken.owner != made.owner


def test_a_promise_can_be_given_to_a_colleague(both: Both, maria: Person) -> None:
    made = pledged(both, maria)
    given = keep_promises.give(
        both.world.store, made.id, "Ben Okri", "Ana Ruiz", both.world.clock.now()
    )
    assert (given.owner != made.owner, given.anyone) == (True, False)


def test_a_promise_that_is_over_or_says_nothing_is_none(both: Both, maria: Person) -> None:
    with pytest.raises(InputError, match="for a later moment"):
        pledged(both, maria, at=WallTime(date(2026, 11, 23)))
    with pytest.raises(InputError, match="say what you promise"):
        pledged(both, maria, what=" ")


def test_a_meeting_is_kept_by_being_held(both: Both, maria: Person) -> None:
    made = pledged(both, maria, kind=CommitmentKind.MEETING, what="at their stand")
    now = both.world.clock.now()
    kept = keep_promises.done(both.world.store, made.id, "Ana Ruiz", "they want two", now)
    assert (kept.state, kept.closed_by) == (CommitmentState.KEPT, "Ana Ruiz")


def test_a_contact_is_not_kept_by_saying_so(both: Both, maria: Person) -> None:
    made = pledged(both, maria, channel=Channel.EMAIL)
    now = both.world.clock.now()
    with pytest.raises(InputError, match="kept by making it"):
        keep_promises.done(both.world.store, made.id, "Ana Ruiz", "", now)


def keep(both: Both, promise: Commitment) -> AttemptState:
    words = ReviewedWords("The quote", "290 dollars.")
    outcome = asyncio.run(
        keep_promises.keep_in_writing(both.world.gate, promise.id, "Ana Ruiz", words)
    )
    return outcome.state


def test_a_promise_of_our_own_is_a_contact_like_any_other(both: Both, maria: Person) -> None:
    made = pledged(both, maria, channel=Channel.EMAIL)
    both.world.word(maria, AtMost(1, 30), words="Once a month is plenty.")
    both.world.expect(both.world.clock.now())
    first = both.world.plan(maria)
    asyncio.run(both.world.gate.pass_batch([first]))
    assert both.world.state(first) is AttemptState.ACCEPTED
    assert keep(both, made) is not AttemptState.ACCEPTED
    assert state(both, made) is CommitmentState.OPEN


def test_what_they_asked_for_passes_a_cap_and_no_refusal(both: Both, maria: Person) -> None:
    """CASES 62."""
    ten = Callback(WallTime(FRIDAY), Channel.EMAIL)
    both.world.word(maria, AtMost(1, 30), words="Once a month is plenty.")
    asyncio.run(both.world.gate.pass_batch([both.world.plan(maria)]))
    taken = hear(both.house.ears, maria.id, "Write to me on Friday.", "Ana Ruiz", callback=ten)
    (promise,) = taken.done.recorded[0].promises
    asked = both.world.store.read(lambda conn: commitments.get(conn, promise))
    assert (asked.kind, asked.channel) == (CommitmentKind.CALLBACK, Channel.EMAIL)
    both.world.expect(datetime(2026, 11, 27, 17, 0, tzinfo=UTC))
    assert keep(both, asked) is AttemptState.ACCEPTED
    assert state(both, asked) is CommitmentState.KEPT


def test_whoever_refuses_is_kept_no_promise(both: Both, maria: Person) -> None:
    """CASES 62."""
    made = pledged(both, maria, channel=Channel.EMAIL)
    both.world.word(maria, Refuse(None), words="Never write to me again.")
    assert keep(both, made) is AttemptState.BLOCKED
    assert state(both, made) is CommitmentState.OPEN


def test_an_overdue_promise_is_its_owners_first_and_then_anybodys(
    both: Both, maria: Person
) -> None:
    made = pledged(both, maria)
    due, store = made.due_at, both.world.store
    assert keep_promises.offer_overdue(store, due, timedelta(hours=2)) == []
    assert state(both, made) is CommitmentState.BROKEN
    assert (
        keep_promises.offer_overdue(store, due + timedelta(minutes=119), timedelta(hours=2)) == []
    )
    later = due + timedelta(hours=2)
    assert keep_promises.offer_overdue(store, later, timedelta(hours=2)) == [made.id]
    (one,) = keep_promises.owed(store, later)
    assert (one.promise.anyone, one.promise.offered_at, one.keeper) == (True, later, None)
    assert one.owner is not None
    assert one.owner.name == "Ana Ruiz"
    assert keep_promises.offer_overdue(store, later, timedelta(hours=2)) == []
