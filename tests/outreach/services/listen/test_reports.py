"""What mail servers and machines report: only our own token ties it to anybody."""

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from sqlalchemy import update

from channels.email.wire.tokens import Use
from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.store import attempts, reputation, senders
from outreach.store.inbound import InboundKind, InboundState
from outreach.store.tables import attempt
from policies.channel import Channel
from policies.facts import PointState
from policies.preferences import standing
from policies.statement import Pause, Source
from tests.outreach.services.houses import MAILBOX, TOKENS, House


def delivery_report(
    attempt_id: str | None,
    status: str,
    action: str = "failed",
    recipient: str = "rfc822; scott@kestrel.example",
) -> bytes:
    to = TOKENS.address(MAILBOX, attempt_id, Use.BOUNCE) if attempt_id else MAILBOX
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\n"
        f"To: {to}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt came back.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: {recipient}\r\nAction: {action}\r\n"
        f"Status: {status}\r\n\r\n--b--\r\n"
    ).encode()


def feedback_report(attempt_id: str, kind: str) -> bytes:
    return (
        "From: fbl@provider.example\r\nTo: "
        f"{TOKENS.address(MAILBOX, attempt_id, Use.BOUNCE)}\r\nSubject: report\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nA complaint.\r\n"
        f"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\n"
        "User-Agent: x/1\r\nVersion: 1\r\n\r\n--b--\r\n"
    ).encode()


def left(house: House, person: Person, days: int = 0, sender: str = MAILBOX) -> str:
    """An email that went out to this person, so many days ago."""
    sent = house.attempt(person, state=AttemptState.ACCEPTED)
    values = {"sending_since": house.clock.now() - timedelta(days=days), "sender": sender}
    house.store.write(
        lambda conn: conn.execute(update(attempt).where(attempt.c.id == sent).values(values))
    )
    return sent


def delivery(house: House, attempt_id: str) -> str | None:
    (row,) = house.store.read(lambda conn: attempts.rows(conn, [attempt_id]))
    found: str | None = row["delivery"]
    return found


def point_state(house: House, name: str) -> PointState:
    return house.points_at(name)[0].state


def test_a_dead_address_is_not_written_to_again(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = house.attempt(scott, state=AttemptState.ACCEPTED)
    taken = house.hears(delivery_report(sent, "5.1.1"))
    assert taken is not None
    assert taken.kind is InboundKind.BOUNCE
    assert point_state(house, "scott@kestrel.example") is PointState.BOUNCED
    assert house.said(scott) == []


def test_a_report_that_names_no_attempt_of_ours_changes_nothing(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    before = house.version(scott)
    taken = house.hears(delivery_report(None, "5.1.1"))
    assert taken is not None
    assert taken.state is InboundState.UNMATCHED
    assert point_state(house, "scott@kestrel.example") is PointState.OK
    assert house.version(scott) == before


def test_refused_for_our_reputation_blames_us_and_not_the_person(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = house.attempt(scott, state=AttemptState.ACCEPTED)
    taken = house.hears(delivery_report(sent, "5.7.515"))
    assert taken is not None
    assert "the fault is ours" in taken.done.question
    assert point_state(house, "scott@kestrel.example") is PointState.OK


def test_a_report_settles_an_attempt_of_unknown_end(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    lost = house.attempt(scott, state=AttemptState.UNKNOWN)
    house.hears(delivery_report(lost, "5.1.1"))
    assert house.state(lost) is AttemptState.REFUSED


def test_a_complaint_stops_email_for_the_person(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example", "scott@home.example")
    sent = house.attempt(scott, state=AttemptState.ACCEPTED)
    house.hears(feedback_report(sent, "abuse"))
    (said,) = house.said(scott)
    assert said.source is Source.CARRIER
    assert standing([said]).refusals_of(Channel.EMAIL)
    assert point_state(house, "scott@kestrel.example") is PointState.COMPLAINED


def test_whoever_asks_their_provider_to_have_us_stop_has_not_called_us_spam(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    taken = house.hears(feedback_report(left(house, scott), "opt-out"))
    assert taken is not None
    assert taken.kind is InboundKind.UNSUBSCRIBE
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)
    assert point_state(house, "scott@kestrel.example") is PointState.OK


def test_whoever_calls_our_mail_a_fraud_gets_no_more_and_a_human_looks(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    taken = house.hears(feedback_report(left(house, scott), "fraud"))
    assert taken is not None
    assert taken.state is InboundState.UNCLEAR
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


@pytest.mark.parametrize(
    ("kind", "state"),
    [("auth-failure", InboundState.UNCLEAR), ("not-spam", InboundState.READ)],
)
def test_what_a_machine_found_in_our_mail_is_nobodys_word(
    house: House, kind: str, state: InboundState
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    taken = house.hears(feedback_report(left(house, scott), kind))
    assert taken is not None
    assert (taken.kind, taken.state) == (InboundKind.NOTICE, state)
    assert house.said(scott) == []
    assert point_state(house, "scott@kestrel.example") is PointState.OK


def test_a_read_receipt_is_no_reply_and_needs_nobody(house: House) -> None:
    """CASES 38: delivery reports and receipts are not replies."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = left(house, scott)
    taken = house.hears(
        (
            f"From: scott@kestrel.example\r\nTo: {TOKENS.address(MAILBOX, sent, Use.REPLY)}\r\n"
            "Subject: Read: Maps\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report;"
            ' report-type=disposition-notification; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nYour message was read on Monday.\r\n"
            "--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
            "Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n"
        ).encode()
    )
    assert taken is not None
    assert (taken.kind, taken.state) == (InboundKind.NOTICE, InboundState.READ)
    assert house.said(scott) == []


@pytest.mark.parametrize(
    ("status", "action", "told"),
    [
        ("4.4.1", "delayed", None),
        ("2.0.0", "expanded", None),
        ("2.0.0", "relayed", None),
        ("2.0.0", "delivered", "delivered"),
        ("4.4.7", "failed", "undelivered"),
        ("5.1.1", "failed", "undelivered"),
    ],
)
def test_only_what_is_final_is_an_end(
    house: House, status: str, action: str, told: str | None
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = left(house, scott)
    house.hears(delivery_report(sent, status, action))
    assert delivery(house, sent) == told


def test_a_mail_that_waits_at_a_server_blames_nobody_whatever_its_code(house: House) -> None:
    """RFC 3464 §2.3.3: the action decides."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    taken = house.hears(delivery_report(left(house, scott), "5.1.1", "delayed"))
    assert taken is not None
    assert taken.state is InboundState.READ
    assert point_state(house, "scott@kestrel.example") is PointState.OK


def test_one_mailbox_that_is_full_is_no_dead_address(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    taken = house.hears(delivery_report(left(house, scott), "5.2.2"))
    assert taken is not None
    assert taken.done.question == ""
    assert point_state(house, "scott@kestrel.example") is PointState.OK


def test_three_in_a_row_that_came_back_are_worth_a_look_and_still_no_dead_address(
    house: House,
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    for days in (20, 10):
        house.hears(delivery_report(left(house, scott, days), "5.2.2"))
    taken = house.hears(delivery_report(left(house, scott), "4.4.7"))
    assert taken is not None
    assert taken.done.question.startswith("3 mails in a row came back (4.4.7)")
    assert taken.state is InboundState.UNCLEAR
    assert point_state(house, "scott@kestrel.example") is PointState.OK


def test_one_that_arrived_in_between_breaks_the_row(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.hears(delivery_report(left(house, scott, 20), "5.2.2"))
    left(house, scott, 15)
    house.hears(delivery_report(left(house, scott, 10), "5.2.2"))
    taken = house.hears(delivery_report(left(house, scott), "5.2.2"))
    assert taken is not None
    assert taken.done.question == ""


@pytest.mark.parametrize(
    "recipient",
    [
        "rfc822; Scott.Reyes+x@kestrel.example",
        "rfc822; redacted",
        "utf-8; scott@kestrel.example",
        "x400; C=GB; S=Reyes",
    ],
)
def test_an_address_is_dead_by_whatever_name_its_own_server_calls_it(
    house: House, recipient: str
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.hears(delivery_report(left(house, scott), "5.1.1", recipient=recipient))
    assert point_state(house, "scott@kestrel.example") is PointState.BOUNCED


def test_an_address_somewhere_else_that_theirs_passes_mail_on_to_is_not_theirs(
    house: House,
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = left(house, scott)
    taken = house.hears(delivery_report(sent, "5.1.1", recipient="rfc822; old@home.example"))
    assert taken is not None
    assert taken.done.question.startswith("theirs passes mail on")
    assert point_state(house, "scott@kestrel.example") is PointState.OK


def test_a_bounce_does_not_hide_a_complaint(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = left(house, scott)
    house.hears(feedback_report(sent, "abuse"))
    house.hears(delivery_report(sent, "5.1.1"))
    assert point_state(house, "scott@kestrel.example") is PointState.COMPLAINED


def test_our_own_fault_pauses_our_own_mailbox(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.hears(delivery_report(left(house, scott), "5.7.515"))
    (paused,) = house.store.read(senders.paused)
    assert (paused.address, paused.paused_code) == (MAILBOX, "5.7.515")


def test_a_report_in_no_form_is_left_to_a_human(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    to = TOKENS.address(MAILBOX, left(house, scott), Use.BOUNCE)
    raw = f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {to}\r\n\r\nSorry.\r\n"
    taken = house.hears(raw.encode())
    assert taken is not None
    assert "in no form we can rely on" in taken.done.question
    assert point_state(house, "scott@kestrel.example") is PointState.OK


def test_whoever_let_a_mailbox_send_again_knew_of_what_had_left_before(house: House) -> None:
    """Reports come late, and whoever got one mail could else keep the mailbox down for ever."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    before = left(house, scott, days=2)
    house.hears(delivery_report(before, "5.7.1"))
    house.store.write(lambda conn: senders.resume(conn, MAILBOX, "Ana Ruiz", house.clock.now()))
    house.hears(delivery_report(before, "5.7.26"))
    assert house.store.read(senders.paused) == []
    house.hears(delivery_report(left(house, scott), "5.7.1"))
    assert [one.address for one in house.store.read(senders.paused)] == [MAILBOX]


def test_an_absence_pauses_and_is_neither_reply_nor_refusal(house: House) -> None:
    """CASES 39."""
    scott = house.person("Scott Reyes", "scott@kestrel.example", zone="America/New_York")
    taken = house.hears(
        house.letter(
            "scott@kestrel.example",
            "I am out of the office and back on 7 December.",
            Auto_Submitted="auto-replied",
        )
    )
    assert taken is not None
    assert taken.kind is InboundKind.AUTO_REPLY
    (said,) = house.said(scott)
    assert [type(one.meaning) for one in said.meanings] == [Pause]
    assert not said.proven
    assert taken.done.recorded[0].confirmation is None


def test_an_absence_without_a_date_is_left_to_a_human(house: House) -> None:
    """CASES 39."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    taken = house.hears(
        house.letter(
            "scott@kestrel.example", "I am away.", Auto_Submitted="auto-replied", Precedence="bulk"
        )
    )
    assert taken is not None
    assert taken.state is InboundState.UNCLEAR
    assert house.said(scott) == []


def test_an_absence_by_its_words_alone_is_no_reply(house: House) -> None:
    """CASES 39: some servers write no header of a machine."""
    scott = house.person("Scott Reyes", "scott@kestrel.example", zone="America/New_York")
    letter = house.letter("scott@kestrel.example", "I am out of the office until 7 December.")
    taken = house.hears(letter.replace(b"Subject: Re: Maps", b"Subject: Automatic reply: Maps"))
    assert taken is not None
    assert taken.kind is InboundKind.AUTO_REPLY
    assert [type(one.meaning) for one in house.said(scott)[0].meanings] == [Pause]


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Out of Office: Maps", "I am away, with no access to email."),
        ("Abwesenheitsnotiz: Maps", "Ich bin derzeit nicht im Büro."),
        ("Réponse automatique : Maps", "Je suis absent du bureau."),
        ("Respuesta automática: Maps", "Estoy fuera de la oficina."),
        ("Risposta automatica: Maps", "Sono fuori ufficio."),
        ("Automatisch antwoord: Maps", "Ik ben niet op kantoor."),
        ("Autosvar: Maps", "Jag är inte på kontoret."),
        ("Resposta automática: Maps", "Estou fora do escritório."),
    ],
)
def test_an_absence_in_any_language_is_no_reply_and_opens_no_conversation(
    house: House, subject: str, words: str
) -> None:
    """CASES 39: by the subject alone; no date is a human's business, and never a refusal."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    planned = house.attempt(scott)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "scott@kestrel.example", MAILBOX, subject
    mail.set_content(words)
    taken = house.hears(bytes(mail))
    assert taken is not None
    assert (taken.kind, taken.state) == (InboundKind.AUTO_REPLY, InboundState.UNCLEAR)
    assert house.said(scott) == []
    assert house.state(planned) is AttemptState.PLANNED


def test_whoever_has_left_is_not_written_to_and_a_human_looks(house: House) -> None:
    """CASES 40."""
    scott = house.person("Scott Reyes", "scott@kestrel.example", organisation="Kestrel")
    dana = house.person("Dana Fox", "dana@kestrel.example", organisation="Kestrel")
    house.hears(
        house.letter(
            "scott@kestrel.example",
            "Scott Reyes no longer works here. Please write to dana@kestrel.example instead.",
            Auto_Submitted="auto-replied",
        )
    )
    assert point_state(house, "scott@kestrel.example") is PointState.WRONG_PERSON
    assert house.unclear_because(scott)
    assert house.said(dana) == []
    assert point_state(house, "dana@kestrel.example") is PointState.OK


def test_any_mail_to_the_stop_address_stops_email_whatever_it_says(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = house.attempt(scott, state=AttemptState.ACCEPTED)
    letter = house.letter("x@elsewhere.example", "Hello!", to_attempt=sent, use=Use.STOP)
    taken = house.hears(letter)
    assert taken is not None
    assert taken.kind is InboundKind.UNSUBSCRIBE
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)
    assert taken.done.recorded[0].confirmation is None


def test_our_own_copies_are_no_replies(house: House) -> None:
    """CASES 38."""
    own = EmailMessage(policy=SMTP)
    own["From"], own["To"], own["Subject"] = MAILBOX, "scott@kestrel.example", "Maps"
    own.set_content("please stop by on Tuesday")
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    taken = house.hears(bytes(own))
    assert taken is not None
    assert taken.kind is InboundKind.OWN_COPY
    assert house.said(scott) == []


def taken_by(house: House, count: int, sender: str = MAILBOX) -> None:
    """So many mails of this mailbox were taken lately."""
    now = house.clock.now()
    house.store.write(lambda conn: reputation.taken(conn, [sender] * count, now))


def test_complaints_count_against_the_mailbox_they_are_about(house: House) -> None:
    taken_by(house, 300)
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.hears(feedback_report(left(house, scott), "abuse"))
    (paused,) = house.store.read(senders.paused)
    assert paused.paused_because == "1 of 300 mails in 30 days called spam (0.33%, most 0.30%)"


@pytest.mark.parametrize("kind", ["opt-out", "auth-failure", "not-spam"])
def test_what_is_no_complaint_counts_as_none(house: House, kind: str) -> None:
    taken_by(house, 300)
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.hears(feedback_report(left(house, scott), kind))
    assert house.store.read(senders.paused) == []


def test_one_address_that_complains_twice_counts_once(house: House) -> None:
    taken_by(house, 600)
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    for _ in range(2):
        house.hears(feedback_report(left(house, scott), "abuse"))
    assert house.store.read(senders.paused) == []


def test_a_complaint_that_names_no_attempt_of_ours_counts_against_nobody(house: House) -> None:
    """Anybody can write one: forging some must not silence a mailbox of ours."""
    taken_by(house, 300)
    house.hears(feedback_report("a_nobody", "abuse"))
    assert house.store.read(senders.paused) == []
