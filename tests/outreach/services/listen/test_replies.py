"""A reply is kept, understood, and obeyed in one transaction."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Connection

from channels.email.wire.tokens import Use
from outreach.domain.attempts import AttemptState
from outreach.listening.reading import Heard, ReaderContext, Reading
from outreach.services.listen import Taken
from outreach.store.inbound import InboundKind, InboundState
from policies.channel import Channel, Purpose
from policies.preferences import standing
from policies.statement import Avoid, Prefer, Refuse, Request, Source
from tests.outreach.services.houses import House

TRAVELLER = "Because of extensive travel I'm not able to do phone, could you email me the pricing?"


def test_a_travellers_reply_becomes_statement_preference_and_promise(house: House) -> None:
    """CASES 34."""
    ana, scott = house.member("Ana Ruiz"), house.person("Scott Reyes", "scott@kestrel.example")
    sent = house.attempt(scott, state=AttemptState.ACCEPTED, by=ana.name)
    taken = house.writes(scott, TRAVELLER, sent)
    (said,) = house.said(scott)
    assert said.words == TRAVELLER
    assert said.proven
    assert {type(one.meaning) for one in said.meanings} == {Avoid, Prefer, Request}
    (promise,) = house.promises(scott)
    assert promise.owner == ana.id
    assert promise.due_at == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    assert taken.kind is InboundKind.REPLY
    assert house.row(taken).statement_id == said.id


def test_a_queued_call_is_judged_afresh_after_any_reply(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example", "+17025550142")
    call = house.attempt(scott, Channel.PHONE, AttemptState.QUEUED)
    house.writes(scott, TRAVELLER)
    assert house.state(call) is AttemptState.PLANNED


def test_a_stop_without_a_channel_withdraws_everything_for_that_person_alone(
    house: House,
) -> None:
    """CASES 13."""
    scott = house.person("Scott Reyes", "scott@kestrel.example", organisation="Kestrel")
    dana = house.person("Dana Fox", "dana@kestrel.example", organisation="Kestrel")
    his, hers = house.attempt(scott), house.attempt(dana)
    house.writes(scott, "Please remove me, and never contact me again.")
    assert house.state(his) is AttemptState.WITHDRAWN
    assert house.state(hers) is AttemptState.PLANNED


def test_a_stop_for_the_whole_company_withdraws_for_everybody_there(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example", organisation="Kestrel")
    dana = house.person("Dana Fox", "dana@kestrel.example", organisation="Kestrel")
    hers = house.attempt(dana)
    house.writes(scott, "Please stop contacting our company.")
    assert house.state(hers) is AttemptState.WITHDRAWN


def test_a_stop_by_email_stops_texts_too(house: House) -> None:
    """CASES 35."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    text = house.attempt(scott, Channel.SMS)
    house.writes(scott, "Please remove me, I've asked three times.")
    assert house.state(text) is AttemptState.WITHDRAWN
    assert standing(house.said(scott)).refusals_of(Channel.SMS)


def test_our_own_quoted_footer_is_not_their_word(house: House) -> None:
    """CASES 37."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.writes(
        scott,
        "Thanks, let us speak next week.\n\nOn Mon, 23 Nov 2026, Ana Ruiz wrote:\n"
        "> Shall we talk?\n> Reply STOP to opt out, or unsubscribe here.\n",
    )
    assert not standing(house.said(scott)).refusals


def test_an_unsure_reading_binds_at_once_and_asks_a_human(house: House) -> None:
    """CASES 42."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    planned = house.attempt(scott)
    taken = house.writes(scott, "Step")
    assert taken.state is InboundState.UNCLEAR
    assert taken.done.question == "one letter from stop"
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)
    assert taken.done.recorded[0].confirmation is None
    assert house.state(planned) is AttemptState.PLANNED


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("I see. " * 3_000 + "So never write to me again.", "too long to be read to its end"),
        ("Fine.\n\n" + "> and so on\n" * 3_000, ""),
        ("I see.", ""),
    ],
)
def test_what_is_too_long_to_be_read_whole_is_read_to_its_end_by_a_human(
    house: House, words: str, asks: str
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    taken = house.writes(scott, words)
    assert asks in taken.done.question
    assert (taken.state is InboundState.UNCLEAR) == bool(asks)


def test_a_mail_none_of_whose_words_were_read_asks_a_human(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    letter = house.letter("scott@kestrel.example", "Stop.", references="<a@b> " * 100_000)
    taken = house.hears(letter)
    assert taken is not None
    assert "none of its words were read" in taken.done.question
    assert house.said(scott)


def test_a_wish_for_what_a_stop_forbids_asks_a_human_whether_it_is_taken_back(house: House) -> None:
    """CASES 42."""
    scott = house.person("Scott Reyes", "scott@kestrel.example", "+17025550142")
    house.writes(scott, "Please stop calling me.")
    house.clock.advance(timedelta(hours=1))
    taken = house.writes(scott, "You may call me.")
    assert taken.state is InboundState.UNCLEAR
    assert taken.done.question == (
        "asks for a call, which an earlier stop forbids: is it taken back?"
    )
    assert standing(house.said(scott)).refusals_of(Channel.PHONE)


def test_a_wish_that_takes_its_stop_back_asks_nobody(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example", "+17025550142")
    house.writes(scott, "Please stop calling me.")
    house.clock.advance(timedelta(hours=1))
    assert not house.writes(scott, "You can call me again.").done.question
    assert not house.writes(scott, "Please call me rather than writing.").done.question


def test_an_unproven_permission_lifts_nothing(house: House) -> None:
    """CASES 42."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.writes(scott, "stop")
    house.clock.advance(timedelta(hours=1))
    taken = house.hears(
        house.letter("scott@kestrel.example", "You may email me again.", vouched=False)
    )
    assert taken is not None
    assert taken.state is InboundState.UNCLEAR
    assert "nothing proves" in taken.done.question
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_an_alias_in_the_thread_speaks_for_the_person_but_proves_nothing(house: House) -> None:
    """CASES 36."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = house.attempt(scott, state=AttemptState.ACCEPTED)
    house.hears(house.letter("assistant@elsewhere.example", "Stop.", to_attempt=sent))
    (said,) = house.said(scott)
    assert not said.proven
    assert standing([said]).refusals_of(Channel.EMAIL)


def test_a_tagged_address_is_recognised_as_the_persons(house: House) -> None:
    """CASES 36."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.hears(house.letter("scott+news@kestrel.example", "Stop."))
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_whoever_answers_a_forwarded_mail_with_stop_is_stopped_too(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    dana = house.person("Dana Fox", "dana@kestrel.example")
    sent = house.attempt(scott, state=AttemptState.ACCEPTED)
    house.hears(house.letter("dana@kestrel.example", "Stop.", to_attempt=sent))
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)
    assert standing(house.said(dana)).refusals_of(Channel.EMAIL)


def test_a_second_delivery_changes_nothing(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    raw = house.letter("scott@kestrel.example", "Stop.")
    assert house.hears(raw, "mail/1") is not None
    before = house.version(scott)
    assert house.hears(raw, "mail/1") is None
    assert len(house.said(scott)) == 1
    assert house.version(scott) == before


def test_what_was_kept_before_a_crash_is_read_once_after_it(house: House) -> None:
    """Law 9: the raw message is committed before anybody reads it."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    waiting = house.arrives(house.letter("scott@kestrel.example", "Stop."))
    assert house.unread() == [waiting]
    assert house.takes(waiting) is not None
    assert house.takes(waiting) is None
    assert house.unread() == []
    assert len(house.said(scott)) == 1


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\x00", b"nothing like a mail"])
def test_what_cannot_be_read_is_set_aside_and_the_rest_flows(house: House, raw: bytes) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    bad = house.hears(raw)
    house.writes(scott, "Stop.")
    assert bad is not None
    assert bad.state is InboundState.FAILED
    assert house.row(bad).failed_because
    assert len(house.said(scott)) == 1


def test_words_that_break_the_reader_act_as_a_stop_until_somebody_looks(house: House) -> None:
    """Law 2 for listening: what fails objects."""

    def broken(heard: Heard, context: ReaderContext) -> Reading:
        msg = "no"
        raise RuntimeError(msg)

    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.ears = replace(house.ears, read=broken)
    taken = house.writes(scott, "a text that nobody foresaw")
    assert taken.state is InboundState.UNCLEAR
    assert standing(house.said(scott)).refusals_of(Channel.PHONE)


def test_a_stop_earns_one_confirmation_and_never_a_second(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    first = house.writes(scott, "stop")
    second = house.writes(scott, "stop!")
    confirmation = first.done.recorded[0].confirmation
    assert confirmation is not None
    assert second.done.recorded[0].confirmation is None
    attempt = house.attempt_of(confirmation)
    assert attempt.purpose is Purpose.ACKNOWLEDGE
    assert attempt.channel is Channel.EMAIL
    assert attempt.expires_at == house.clock.now() + timedelta(minutes=5)
    assert attempt.in_reply_to == first.inbound_id


def test_a_bare_stop_is_a_keyword_and_a_sentence_is_a_reply(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.writes(scott, "STOP")
    house.writes(scott, "Please do not write to me again.")
    assert [said.source for said in house.said(scott)] == [Source.KEYWORD, Source.REPLY]


def test_a_proven_callback_is_our_promise_and_an_unproven_one_only_a_pause(house: House) -> None:
    house.member("Ana Ruiz")
    maria = house.person("Maria Delgado", "maria@bakery.example", zone="America/Los_Angeles")
    forged = house.letter("maria@bakery.example", "Call me in 4 weeks.", vouched=False)
    taken = house.hears(forged)
    assert taken is not None
    assert house.promises(maria) == []
    assert "nothing proves" in taken.done.question
    house.writes(maria, "Call me in 4 weeks and I will order.")
    (promise,) = house.promises(maria)
    assert promise.channel is Channel.PHONE
    assert promise.due_at == datetime(2026, 12, 21, 8, 0, tzinfo=UTC)
    assert not promise.named_hour


def test_a_refusal_of_everything_releases_what_we_promised(house: House) -> None:
    maria = house.person("Maria Delgado", "maria@bakery.example", zone="America/Los_Angeles")
    house.writes(maria, "Call me in 4 weeks and I will order.")
    house.writes(maria, "Never contact me again.")
    assert house.promises(maria) == []


def test_the_gates_memory_hears_a_stop_before_the_database_has_it(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    waiting = house.arrives(house.letter("scott@kestrel.example", "stop"))
    before, begun, busy = house.ears.stopped.number(), Event(), Event()

    def write(_conn: Connection) -> None:
        begun.set()
        busy.wait(30)

    house.store.submit(write)
    assert begun.wait(30)
    with ThreadPoolExecutor(1) as reader:
        taken = reader.submit(house.takes, waiting)
        try:
            while not house.ears.stopped.since(before, scott.id) and not taken.done():
                busy.wait(0.01)
            assert house.said(scott) == []
        finally:
            busy.set()
        assert taken.result() is not None
    assert house.ears.stopped.since(before, scott.id)


def test_a_stop_from_nobody_we_know_binds_that_address(house: House) -> None:
    taken = house.hears(house.letter("who@nowhere.example", "Stop."))
    assert taken is not None
    assert taken.state is InboundState.UNMATCHED
    assert house.suppressed("who@nowhere.example")


def test_an_answer_settles_an_attempt_of_unknown_end(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    lost = house.attempt(scott, state=AttemptState.UNKNOWN)
    house.writes(scott, "Thanks, got it.", lost)
    assert house.state(lost) is AttemptState.ACCEPTED


def test_an_old_permission_does_not_outlive_what_was_said_while_it_was_under_way(
    house: House,
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.writes(scott, "stop")
    house.clock.advance(timedelta(days=2))
    late = house.letter(
        "scott@kestrel.example", "You may email me again.", Date="Sun, 22 Nov 2026 10:00:00 +0000"
    )
    house.hears(late)
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_a_callback_written_before_a_stop_and_delivered_after_it_promises_nothing(
    house: House,
) -> None:
    maria = house.person("Maria Delgado", "maria@bakery.example", zone="America/Los_Angeles")
    house.writes(maria, "Never contact me again.")
    house.clock.advance(timedelta(hours=1))
    date = "Mon, 23 Nov 2026 16:00:00 +0000"
    late = house.letter("maria@bakery.example", "Call me in 4 weeks and I will order.", Date=date)
    taken = house.hears(late)
    assert taken is not None
    assert house.promises(maria) == []
    assert not house.said(maria)[-1].proven
    assert "nothing proves" in taken.done.question


def test_a_late_wish_for_calls_does_not_undo_what_was_said_against_them_since(
    house: House,
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.writes(scott, "I'm not able to do phone.")
    house.clock.advance(timedelta(hours=1))
    date = "Mon, 23 Nov 2026 16:00:00 +0000"
    house.hears(house.letter("scott@kestrel.example", "I prefer phone calls.", Date=date))
    assert standing(house.said(scott)).avoids_of(Channel.PHONE)


def test_refusals_of_one_topic_withdraw_that_topic(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    spring = house.attempt(scott, topic="spring offer")
    other = house.attempt(scott, topic="maps")
    taken = house.writes(scott, "Please stop writing to me about the spring offer.")
    refusals = [one.meaning for one in house.said(scott)[0].meanings]
    assert Refuse(None, topic="spring offer") in refusals, taken
    assert house.state(spring) is AttemptState.WITHDRAWN
    assert house.state(other) is AttemptState.PLANNED


def by_list(house: House, sender: str, words: str, **headers: str) -> Taken:
    """Let somebody write to the house's own mailbox where that is a list its people read."""
    named = {"List_Id": "<ana.house.example>", "Precedence": "list"}
    taken = house.hears(
        house.letter(sender, words, vouched=True, use=Use.REPLY, **(named | headers))
    )
    assert taken is not None
    return taken


def test_a_stop_to_a_mailbox_of_ours_that_is_a_list_binds(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    by_list(house, "scott@kestrel.example", "Please stop emailing me.")
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_a_stop_that_such_a_list_passes_on_in_our_own_name_binds(house: House) -> None:
    """Its author's domain forbids others to write in its name, and so the list writes in ours."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    words = "Please stop emailing me."
    by_list(house, "ana@house.example", words, Reply_To="scott@kestrel.example")
    (said,) = house.said(scott)
    assert not said.proven
    assert standing([said]).refusals_of(Channel.EMAIL)


def test_what_nobody_on_file_wrote_to_a_list_is_no_letter_to_us(house: House) -> None:
    taken = by_list(house, "news@elsewhere.example", "Our offers. Unsubscribe here.")
    assert taken.kind is InboundKind.LIST
    assert not house.suppressed("news@elsewhere.example")
