"""What one of us sends without asking counts, is shown, and is flagged where they had said no."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import pytest

from channels.arrivals import SENT_MAIL
from outreach.bootstrap.rulebook import load_rulebook
from outreach.domain.attempts import AttemptState
from outreach.domain.commitments import CommitmentState
from outreach.domain.history import Happened
from outreach.domain.people import Person
from outreach.gate.preflight import may
from outreach.ids import new_id
from outreach.services import review
from outreach.services.answer import waiting
from outreach.services.listen import Taken, receive, take
from outreach.store import attempts, commitments, history, inbound, ledger, points
from outreach.store.inbound import InboundKind, InboundState
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.decide import decide
from policies.facts_json import from_json
from policies.statement import Meaning, Pause, Prefer, Refuse, WallTime
from policies.verdict import Allow, Defer
from tests.outreach.gate.offices import at as somebody_at
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import MAILBOX, TOKENS, build

COPIES = "copies@house.example"


@pytest.fixture
def both(store: Store) -> Both:
    """A house that listens and speaks by its own rules, on each database in turn."""
    world = World(store, rulebook=load_rulebook(["house"]))
    world.later(timedelta(hours=7))  # contact hours everywhere in the United States
    house = build(store, world.clock, world.gate.stopped)
    house.ears = replace(house.ears, judge=lambda: world.gate.judges, copies_to=COPIES)
    house.member("Ana")
    return Both(world, house)


def own(
    both: Both,
    *to: str,
    ago: timedelta = timedelta(),
    words: str = "A word about maps.",
    **headers: str,
) -> bytes:
    """Return a mail that Ana wrote in her own mail programme."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = f"Ana Ruiz <{MAILBOX}>", ", ".join(to), "Maps"
    mail["Date"] = format_datetime(both.world.clock.now() - ago)
    mail["Message-ID"] = f"<{new_id('x')}@house.example>"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return bytes(mail)


def found(both: Both, raw: bytes, door: str = SENT_MAIL) -> Taken:
    """Find this mail in a Sent folder, or where else it lay."""
    inbound_id = receive(both.house.ears, raw, door, new_id("k"))
    assert inbound_id is not None
    taken = take(both.house.ears, inbound_id)
    assert taken is not None
    return taken


def address(both: Both, person: Person) -> str:
    return both.world.store.read(lambda conn: points.of(conn, person.id))[0].address


def went_around(both: Both, person: Person) -> list[str]:
    rows = both.world.store.read(lambda conn: attempts.of(conn, person.id))
    return [row["id"] for row in rows if row["outside"]]


def scott(both: Both) -> tuple[Person, str]:
    person = both.world.person("Scott Reyes")
    return person, address(both, person)


def test_it_stands_in_the_history_by_whom_and_in_their_words(both: Both) -> None:
    person, at = scott(both)
    taken = found(both, own(both, at, words="Are you at the fair?\n\n> please stop\n"))
    assert taken.kind is InboundKind.OWN_COPY
    story = both.world.store.read(lambda conn: history.story(conn, person.id))
    (sent,) = [event for event in story if event.happened is Happened.SENT]
    assert sent.told == "Emailed around us by Ana; nothing they had said stood against it."
    assert sent.words == "Maps\n\nAre you at the fair?"


def test_it_is_an_attempt_that_left_and_that_nothing_cleared(both: Both) -> None:
    person, at = scott(both)
    found(both, own(both, at, ago=timedelta(hours=3)))
    (attempt,) = went_around(both, person)
    row = both.world.row(attempt)
    assert (row["state"], row["automated"], row["by"]) == (AttemptState.ACCEPTED, False, "Ana")
    assert (row["nonce"], row["clearance_expires"], row["judged_at"]) == (None, None, None)
    assert row["sending_since"] == both.world.clock.now() - timedelta(hours=3)
    assert row["sender"] == MAILBOX


def test_it_counts_towards_the_caps(both: Both) -> None:
    person, at = scott(both)
    before = may(both.world.gate, person.id, Channel.EMAIL, both.world.clock.now(), by="Bo")
    found(both, own(both, at, ago=timedelta(hours=3)))
    after = may(both.world.gate, person.id, Channel.EMAIL, both.world.clock.now(), by="Bo")
    assert isinstance(before.case.verdict, Allow)
    assert isinstance(after.case.verdict, Defer)
    assert [one.rule for one in after.case.decision.findings] == ["frequency-cap"]


def test_it_counts_for_their_colleagues_whether_these_were_judged_before_or_after(
    both: Both,
) -> None:
    """CASES 61: so do contacts that nothing cleared, at an organisation too."""
    for _ in range(2):
        found(both, own(both, address(both, colleague(both)), ago=timedelta(hours=3)))
    first, second = (both.world.plan(colleague(both)) for _ in range(2))
    passed = both.world.gate.judge_batch([first, second])
    asyncio.run(both.world.gate.hand_over(replace(passed, recorded=passed.recorded[:1])))
    found(both, own(both, address(both, colleague(both)), ago=timedelta(hours=1)))
    asyncio.run(both.world.gate.hand_over(replace(passed, recorded=passed.recorded[1:])))
    assert both.world.sent() == [first]
    asyncio.run(both.world.gate.pass_batch([second]))
    assert "four people at Kestrel Mapping" in both.world.decisions(second)[-1]["sentence"]


def colleague(both: Both) -> Person:
    return somebody_at(both.world)


def test_what_was_judged_without_knowing_of_it_does_not_leave(both: Both) -> None:
    """Judging, finding the copy and handing over may come in this order."""
    person, at = scott(both)
    planned = both.world.plan(person)
    passed = both.world.gate.judge_batch([planned])
    found(both, own(both, at))
    asyncio.run(both.world.gate.hand_over(passed))
    assert both.world.sent() == []
    assert both.world.state(planned) is AttemptState.PLANNED


def test_it_introduces_nobody(both: Both) -> None:
    """Our own first words must still say where we got the address (GDPR art. 14)."""
    person, at = scott(both)
    found(both, own(both, at, ago=timedelta(days=3)))
    planned = both.world.plan(person)
    attempt = both.world.store.read(lambda conn: attempts.get(conn, planned))
    facts = both.world.gate.judge(attempt).facts
    silent = replace(facts.attempt, words=replace(facts.attempt.words, says_source=False))
    now = both.world.clock.now()
    judged = decide(replace(facts, attempt=silent), now, both.world.rulebook)
    assert "sender-identity" in [one.rule for one in judged.findings]


def test_against_a_word_it_is_flagged_with_who_and_what_they_had_said(both: Both) -> None:
    person, at = scott(both)
    both.world.word(person, Refuse(Channel.EMAIL), words="No more emails, please.")
    both.world.later(timedelta(days=2))
    found(both, own(both, at))
    (flagged,) = review.listed(both.world.store, review.Filters(only_open=True))
    assert flagged.kind == "outside"
    assert flagged.clearer == "compliance"
    assert flagged.sentence.startswith("Emailed around us by Ana: Not by email: Scott Reyes ")
    assert "(by email, 24 Nov 2026)" in flagged.sentence
    assert len(flagged.sentence.split()) <= 40
    (attempt,) = went_around(both, person)
    why = review.why(both.world.gate, attempt)
    assert why.state is AttemptState.ACCEPTED
    quoted = [said.words for asked in why.reasons[0].asked for said in asked.quotes]
    assert "No more emails, please." in quoted


def test_against_a_wish_that_would_only_have_waited_it_is_flagged_too(both: Both) -> None:
    person, at = scott(both)
    both.world.word(person, Pause(WallTime((both.world.clock.now() + timedelta(days=30)).date())))
    both.world.later(timedelta(days=1))
    found(both, own(both, at))
    (flagged,) = review.listed(both.world.store, review.Filters(only_open=True))
    assert flagged.rules == "paused"


def test_what_they_said_later_does_not_condemn_it(both: Both) -> None:
    person, at = scott(both)
    both.world.word(person, Refuse(None))
    found(both, own(both, at, ago=timedelta(hours=2)))
    assert review.listed(both.world.store, review.Filters()) == []
    assert len(went_around(both, person)) == 1


def test_a_house_rule_alone_flags_nothing(both: Both) -> None:
    """A letter on a Sunday is no contact against anybody's word."""
    _, at = scott(both)
    found(both, own(both, at, ago=timedelta(days=2)))
    assert review.listed(both.world.store, review.Filters()) == []


def test_the_decision_can_be_judged_again_to_the_byte(both: Both) -> None:
    """Law 10."""
    person, at = scott(both)
    both.world.word(person, Refuse(Channel.EMAIL))
    found(both, own(both, at))
    (attempt,) = went_around(both, person)
    (kept,) = both.world.decisions(attempt)
    again = decide(from_json(kept["facts"]), kept["at"], both.world.rulebook)
    assert [one.rule for one in again.findings] == kept["rules"]
    assert again.fingerprint == kept["fingerprint"]


def test_a_reviewer_can_uphold_what_was_flagged(both: Both) -> None:
    person, at = scott(both)
    both.world.word(person, Refuse(Channel.EMAIL))
    found(both, own(both, at))
    (flagged,) = review.listed(both.world.store, review.Filters(only_open=True))
    both.house.member("Cora")
    who = review.Reviewer("Cora", "Ana was told", both.world.clock.now())
    review.uphold(both.world.store, flagged.decision, who)
    assert review.listed(both.world.store, review.Filters(only_open=True)) == []
    assert [one.review for one in review.listed(both.world.store, review.Filters())] == ["uphold"]


@pytest.mark.parametrize("meaning", [Refuse(None), Prefer(Channel.PHONE), None])
def test_the_record_stays_whole(both: Both, meaning: Meaning | None) -> None:
    person, at = scott(both)
    if meaning is not None:
        both.world.word(person, meaning)
    found(both, own(both, at))
    both.world.store.write(lambda conn: ledger.seal(conn, both.world.clock.now()))
    assert isinstance(both.world.store.read(ledger.verify), ledger.Whole)


def test_one_mail_in_several_mailboxes_is_one_contact_with_each_of_them(both: Both) -> None:
    (one, at), (other, there) = scott(both), scott(both)
    raw = own(both, at, Cc=there, Bcc=COPIES)
    travelled = b"Received: from mx.house.example\r\n" + raw
    found(both, raw)
    found(both, travelled, "email")
    found(both, raw)
    assert (len(went_around(both, one)), len(went_around(both, other))) == (1, 1)


def test_readers_of_several_mailboxes_at_once_make_one_contact_of_it(both: Both) -> None:
    person, at = scott(both)
    raw = own(both, at)
    with ThreadPoolExecutor(4) as readers:
        list(readers.map(lambda _: found(both, raw), range(4)))
    assert len(went_around(both, person)) == 1


def test_a_copy_that_came_in_bcc_counts_without_a_sent_folder(both: Both) -> None:
    person, at = scott(both)
    found(both, own(both, at, Delivered_To=COPIES), "email")
    assert len(went_around(both, person)) == 1


def test_a_draft_is_no_contact(both: Both) -> None:
    person, at = scott(both)
    taken = found(both, own(both, at), "email")
    assert taken.kind is InboundKind.OWN_COPY
    assert went_around(both, person) == []


def test_what_our_own_gate_sent_did_not_go_around_it(both: Both) -> None:
    """CASES 38: large providers put what we hand over into the Sent folder themselves."""
    person, at = scott(both)
    sent = both.world.plan(person)
    raw = own(both, at, Message_ID=TOKENS.message_id(sent, "house.example"))
    found(both, raw)
    assert went_around(both, person) == []


def test_a_copy_makes_certain_that_an_attempt_in_doubt_left(both: Both) -> None:
    person, at = scott(both)
    lost = both.house.attempt(person, state=AttemptState.UNKNOWN)
    found(both, own(both, at, Message_ID=TOKENS.message_id(lost, "house.example")))
    assert both.world.state(lost) is AttemptState.ACCEPTED


def test_a_machine_that_answers_for_one_of_us_is_no_contact(both: Both) -> None:
    person, at = scott(both)
    found(both, own(both, at, Auto_Submitted="auto-replied"))
    assert went_around(both, person) == []


def test_our_own_words_are_never_taken_for_theirs(both: Both) -> None:
    """CASES 38: a rep's other address, in their thread, with a stop in the words."""
    person, at = scott(both)
    sent = both.world.plan(person)
    raw = own(
        both,
        at,
        words="Please stop by on Tuesday. Or never write to me again.",
        From="Ana <ana.ruiz@house.example>",
        References=TOKENS.message_id(sent, "house.example"),
        Bcc=COPIES,
    )
    taken = found(both, raw, "email")
    assert taken.kind is InboundKind.OWN_COPY
    assert both.house.said(person) == []


def test_whoever_else_writes_to_where_copies_go_is_heard(both: Both) -> None:
    """A rep put that address into Cc, and they answered everybody, from another address."""
    person, _ = scott(both)
    sent = both.world.plan(person)
    letter = both.house.letter("scott@elsewhere.example", "stop", to_attempt=sent, Cc=COPIES)
    taken = found(both, letter, "email")
    assert taken.kind is InboundKind.REPLY
    assert len(both.house.said(person)) == 1


def test_a_letter_of_theirs_that_lies_in_a_sent_folder_is_still_theirs(both: Both) -> None:
    person, at = scott(both)
    taken = found(both, both.house.letter(at, "Please never contact me again."))
    assert taken.kind is InboundKind.REPLY
    assert len(both.house.said(person)) == 1


def test_whoever_tries_the_house_on_themselves_is_heard(both: Both) -> None:
    person = both.house.person("Ana Ruiz", MAILBOX)
    sent = both.house.attempt(person, state=AttemptState.ACCEPTED)
    taken = found(both, both.house.letter(MAILBOX, "stop", to_attempt=sent), "email")
    assert taken.kind is InboundKind.REPLY
    assert len(both.house.said(person)) == 1


def wrote(both: Both, person: Person, words: str) -> str:
    """Let a person write to us; return the Message-ID of their letter."""
    name = f"<{new_id('x')}@people.example>"
    letter = both.house.letter(address(both, person), words)
    head, _, body = letter.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Message-ID")]
    raw = b"\r\n".join([*lines, f"Message-ID: {name}".encode(), b"", body])
    assert both.house.hears(raw) is not None
    return name


def test_an_answer_in_their_thread_closes_the_conversation_and_keeps_the_promise(
    both: Both,
) -> None:
    person, at = scott(both)
    theirs = wrote(both, person, "Could you email me the pricing?")
    both.world.later(timedelta(hours=1))
    found(both, own(both, at, words="The prices are below.", In_Reply_To=theirs))
    left = both.world.store.read(lambda conn: waiting(conn, person.id))
    assert (left.letter, left.request) == (None, None)
    (promise,) = both.world.store.read(lambda conn: commitments.of(conn, person.id))
    assert (promise.state, promise.closed_by) == (CommitmentState.KEPT, "Ana")
    (attempt,) = went_around(both, person)
    assert both.world.row(attempt)["purpose"] == Purpose.ANSWER


def test_an_answer_ends_the_sequence_as_one_through_the_gate_does(both: Both) -> None:
    person, at = scott(both)
    planned = both.world.plan(person)
    theirs = wrote(both, person, "Which sites do you cover?")
    found(both, own(both, at, In_Reply_To=theirs))
    assert both.world.state(planned) is AttemptState.PLANNED  # no step of a sequence
    assert both.world.store.read(lambda conn: waiting(conn, person.id)).letter is None


def test_what_they_wrote_after_it_still_waits(both: Both) -> None:
    person, at = scott(both)
    theirs = wrote(both, person, "Which sites do you cover?")
    answered_at = both.world.clock.now() + timedelta(minutes=30)
    both.world.later(timedelta(hours=1))
    wrote(both, person, "And what does it cost?")
    both.world.later(timedelta(hours=1))
    ago = both.world.clock.now() - answered_at
    found(both, own(both, at, ago=ago, In_Reply_To=theirs))
    left = both.world.store.read(lambda conn: waiting(conn, person.id)).letter
    assert left is not None
    assert "cost" in (left.words or "")


def test_a_copy_that_nothing_vouches_for_counts_and_answers_nobody(both: Both) -> None:
    """Anybody can write our address into From."""
    person, at = scott(both)
    theirs = wrote(both, person, "Which sites do you cover?")
    raw = b"Received: from somewhere\r\n" + own(both, at, In_Reply_To=theirs)
    found(both, raw, "email")
    assert both.world.store.read(lambda conn: waiting(conn, person.id)).letter is not None
    assert len(went_around(both, person)) == 1


def test_a_copy_that_our_border_vouches_for_answers_them(both: Both) -> None:
    person, at = scott(both)
    theirs = wrote(both, person, "Which sites do you cover?")
    vouched = b"Authentication-Results: mx.house.example; dmarc=pass header.from=house.example\r\n"
    raw = b"Received: from mx\r\n" + vouched + own(both, at, In_Reply_To=theirs)
    found(both, raw, "email")
    assert both.world.store.read(lambda conn: waiting(conn, person.id)).letter is None


def test_an_address_that_asked_us_to_stop_and_that_nobody_on_file_has_is_left_to_a_human(
    both: Both,
) -> None:
    both.house.hears(both.house.letter("stranger@people.example", "Stop writing to me."))
    taken = found(both, own(both, "stranger@people.example"))
    assert taken.state is InboundState.UNCLEAR
    row = both.world.store.read(lambda conn: inbound.get(conn, taken.inbound_id))
    assert "asked us to stop" in (row.reading or {})["question"]
