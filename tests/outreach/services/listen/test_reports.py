"""What mail servers and machines report: only our own token ties it to anybody."""

from email.message import EmailMessage
from email.policy import SMTP

from channels.email.wire.tokens import Use
from outreach.domain.attempts import AttemptState
from outreach.store.inbound import InboundKind, InboundState
from policies.channel import Channel
from policies.facts import PointState
from policies.preferences import standing
from policies.statement import Pause, Source
from tests.outreach.services.houses import MAILBOX, TOKENS, House


def delivery_report(attempt_id: str | None, status: str, action: str = "failed") -> bytes:
    to = TOKENS.address(MAILBOX, attempt_id, Use.BOUNCE) if attempt_id else MAILBOX
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\n"
        f"To: {to}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt came back.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; scott@kestrel.example\r\nAction: {action}\r\n"
        f"Status: {status}\r\n\r\n--b--\r\n"
    ).encode()


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
    house.hears(
        (
            "From: fbl@provider.example\r\nTo: "
            f"{TOKENS.address(MAILBOX, sent, Use.BOUNCE)}\r\nSubject: report\r\n"
            "MIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nA complaint.\r\n"
            "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
            "User-Agent: x/1\r\nVersion: 1\r\n\r\n--b--\r\n"
        ).encode()
    )
    (said,) = house.said(scott)
    assert said.source is Source.CARRIER
    assert standing([said]).refusals_of(Channel.EMAIL)
    assert point_state(house, "scott@kestrel.example") is PointState.COMPLAINED


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
