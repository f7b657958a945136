"""What came of a call is in effect at once, with all that follows from it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.calls import CameOf, Ended, wish_of
from outreach.domain.commitments import CommitmentState
from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.gate.pressing import press
from outreach.services import keep_promises
from outreach.services.listen import Taken, call_ended, hear, take, take_back, when_typed
from outreach.services.listen.inbox import receive
from outreach.store import bars, commitments, history, inbound, ledger, notes, points
from outreach.store.inbound import InboundState
from outreach.store.unit import Store
from policies.channel import Channel
from policies.facts import PointState
from policies.preferences import standing
from policies.statement import Avoid, Callback, Prefer, Quiet, Refuse, Source, WallTime, When
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import build

NEW_YORK = "America/New_York"


@pytest.fixture
def scott(both: Both) -> Person:
    both.house.member("Ana Ruiz")
    return both.world.person("Scott Reyes", zone=NEW_YORK)


def made(both: Both, person: Person) -> str:
    """A call that Ana pressed, and whose number she was shown."""
    call = both.world.plan(person, Channel.PHONE, state=AttemptState.QUEUED)
    assert asyncio.run(press(both.world.gate, call, "Ana Ruiz")).granted
    return call


def ended(
    both: Both,
    call: str,
    what: CameOf,
    words: str = "",
    *,
    at: When | None = None,
    channel: Channel | None = None,
    only_calls: bool = False,
) -> Taken:
    wish = wish_of(what, at=at, channel=channel, only_calls=only_calls)
    return call_ended(both.house.ears, Ended(call, what, "Ana Ruiz", words, wish))


def outcome(both: Both, call: str) -> str | None:
    code = both.world.row(call)["outcome_code"]
    return str(code) if code else None


@pytest.mark.parametrize("what", [CameOf.VOICEMAIL, CameOf.NO_ANSWER])
def test_a_call_counts_whether_anybody_answered_or_not(
    both: Both, scott: Person, what: CameOf
) -> None:
    """CASES 61."""
    call = made(both, scott)
    ended(both, call, what)
    assert outcome(both, call) == what
    assert both.world.row(call)["sending_since"] is not None
    assert both.house.said(scott) == []


def test_a_stop_on_the_phone_withdraws_everything_at_once(both: Both, scott: Person) -> None:
    """CASES 10."""
    mail, call = both.world.plan(scott), made(both, scott)
    taken = ended(both, call, CameOf.DO_NOT_CONTACT, "Take me off your list.")
    assert both.world.state(mail) is AttemptState.WITHDRAWN
    (said,) = both.house.said(scott)
    assert (said.words, said.source, said.proven) == (
        "Take me off your list.",
        Source.REP_NOTE,
        False,
    )
    assert standing([said]).refusals_of(Channel.EMAIL)
    assert taken.done.recorded[0].confirmation is None, "nobody is rung to confirm a stop"


def test_a_stop_on_the_phone_is_in_effect_on_both_databases(store: Store) -> None:
    world = World(store)
    house = build(store, world.clock, world.gate.stopped)
    house.member("Ana Ruiz")
    scott = world.person("Scott Reyes")
    mail = world.plan(scott)
    call = made(Both(world, house), scott)
    house.writes(scott, "Call me in 4 weeks.")
    ended(Both(world, house), call, CameOf.DO_NOT_CONTACT)
    assert world.state(mail) is AttemptState.WITHDRAWN
    assert house.promises(scott) == []


def test_a_stop_without_words_says_how_it_was_heard(both: Both, scott: Person) -> None:
    ended(both, made(both, scott), CameOf.DO_NOT_CONTACT)
    (said,) = both.house.said(scott)
    assert said.words == "(on the phone: no contact at all)"


def test_a_stop_of_calls_alone_leaves_letters_to_be_judged(both: Both, scott: Person) -> None:
    mail, call = both.world.plan(scott), made(both, scott)
    ended(both, call, CameOf.DO_NOT_CONTACT, only_calls=True)
    (said,) = both.house.said(scott)
    assert [one.meaning for one in said.meanings] == [Refuse(Channel.PHONE)]
    assert both.world.state(mail) is AttemptState.PLANNED


def test_a_stop_on_the_phone_binds_whoever_shares_the_number(both: Both, scott: Person) -> None:
    """CASES 28."""
    (number,) = {
        one.address
        for one in both.world.store.read(lambda conn: points.of(conn, scott.id))
        if one.channel is Channel.PHONE
    }
    lucy = both.world.person("Lucy Reyes", addresses=("lucy@people.example", number))
    ended(both, made(both, scott), CameOf.DO_NOT_CONTACT)
    call = both.world.plan(lucy, Channel.PHONE, state=AttemptState.QUEUED)
    assert not asyncio.run(press(both.world.gate, call, "Ana Ruiz")).granted


def test_another_time_is_a_pause_and_a_promise_on_that_reps_list(both: Both, scott: Person) -> None:
    call = made(both, scott)
    friday = when_typed(both.house.ears, scott.id, "2026-12-04T10:00")
    ended(both, call, CameOf.CALL_BACK, at=friday)
    (promise,) = both.house.promises(scott)
    assert promise.due_at == datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
    assert (promise.named_hour, promise.proven, promise.channel) == (True, False, Channel.PHONE)
    again = both.world.plan(scott)
    asyncio.run(both.world.gate.pass_batch([again]))
    assert "paused" in both.world.decisions(again)[0]["rules"]


def test_what_was_noted_of_a_promise_is_put_into_writing(both: Both, scott: Person) -> None:
    """The pause they asked for binds everything but this."""
    letter = both.house.writes(scott, "Does it run on Linux?")
    at = when_typed(both.house.ears, scott.id, "in four weeks")
    call = made(both, scott)
    taken = ended(both, call, CameOf.CALL_BACK, at=at)
    (receipt,) = [one.confirmation for one in taken.done.recorded]
    assert receipt is not None
    asyncio.run(both.world.gate.pass_batch([receipt]))
    assert both.world.sent() == [receipt]
    (promise,) = both.house.promises(scott)
    assert promise.state is CommitmentState.OPEN
    assert both.house.row(letter).answered_by == "Ana Ruiz", "she spoke with him"


def test_no_machine_writes_a_receipt_where_a_human_owes_an_answer(
    both: Both, scott: Person
) -> None:
    both.house.writes(scott, "Does it run on Linux?")
    taken = hear(both.house.ears, scott.id, "Call me in 4 weeks.", "Ana Ruiz")
    (receipt,) = [one.confirmation for one in taken.done.recorded]
    assert receipt is not None
    asyncio.run(both.world.gate.pass_batch([receipt]))
    assert "conversation-open" in both.world.decisions(receipt)[0]["rules"]


def test_who_stops_us_is_promised_nothing_in_writing(both: Both, scott: Person) -> None:
    words = "Call me in 4 weeks? No: never contact me again."
    taken = ended(both, made(both, scott), CameOf.DO_NOT_CONTACT, words)
    assert [one.confirmation for one in taken.done.recorded] == [None]


def test_another_channel_is_a_wish_noted_by_the_rep(both: Both, scott: Person) -> None:
    ended(both, made(both, scott), CameOf.PREFERS, "Just write to me.", channel=Channel.EMAIL)
    (said,) = both.house.said(scott)
    meanings = [one.meaning for one in said.meanings]
    assert meanings[:2] == [Avoid(Channel.PHONE), Prefer(Channel.EMAIL)]
    call = both.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
    refused = asyncio.run(press(both.world.gate, call, "Ana Ruiz"))
    assert "Just write to me." in refused.explanation


def test_a_wish_we_cannot_grant_asks_for_an_address(both: Both, scott: Person) -> None:
    tom = both.world.person("Tom Okafor", addresses=("+17025550777",))
    call = made(both, tom)
    taken = ended(both, call, CameOf.PREFERS, channel=Channel.EMAIL)
    assert taken.state is InboundState.UNCLEAR
    assert "by email, and we have no address" in taken.done.question


def test_their_words_are_read_beside_the_key(both: Both, scott: Person) -> None:
    """CASES 10."""
    ended(both, made(both, scott), CameOf.CONNECTED, "Gladly, but never ring me before noon.")
    (said,) = both.house.said(scott)
    assert any(isinstance(one.meaning, Quiet) for one in said.meanings)


def test_a_time_by_key_is_not_read_out_of_the_words_again(both: Both, scott: Person) -> None:
    at = WallTime(datetime(2026, 12, 4, tzinfo=UTC).date(), 600)
    ended(both, made(both, scott), CameOf.CALL_BACK, "Call me on Friday at ten.", at=at)
    (said,) = both.house.said(scott)
    assert [one.meaning for one in said.meanings if isinstance(one.meaning, Callback)] == [
        Callback(at)
    ]


def test_a_call_that_was_promised_keeps_the_promise_once_they_answer(
    both: Both, scott: Person
) -> None:
    """CASES 62."""
    both.house.writes(scott, "Call me in 4 weeks and I will order.")
    both.world.expect(datetime(2026, 12, 22, 16, 0, tzinfo=UTC))
    (promise,) = both.world.store.read(lambda conn: commitments.of(conn, scott.id))
    gate = both.world.gate
    for what, kept in ((CameOf.NO_ANSWER, False), (CameOf.CONNECTED, True)):
        pressed = asyncio.run(keep_promises.keep_by_call(gate, promise.id, "Ana Ruiz"))
        ended(both, pressed.outcome.attempt_id, what)
        (now_is,) = both.world.store.read(lambda conn: commitments.of(conn, scott.id))
        assert (now_is.state is CommitmentState.KEPT) == kept
        both.world.later(timedelta(minutes=5))


def test_talking_to_them_answers_what_they_wrote(both: Both, scott: Person) -> None:
    taken = both.house.writes(scott, "Does it run on Linux?")
    ended(both, made(both, scott), CameOf.CONNECTED)
    assert both.house.row(taken).answered_by == "Ana Ruiz"


def test_a_voicemail_answers_nothing(both: Both, scott: Person) -> None:
    taken = both.house.writes(scott, "Does it run on Linux?")
    ended(both, made(both, scott), CameOf.VOICEMAIL)
    assert both.house.row(taken).answered_at is None


def test_a_wrong_number_is_used_no_more_for_calls_or_texts(both: Both, scott: Person) -> None:
    ended(both, made(both, scott), CameOf.WRONG_NUMBER)
    states = {
        one.channel: one.state
        for one in both.world.store.read(lambda conn: points.of(conn, scott.id))
    }
    assert states == {
        Channel.EMAIL: PointState.OK,
        Channel.SMS: PointState.WRONG_PERSON,
        Channel.PHONE: PointState.WRONG_PERSON,
    }


def test_a_wrong_number_that_others_have_too_is_a_question(both: Both, scott: Person) -> None:
    reached = both.world.store.read(lambda conn: points.of(conn, scott.id))
    lucy = both.world.person("Lucy Reyes", addresses=(reached[-1].address,))
    taken = ended(both, made(both, scott), CameOf.WRONG_NUMBER)
    assert taken.state is InboundState.UNCLEAR
    assert "another person on file has" in taken.done.question
    hers = both.world.store.read(lambda conn: points.of(conn, lucy.id))
    assert {one.state for one in hers} == {PointState.OK}


def test_a_strangers_words_are_not_put_into_their_mouth(both: Both, scott: Person) -> None:
    ended(both, made(both, scott), CameOf.WRONG_NUMBER, "Never call this number again!")
    assert both.house.said(scott) == []
    (note,) = both.world.store.read(lambda conn: notes.of(conn, scott.id))
    assert "Never call this number again!" in note.text
    number = both.world.store.read(lambda conn: points.of(conn, scott.id))[-1].folded
    assert both.world.store.read(lambda conn: bars.binding(conn, folded=[number])).points


def test_the_story_tells_what_came_of_it(both: Both, scott: Person) -> None:
    ended(both, made(both, scott), CameOf.VOICEMAIL)
    story = both.world.store.read(lambda conn: history.story(conn, scott.id))
    assert story[-1].told == "Ana Ruiz was shown the number to call: voicemail"


def test_a_mistyped_voicemail_is_taken_back(both: Both, scott: Person) -> None:
    call = made(both, scott)
    ended(both, call, CameOf.VOICEMAIL)
    assert take_back(both.house.ears, call, "Ana Ruiz") is CameOf.VOICEMAIL
    assert outcome(both, call) is None
    ended(both, call, CameOf.CONNECTED)
    assert outcome(both, call) == "connected"
    kinds = [
        one["kind"]
        for one in both.world.store.read(lambda conn: ledger.entries_of(conn, [call]))
        if "call" in one["kind"]
    ]
    assert kinds == ["call ended", "call ending taken back", "call ended"]


@pytest.mark.parametrize("what", [CameOf.DO_NOT_CONTACT, CameOf.WRONG_NUMBER])
def test_what_restricts_is_taken_back_by_a_review_alone(
    both: Both, scott: Person, what: CameOf
) -> None:
    call = made(both, scott)
    ended(both, call, what)
    with pytest.raises(InputError, match="not taken back by a key"):
        take_back(both.house.ears, call, "Ana Ruiz")
    assert outcome(both, call) == what


def test_a_kept_promise_is_not_taken_back(both: Both, scott: Person) -> None:
    both.house.writes(scott, "Does it run on Linux?")
    call = made(both, scott)
    ended(both, call, CameOf.CONNECTED)
    with pytest.raises(InputError, match="answered what they wrote"):
        take_back(both.house.ears, call, "Ana Ruiz")


def test_nothing_is_said_twice_of_a_call_but_what_restricts(both: Both, scott: Person) -> None:
    call = made(both, scott)
    ended(both, call, CameOf.CONNECTED)
    with pytest.raises(InputError, match="`connected` was said of this call"):
        ended(both, call, CameOf.VOICEMAIL)
    ended(both, call, CameOf.DO_NOT_CONTACT)
    assert standing(both.house.said(scott)).refusals_of(Channel.SMS)


def test_nothing_came_of_a_call_that_nobody_made(both: Both, scott: Person) -> None:
    call = both.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
    with pytest.raises(InputError, match="no call that was made"):
        ended(both, call, CameOf.CONNECTED)


def test_a_crash_between_key_and_effect_loses_nothing(both: Both, scott: Person) -> None:
    mail, call = both.world.plan(scott), made(both, scott)
    told = Ended(call, CameOf.DO_NOT_CONTACT, "Ana Ruiz", wish=wish_of(CameOf.DO_NOT_CONTACT))
    kept = receive(both.house.ears, told.raw(), "call", "k_1")
    assert kept is not None
    take(both.house.ears, kept)
    assert both.world.state(mail) is AttemptState.WITHDRAWN
    assert both.world.store.read(lambda conn: inbound.get(conn, kept)).state is InboundState.READ


@pytest.mark.parametrize(
    ("what", "asks"), [(CameOf.CALL_BACK, "say when"), (CameOf.PREFERS, "`email` or `sms`")]
)
def test_a_key_that_needs_more_says_what(what: CameOf, asks: str) -> None:
    with pytest.raises(InputError, match=asks):
        wish_of(what)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("tomorrow 14:30", "2026-11-24 14:30"),
        ("Fri 10:00", "2026-11-27 10:00"),
        ("2026-12-01T10:00", "2026-12-01 10:00"),
        ("2026-12-01", "2026-12-01"),
        ("16:00", "2026-11-23 16:00"),
    ],
)
def test_a_time_is_typed_on_their_clock(both: Both, scott: Person, typed: str, means: str) -> None:
    both.world.expect(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    at = when_typed(both.house.ears, scott.id, typed)
    assert isinstance(at, WallTime)
    hour = "" if at.minute is None else f" {at.minute // 60:02}:{at.minute % 60:02}"
    assert f"{at.day}{hour}" == means


@pytest.mark.parametrize("typed", ["blue", "2020-01-01", ""])
def test_what_is_no_time_to_come_is_refused(both: Both, scott: Person, typed: str) -> None:
    with pytest.raises(InputError):
        when_typed(both.house.ears, scott.id, typed)
