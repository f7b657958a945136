"""Returned mail in forms of its own, each as some server writes it; and people who write of it."""

from __future__ import annotations

import pytest

from channels.arrivals import AutoReply, Bounce, Complaint, Feedback, HumanReply
from channels.email.wire.parse import Ours, parse
from channels.email.wire.tokens import Tokens

KIT = "kit.rowe@kestrel.example"
OURS = Ours(Tokens(bytes(32)), frozenset({"ana@house.example"}))
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example>"
SERVER = "Mail Administrator <postmaster@mx.example>"
SAID = f"550 5.1.1 <{KIT}>: Recipient address rejected"


def _mail(sender: str, subject: str, text: str, *more: str) -> bytes:
    head = [f"From: {sender}", "To: ana@house.example", f"Subject: {subject}", *more]
    return "\n".join([*head, "", text]).encode()


FORMS = {
    "lotus notes": (
        "Notes <>",
        "Undeliverable message",
        "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\n"
        f"{KIT}\n\n\n------- Returned Message --------\n",
        "failed",
        "",
    ),
    "exchange 2007": (
        "Microsoft Exchange <postmaster@kestrel.example>",
        "Undeliverable: Maps",
        f"Delivery has failed to these recipients or distribution lists:\n\n{KIT}\n"
        "The address was not found.\n\nDiagnostic information for administrators:\n\n"
        f"Generating server: ex.kestrel.example\n\n{KIT}\n#550 5.1.1 RESOLVER.ADR.RecipNotFound"
        "; not found ##\n\nOriginal message headers:\n\nTo: Somebody <else@kestrel.example>\n",
        "failed",
        "5.1.1",
    ),
    "a gateway for viruses": (
        "Administrator@mx.example",
        "Delivery Status",
        f" --- The following addresses had delivery problems ---\n\n<{KIT}>   (User unknown)\n",
        "failed",
        "",
    ),
    "a transcript": (
        SERVER,
        "Message could not be delivered",
        "Your message could not be sent.\nA transcript of the attempts to send it follows.\n"
        f"Addressed To: {KIT}\n\nFailed to send to identified host,\n{KIT}: 550 No such user\n",
        "failed",
        "",
    ),
    "the code above the address": (
        SERVER,
        'Undeliverable Mail: "Maps"',
        "Your message:\n   From:    ana@house.example\n   Subject: Maps\n\n"
        "Could not be delivered because of\n\n550 5.1.1 User unknown\n\n"
        f"The following recipients were affected:\n    {KIT}\n",
        "failed",
        "5.1.1",
    ),
    "apache james": (
        SERVER,
        "Error in delivering mail",
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
        f"Failed recipient(s):\n{KIT}\n\nError message:\n550 5.1.1 no such user here\n",
        "failed",
        "5.1.1",
    ),
    "imail": (
        SERVER,
        "Undeliverable Mail",
        f"User mailbox exceeds allowed size: {KIT}\n\nOriginal message follows.\n",
        "failed",
        "",
    ),
    "sendmail of old": (
        DAEMON,
        "Returned mail: User unknown",
        "   ----- Transcript of session follows -----\n... while talking to mx.kestrel.example.:\n"
        f">>> RCPT To:<{KIT}>\n<<< 550 {KIT}... User unknown\n\n"
        "   ----- Unsent message follows -----\nTo: else@kestrel.example\n",
        "failed",
        "",
    ),
    "a warning": (
        DAEMON,
        "Warning: could not send message for past 4 hours",
        "    **      THIS IS A WARNING MESSAGE ONLY      **\n\n"
        "The original message was received at Mon, 23 Nov 2026 10:00:00 GMT\n\n"
        "   ----- The following addresses had transient non-fatal errors -----\n"
        f"<{KIT}>\n\nWarning: message still undelivered after 4 hours\n",
        "delayed",
        "",
    ),
    "groupwise": (
        "Mailer-Daemon@mx.example",
        "Message status - undeliverable",
        f"The message that you sent was undeliverable to the following:\n\t{KIT} (mailbox full)\n",
        "failed",
        "",
    ),
    "groupwise without an address": (
        "Mailer-Daemon@mx.example",
        "Message status - undeliverable",
        "The message that you sent was undeliverable to the following:\n\tkit (user not found)\n\n"
        f"Possibly truncated original message follows:\n\nFrom: ana@house.example\nTo: {KIT}\n",
        "failed",
        "",
    ),
    "courier": (
        SERVER,
        "NOTICE: mail delivery status.",
        "The original message was received on Mon, 23 Nov 2026 10:00:00 +0000\n\n"
        "                           UNDELIVERABLE MAIL\n\n"
        f"Your message to the following recipients cannot be delivered:\n\n<{KIT}>:\n<<< {SAID}\n",
        "failed",
        "5.1.1",
    ),
    "a refusal of us": (
        DAEMON,
        "Undelivered Mail Returned to Sender",
        f"<{KIT}>: host mx.kestrel.example[192.0.2.1] said: 554 5.7.1 Service\n"
        "    unavailable; Client host [203.0.113.9] blocked (in reply to RCPT TO command)\n",
        "failed",
        "5.7.1",
    ),
    "in French": (
        DAEMON,
        "=?utf-8?q?=C3=89chec_de_la_remise?=",
        f"Votre message n'a pas pu être remis aux destinataires suivants :\n\n<{KIT}>: {SAID}\n",
        "failed",
        "5.1.1",
    ),
    "in German": (
        DAEMON,
        "Unzustellbar: Maps",
        "Ihre Nachricht konnte den folgenden Empfängern nicht zugestellt werden:\n\n"
        f"{KIT}\n550 5.2.2 Postfach voll\n",
        "failed",
        "5.2.2",
    ),
    "in Spanish, by no daemon": (
        "Administrador del sistema <postmaster@mx.example>",
        "No se puede entregar: Maps",
        f"No se pudo entregar el mensaje a los destinatarios siguientes:\n\n{KIT}\n"
        "Error: 550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
        "failed",
        "5.1.10",
    ),
    "in Japanese": (
        DAEMON,
        "=?utf-8?b?44Oh44O844Or6YWN5L+h44Ko44Op44O8?=",
        f"次の宛先へのメールは送信できませんでした。\n\n<{KIT}>\n550 5.1.1 User unknown\n",
        "failed",
        "5.1.1",
    ),
    "a daemon without a domain": (
        "MAILER-DAEMON <>",
        "Mail delivery failed",
        f"There was an error delivering your mail to <{KIT}>.\n\nmx.kestrel.example said:\n"
        "550-5.7.26 Mail that nobody signed is not accepted here\n\nMessage headers follow.\n\n"
        "To: else@kestrel.example\n",
        "failed",
        "5.7.26",
    ),
    "a subject with a version in it": (
        DAEMON,
        "Undelivered: what is new in 2.0.12",
        f"<{KIT}>: unknown user\n\nRelay version 5.1.12\n",
        "failed",
        "",
    ),
    "our own address beside theirs": (
        DAEMON,
        "Undelivered Mail Returned to Sender",
        f"This is a permanent error.\n\n{KIT} Invalid address, mailbox unavailable\n"
        "\nReceived:from mx.example\nFrom:<ana@house.example>\n",
        "failed",
        "",
    ),
    "behind our own subject": (
        "internet-gateway@kestrel.example",
        "RE: Maps : non remis (delivery failed)",
        f"Votre message n'a pas pu être délivré à\n{KIT}\n\n"
        f"Your message could not be delivered to the following recipient:\n{KIT}\n",
        "failed",
        "",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_whoever_was_not_reached_is_named_and_nobody_else(form: str) -> None:
    sender, subject, text, action, status = FORMS[form]
    arrival = parse(_mail(sender, subject, text, "Content-Type: text/plain; charset=utf-8"), OURS)
    assert isinstance(arrival, Bounce)
    [told] = arrival.recipients
    assert (told.recipient, told.action, told.status) == (KIT, action, status)
    assert told.our_fault == status.startswith("5.7.")


ENVELOPES = {
    "a quota, and fifty lines of ours": (
        SERVER,
        "Mail Delivery Failure",
        f'Delivery of email to this address\n\n"{KIT}"\n\nhas failed due to a full mailbox.\n\n'
        "The first 50 lines of your original message follow:\n> Received: from a.example\n"
        "> for <else@kestrel.example>\n",
        "Return-Path: <>",
    ),
    "from nobody, in their own name": (
        "kit@kestrel.example",
        "Mail",
        f"Your mail\n   Could not be delivered to: <{KIT}>\n   As their mailbox is full.\n",
        "Return-Path: <>",
    ),
    "from nobody, without a subject": (
        "<>",
        "",
        f"You sent mail to {KIT}. That's not a valid user here.\n",
        "Return-Path: <>",
    ),
    "from a daemon, in a language of its own": (
        SERVER,
        "Mail System Error - Returned Mail",
        f"送信できませんでした。\n\n<{KIT}>\n",
        "Return-Path: <MAILER-DAEMON>",
    ),
    "by its subject alone": (
        SERVER,
        "Undeliverable message",
        f"ディレクトリのリストにありません\n{KIT}\n",
        "Return-Path: <>",
    ),
    "a postmaster who answers us": (
        "post_master@kestrel.example",
        "Re: Maps",
        f"Error: Invalid user address\n\n550 - no such user here\n\n  RCPT TO: {KIT}\n",
        "In-Reply-To: <1@house.example>",
    ),
}


@pytest.mark.parametrize("form", ENVELOPES)
def test_an_envelope_that_no_person_uses_tells_a_server(form: str) -> None:
    sender, subject, text, field = ENVELOPES[form]
    kind = "Content-Type: text/plain; charset=utf-8"
    arrival = parse(_mail(sender, subject, text, field, kind), OURS)
    assert isinstance(arrival, Bounce)
    assert [one.recipient for one in arrival.recipients] == [KIT]


@pytest.mark.parametrize("subject", ["Automatic reply: Maps", "Maps"])
def test_an_absence_from_nobody_is_not_returned_mail(subject: str) -> None:
    text = f"My mailbox is full of good things. While I am away write to {KIT}."
    arrival = parse(_mail("kit@kestrel.example", subject, text, "Return-Path: <>"), OURS)
    assert isinstance(arrival, AutoReply)


@pytest.mark.parametrize(
    ("subject", "text", "more"),
    [
        ("Undelivered parcel", f"It could not be delivered. Ask {KIT}. And stop emailing me.", ()),
        (
            "Re: Undeliverable: Maps",
            f"Please stop.\n\n> Delivery has failed to these recipients:\n> {KIT}\n> {SAID}\n",
            (),
        ),
        (
            "Re: Undeliverable: Maps",
            f"Delivery failed again for the following address, {KIT}. Please stop.",
            ("In-Reply-To: <1@house.example>",),
        ),
        ("Delivery problem", f"Hello,\n\n{KIT} is my address. Please stop.", ()),
    ],
)
def test_people_write_of_lost_mail_too(subject: str, text: str, more: tuple[str, ...]) -> None:
    arrival = parse(_mail("Kit <kit@kestrel.example>", subject, text, *more), OURS)
    assert isinstance(arrival, HumanReply)


def _parts(*parts: str) -> str:
    return "".join(f"--B\n{part}\n" for part in parts) + "--B--\n"


MIXED = 'Content-Type: multipart/mixed; boundary="B"'
RETURNED = "Content-Type: message/rfc822\n\n{}From: ana@house.example\nSubject: Maps\n\nHello\n"


def test_a_report_of_junk_without_a_type_of_its_own_is_a_complaint() -> None:
    inner = RETURNED.format(f"X-HmXmrOriginalRecipient: {KIT}\n")
    subject = "complaint about message from 203.0.113.9"
    arrival = parse(_mail("staff@mail.example", subject, _parts(inner), MIXED), OURS)
    assert isinstance(arrival, Complaint)
    assert arrival.feedback is Feedback.ABUSE


def test_a_feedback_report_in_a_plain_envelope_is_a_complaint() -> None:
    report = "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n"
    text = _parts("Content-Type: text/plain\n\nAbuse report", report, RETURNED.format(""))
    arrival = parse(_mail("loop@isp.example", "FW: Maps", text, MIXED), OURS)
    assert isinstance(arrival, Complaint)


def test_a_report_that_asks_us_to_prove_ourselves_is_an_automatic_answer() -> None:
    text = "Hello,\nyou are not on my guest list. Verify that you are a person: https://x.example"
    status = f"Final-Recipient: rfc822; {KIT}\nAction: failed\nStatus: 4.7.0\n"
    report = f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n{status}"
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="B"'
    parts = _parts(f"Content-Type: text/plain\n\n{text}", report)
    arrival = parse(_mail("noreply@guests.example", "Re: Maps", parts, kind), OURS)
    assert isinstance(arrival, AutoReply)


def test_a_receipt_that_says_it_was_refused_is_returned_mail() -> None:
    text = f"Content-Type: text/plain\n\nYour message to <{KIT}> was automatically rejected:\nfull"
    receipt = "Content-Type: message/disposition-notification\n\nDisposition: x; deleted\n"
    kind = 'Content-Type: multipart/report; report-type=disposition-notification; boundary="B"'
    subject = "Automatically rejected mail"
    arrival = parse(_mail(DAEMON, subject, _parts(text, receipt), kind), OURS)
    assert isinstance(arrival, Bounce)
    assert [one.recipient for one in arrival.recipients] == [KIT]


def test_a_report_that_names_nobody_is_about_whom_the_returned_letter_was_written_to() -> None:
    text = "Content-Type: text/plain\n\nIt could not be delivered to one or more recipients.\n"
    inner = f"Content-Type: message/rfc822\n\nTo: Kit <{KIT}>\nSubject: Maps\n\nHello\n"
    subject = "Mail delivery failed: returning message to sender"
    arrival = parse(_mail("ndr@kestrel.example", subject, _parts(text, inner), MIXED), OURS)
    assert isinstance(arrival, Bounce)
    assert [one.recipient for one in arrival.recipients] == [KIT]


def test_a_recipient_without_a_domain_is_named_by_the_field_that_has_one() -> None:
    status = "Original-Recipient: rfc822; kit\nAction: failed\nStatus: 5.0.0"
    report = f"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {KIT}\n{status}\n"
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="B"'
    arrival = parse(_mail(DAEMON, "Undelivered", _parts(report), kind), OURS)
    assert isinstance(arrival, Bounce)
    assert arrival.recipient == KIT
