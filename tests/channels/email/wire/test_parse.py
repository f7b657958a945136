"""What came in, told apart: people from machines, and what is ours from what is not."""

import base64
from datetime import UTC, datetime

import pytest

from channels.arrivals import (
    AutoReply,
    Bounce,
    Complaint,
    Fate,
    Feedback,
    HumanReply,
    Letter,
    ListTraffic,
    Notice,
    OwnCopy,
    Unreadable,
    Unsubscribe,
)
from channels.contract import Mailbox
from channels.email.wire.parse import parse
from channels.email.wire.tokens import Tokens, Use
from tests.channels.email.wire.mails import (
    ATTEMPT,
    BOUNCE,
    MESSAGE_ID,
    OURS,
    REPLY,
    STOP,
    TOKENS,
    mail,
    report,
)

NOTHING_OF_OURS = "someone@house.example"


def test_a_person_wrote_back() -> None:
    """CASES 34."""
    assert parse(mail(), OURS) == HumanReply(
        Letter(
            sender=Mailbox("Scott Reyes", "scott@kestrel.example"),
            to=(REPLY,),
            subject="Re: Your question",
            text="No phone, please. Email me.",
            message_id="<answer@kestrel.example>",
            in_reply_to=MESSAGE_ID,
            attempts=(ATTEMPT,),
            written_at=datetime(2026, 11, 24, 14, 30, tzinfo=UTC),
            recipients=(REPLY,),
            travelled=True,
        )
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"In_Reply_To": MESSAGE_ID, "To": NOTHING_OF_OURS},
        {"In_Reply_To": "", "References": f"{MESSAGE_ID} <b@x>", "To": NOTHING_OF_OURS},
        {"In_Reply_To": "", "To": f"<{REPLY.upper()}>"},
        {"In_Reply_To": "", "To": NOTHING_OF_OURS, "Delivered_To": REPLY},
    ],
)
def test_an_answer_finds_its_attempt_from_any_address(fields: dict[str, str]) -> None:
    """CASES 36: an alias, an assistant, a `+tag`."""
    arrival = parse(mail(From="assistant@elsewhere.example", **fields), OURS)
    assert isinstance(arrival, HumanReply)
    assert arrival.letter.attempts == (ATTEMPT,)


def test_the_nearest_ancestor_comes_first() -> None:
    older = TOKENS.message_id("a_older", "house.example")
    arrival = parse(mail(References=f"{older} {MESSAGE_ID}", In_Reply_To="<other@x>"), OURS)
    assert isinstance(arrival, HumanReply)
    assert arrival.letter.attempts == (ATTEMPT, "a_older")
    assert arrival.letter.references == (MESSAGE_ID, older)


def test_a_forged_token_ties_a_mail_to_nothing() -> None:
    """CASES 22."""
    forged = Tokens(b"z" * 32).message_id(ATTEMPT, "house.example")
    arrival = parse(mail(In_Reply_To=forged, To=NOTHING_OF_OURS), OURS)
    assert isinstance(arrival, HumanReply)
    assert arrival.letter.attempts == ()


@pytest.mark.parametrize("body", ["", "Hello!", "please do not unsubscribe me"])
def test_mail_to_the_address_for_stopping_means_stop_whatever_it_says(body: str) -> None:
    arrival = parse(mail(body, To=STOP, In_Reply_To="", Auto_Submitted="auto-generated"), OURS)
    assert isinstance(arrival, Unsubscribe)
    assert arrival.attempt == ATTEMPT


def test_mail_to_the_address_for_stopping_without_a_token_still_means_stop() -> None:
    arrival = parse(mail(To="Stop@House.example", In_Reply_To=""), OURS)
    assert isinstance(arrival, Unsubscribe)
    assert arrival.attempt is None


def test_our_own_copy_is_no_answer() -> None:
    """CASES 38."""
    own = mail(
        From="Ana Ruiz <Ana@house.example>",
        To="Scott <scott@kestrel.example>",
        Cc="dana@kestrel.example",
        Bcc="copies@house.example",
    )
    arrival = parse(own, OURS)
    assert isinstance(arrival, OwnCopy)
    assert arrival.letter.is_attempt is None
    assert arrival.letter.recipients == (
        "scott@kestrel.example",
        "dana@kestrel.example",
        "copies@house.example",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"Message_ID": MESSAGE_ID},
        {"Reply_To": REPLY},
        {"List_Unsubscribe": f"<https://house.example/stop/{TOKENS.make(ATTEMPT, Use.STOP)}>"},
    ],
)
def test_a_copy_of_what_our_own_gate_sent_is_known_by_its_token(fields: dict[str, str]) -> None:
    """CASES 38: a server may write a Message-ID of its own; the ways back stay."""
    arrival = parse(mail(From="ana@house.example", To="scott@kestrel.example", **fields), OURS)
    assert isinstance(arrival, OwnCopy)
    assert arrival.letter.is_attempt == ATTEMPT


def test_a_mail_that_answers_ours_is_not_itself_one_of_ours() -> None:
    arrival = parse(mail(From="ana@house.example", To="scott@kestrel.example"), OURS)
    assert isinstance(arrival, OwnCopy)
    assert (arrival.letter.is_attempt, arrival.letter.attempts) == (None, (ATTEMPT,))


@pytest.mark.parametrize("trace", ["Received", "Return_Path", "Delivered_To"])
def test_what_a_server_passed_on_was_sent_and_a_draft_was_not(trace: str) -> None:
    draft = mail(From="ana@house.example", Return_Path="")
    sent = mail(From="ana@house.example", **{"Return_Path": "", trace: "x@y.example"})
    arrivals = [parse(each, OURS) for each in (draft, sent)]
    assert all(isinstance(each, OwnCopy) for each in arrivals)
    assert [each.letter.travelled for each in arrivals if isinstance(each, OwnCopy)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "Auto-Generated; owner=x (a comment)"},
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "1"},
        {"X_Autoresponse": "1"},
        {"X_AutoReply_From": "x"},
        {"X_Mail_Autoreply": "x"},
        {"X_FC_MachineGenerated": "true"},
        {"X_POST_MessageClass": "9; Autoresponder"},
        {"Delivered_To": "Autoresponder"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Precedence": "junk"},
        {"Return_Path": "<>"},
        {"Subject": "Automatic reply: Your question"},
        {"Subject": "Out of Office: back on 7 Dec"},
        {"Subject": "Abwesenheitsnotiz: Ihre Frage"},
        {"Subject": "Automatische Antwort: Ihre Frage"},
        {"Subject": "Automatisch antwoord: uw vraag"},
        {"Subject": "=?utf-8?q?R=C3=A9ponse_automatique_=3A_votre_question?="},
        {"Subject": "Respuesta automática: su pregunta"},
        {"Subject": "Risposta automatica: domanda"},
        {"Subject": "Fuori sede fino al 7"},
        {"Subject": "Autosvar: din fråga"},
        {"Subject": "Frånvaro: din fråga"},
        {"Subject": "[Automatic reply] Your question"},
    ],
)
def test_a_machine_answered(fields: dict[str, str]) -> None:
    """CASES 39."""
    arrival = parse(mail("I am away until 7 December.", **fields), OURS)
    assert isinstance(arrival, AutoReply)
    assert arrival.letter.text == "I am away until 7 December."
    assert arrival.because


@pytest.mark.parametrize(
    "fields",
    [
        {"X_Auto_Response_Suppress": "All"},
        {"Auto_Submitted": "no"},
        {"Precedence": "normal"},
        {"Subject": "Re: Out of office hours?"},
        {"Subject": "Re: Your automatic reply tool"},
        {"Precedence": "list", "List_Id": "<team.kestrel.example>"},
    ],
)
def test_a_person_is_not_taken_for_a_machine(fields: dict[str, str]) -> None:
    """CASES 39: `X-Auto-Response-Suppress` says nothing about who wrote."""
    assert isinstance(parse(mail(**fields), OURS), HumanReply)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\xef\xbb\xbf\n"])
def test_what_a_programme_writes_above_the_head_hides_nothing(before: bytes) -> None:
    assert parse(before + mail(), OURS) == parse(mail(), OURS)


def test_an_octet_that_may_stand_nowhere_hides_nothing() -> None:
    kind = 'text/plain; charset="utf-\0008"'
    arrival = parse(b"\0\0" + mail("Please st\0op: é", Content_Type=kind), OURS)
    assert isinstance(arrival, HumanReply)
    assert arrival.letter.text == "Please stop: é"


def test_a_mailing_list_that_follows_nothing_of_ours_is_list_traffic() -> None:
    untied = mail(List_Id="<team.kestrel.example>", In_Reply_To="", To="team@kestrel.example")
    arrival = parse(untied, OURS)
    assert isinstance(arrival, ListTraffic)
    assert not arrival.to_us


def test_what_a_list_sends_to_all_its_members_is_no_answer_and_nobodys_letter() -> None:
    fields = {"List_Id": "<news.kestrel.example>", "To": "Ana@house.example", "In_Reply_To": ""}
    arrival = parse(mail(Precedence="bulk", **fields), OURS)
    assert isinstance(arrival, ListTraffic)
    assert not arrival.to_us
    assert isinstance(
        parse(mail(Precedence="bulk", Subject="Out of office", **fields), OURS), AutoReply
    )
    assert isinstance(parse(mail(Precedence="auto_reply", **fields), OURS), AutoReply)


def test_what_came_through_a_list_may_be_to_us_all_the_same() -> None:
    """The house's own mailbox may be a list that its people read."""
    to_us = mail(List_Id="<ana.house.example>", In_Reply_To="", To="Ana@House.example")
    arrival = parse(to_us, OURS)
    assert isinstance(arrival, ListTraffic)
    assert arrival.to_us


@pytest.mark.parametrize(
    "fields",
    [
        {"To": "ana@house.example", "Reply_To": "scott@kestrel.example"},
        {
            "To": "ana@house.example, dana@kestrel.example",
            "Reply_To": "Scott <scott@kestrel.example>",
            "List_Id": "<ana.house.example>",
        },
        {"To": "ana@house.example", "X_Original_From": "scott@kestrel.example"},
    ],
)
def test_a_list_or_a_form_that_writes_to_us_in_our_own_name_is_not_who_wrote(
    fields: dict[str, str],
) -> None:
    """A list of ours puts its own address into From where the sender's policy asks for it."""
    passed_on = mail(
        From="'Scott' via Ana <ana@house.example>",
        Authentication_Results="mx.house.example; dmarc=pass header.from=house.example",
        **fields,
    )
    arrival = parse(passed_on, OURS)
    assert isinstance(arrival, HumanReply)
    assert arrival.letter.sender.address == "scott@kestrel.example"
    assert arrival.letter.authentication_results == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"To": "scott@kestrel.example", "Reply_To": "bo@elsewhere.example"},
        {"To": "fair@lists.example", "Reply_To": "fair@lists.example", "List_Id": "<fair>"},
        {"To": "ana@house.example", "Reply_To": "Ana <ana+maps@house.example>"},
    ],
)
def test_what_one_of_us_wrote_stays_ours_wherever_answers_are_to_go(
    fields: dict[str, str],
) -> None:
    assert isinstance(parse(mail(From="ana@house.example", **fields), OURS), OwnCopy)


def test_a_person_may_write_from_the_address_of_a_postmaster() -> None:
    """Whoever looks after a small house's mail also answers it."""
    assert isinstance(parse(mail(From="postmaster@kestrel.example"), OURS), HumanReply)


@pytest.mark.parametrize(
    "fields", [{"Return_Path": "<>"}, {"Auto_Submitted": "auto-replied"}, {"To": BOUNCE}]
)
def test_a_postmaster_that_is_a_machine_is_one(fields: dict[str, str]) -> None:
    arrival = parse(mail(From="postmaster@kestrel.example", **fields), OURS)
    assert isinstance(arrival, Bounce)


def test_a_read_receipt_is_no_answer() -> None:
    body = "--b\nContent-Type: message/disposition-notification\n\nDisposition: displayed\n--b--"
    kind = 'multipart/report; report-type=disposition-notification; boundary="b"'
    arrival = parse(mail(body, Content_Type=kind), OURS)
    assert isinstance(arrival, Notice)
    assert not arrival.asks


DEAD = "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822;scott@kestrel.example\nAction: {}\n"


@pytest.mark.parametrize(
    ("action", "status", "fate"),
    [
        ("failed", "5.1.1", Fate.DEAD),
        ("Failed", "5.1.2", Fate.DEAD),
        ("failed", "5.1.10", Fate.DEAD),
        ("failed", "5.2.1", Fate.DEAD),
        ("failed", "5.2.2", Fate.FAILED),
        ("failed", "4.4.7", Fate.FAILED),
        ("failed", "5.3.0", Fate.FAILED),
        ("failed", "5.7.515", Fate.OUR_FAULT),
        ("delayed", "4.4.1", Fate.DELAYED),
        ("delayed", "5.1.1", Fate.DELAYED),
        ("delivered", "2.0.0", Fate.DELIVERED),
        ("relayed", "2.0.0", Fate.PASSED_ON),
        ("expanded", "2.0.0", Fate.PASSED_ON),
        ("exploded", "5.1.1", Fate.UNCLEAR),
    ],
)
def test_action_decides_what_became_of_a_mail(action: str, status: str, fate: Fate) -> None:
    told = DEAD.format(action) + f"Status: {status}\nDiagnostic-Code: smtp; 550 {status} so it is"
    arrival = parse(report("delivery-status", told), OURS)
    assert isinstance(arrival, Bounce)
    assert (arrival.attempt, arrival.fate, arrival.status) == (ATTEMPT, fate, status)
    assert arrival.recipient == "scott@kestrel.example"
    assert arrival.diagnostic == f"550 {status} so it is"


def test_a_vague_status_is_read_from_the_servers_own_words() -> None:
    told = DEAD.format("failed") + "Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 no such user"
    arrival = parse(report("delivery-status", told), OURS)
    assert isinstance(arrival, Bounce)
    assert arrival.fate is Fate.DEAD


def test_a_report_is_matched_by_what_it_returns_where_the_address_says_nothing() -> None:
    told = DEAD.format("failed") + "Status: 5.1.1"
    returned = f"Message-ID: {MESSAGE_ID}\nSubject: Your question"
    raw = report("delivery-status", told, to=NOTHING_OF_OURS, returned=returned)
    arrival = parse(raw, OURS)
    assert isinstance(arrival, Bounce)
    assert arrival.attempt == ATTEMPT


def test_a_report_that_returns_nothing_is_matched_by_our_own_name_for_the_mail() -> None:
    """RFC 3461: what we gave as ENVID comes back as Original-Envelope-Id."""
    named = f"Original-Envelope-Id: {MESSAGE_ID[1:-1]}\n"
    told = named + DEAD.format("failed") + "Status: 5.1.1"
    arrival = parse(report("delivery-status", told, to=NOTHING_OF_OURS), OURS)
    assert isinstance(arrival, Bounce)
    assert (arrival.attempt, arrival.fate) == (ATTEMPT, Fate.DEAD)


def test_a_report_that_forges_our_name_for_the_mail_matches_nothing() -> None:
    forged = Tokens(b"z" * 32).make(ATTEMPT, Use.MESSAGE)
    told = f"Original-Envelope-Id: {forged}\n" + DEAD.format("failed") + "Status: 5.1.1"
    arrival = parse(report("delivery-status", told, to=NOTHING_OF_OURS), OURS)
    assert isinstance(arrival, Bounce)
    assert arrival.attempt is None


def test_a_report_about_nothing_of_ours_matches_nothing() -> None:
    told = DEAD.format("failed") + "Status: 5.1.1"
    arrival = parse(report("delivery-status", told, to=NOTHING_OF_OURS), OURS)
    assert isinstance(arrival, Bounce)
    assert arrival.attempt is None


def test_a_report_in_the_form_for_other_scripts_is_read_too() -> None:
    told = DEAD.format("failed") + "Status: 5.1.1"
    raw = report("delivery-status", told).replace(b"message/delivery", b"message/global-delivery")
    arrival = parse(raw, OURS)
    assert isinstance(arrival, Bounce)
    assert arrival.fate is Fate.DEAD


def test_a_report_in_the_form_for_other_scripts_may_be_wrapped() -> None:
    """RFC 6533 §4."""
    told = (
        "Reporting-MTA: dns; mx\n\nOriginal-Recipient: utf-8;zoë@kestrel.example\n"
        "Final-Recipient: utf-8;zoë@kestrel.example\nAction: failed\nStatus: 5.1.1\n"
    )
    wrapped = base64.encodebytes(told.encode()).decode().strip()
    raw = report("delivery-status", wrapped).replace(
        b"Content-Type: message/delivery-status",
        b"Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: base64",
    )
    arrival = parse(raw, OURS)
    assert isinstance(arrival, Bounce)
    assert (arrival.fate, arrival.recipient) == (Fate.DEAD, "zoë@kestrel.example")


def test_an_address_in_another_script_is_read_though_nothing_wraps_it() -> None:
    told = (
        "Reporting-MTA: dns; mx\n\n"
        "Final-Recipient: utf-8;zoë@kestrel.example\nAction: failed\nStatus: 5.1.1\n"
    )
    raw = report("delivery-status", told).replace(b"message/delivery", b"message/global-delivery")
    arrival = parse(raw, OURS)
    assert isinstance(arrival, Bounce)
    assert (arrival.fate, arrival.recipient) == (Fate.DEAD, "zoë@kestrel.example")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Subject: Report Domain: kestrel.example Submitter: isp.example Report-ID: <1>", "zip"),
        ("Subject: =?utf-8?q?Report_domain=3A_kestrel.example_Submitter=3A_isp?=", "gzip"),
        ("Subject: x\r\nTLS-Report-Domain: kestrel.example", "tlsrpt+gzip"),
    ],
)
def test_a_report_of_mail_in_our_domains_name_is_nobodys_reply(head: str, kind: str) -> None:
    """RFC 7489 §7.2.1.1; RFC 8460 §5.3."""
    raw = (
        f"From: noreply@isp.example\r\nTo: ana@kestrel.example\r\n{head}\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: application/{kind}\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsDBAo=\r\n"
    )
    assert isinstance(parse(raw.encode(), OURS), Notice)
    said = raw.replace(f"application/{kind}", "text/plain").replace("base64", "7bit")
    assert isinstance(parse(said.encode(), OURS), HumanReply)


@pytest.mark.parametrize(
    ("one", "other", "fate"),
    [
        ("delivered", "failed", Fate.DELIVERED),
        ("failed", "delayed", Fate.DELAYED),
        ("failed", "failed", Fate.DEAD),
    ],
)
def test_an_address_that_stands_for_several_is_alive_as_long_as_one_of_them_is(
    one: str, other: str, fate: Fate
) -> None:
    told = DEAD.format(one) + "Status: 5.1.1\n\n"
    told += f"Final-Recipient: rfc822;dana@kestrel.example\nAction: {other}\nStatus: 5.1.1\n"
    arrival = parse(report("delivery-status", told), OURS)
    assert isinstance(arrival, Bounce)
    assert arrival.fate is fate


def test_a_report_without_a_form_is_unclear() -> None:
    raw = mail("Sorry, no such user", From="MAILER-DAEMON@mx.example", To=BOUNCE, In_Reply_To="")
    arrival = parse(raw, OURS)
    assert isinstance(arrival, Bounce)
    assert (arrival.attempt, arrival.fate) == (ATTEMPT, Fate.UNCLEAR)


def test_a_person_who_forwards_a_report_is_still_a_person() -> None:
    told = DEAD.format("failed") + "Status: 5.1.1"
    body = (
        f"--b\n\nStop writing to me.\n--b\nContent-Type: message/delivery-status\n\n{told}\n--b--"
    )
    arrival = parse(mail(body, Content_Type='multipart/mixed; boundary="b"'), OURS)
    assert isinstance(arrival, HumanReply)
    assert arrival.letter.text == "Stop writing to me."


FEEDBACK = "Feedback-Type: abuse\nUser-Agent: Provider/1\nVersion: 1"


@pytest.mark.parametrize(
    "returned",
    [
        f"Message-ID: {MESSAGE_ID}",
        f"List-Unsubscribe: <https://house.example/u/{TOKENS.make(ATTEMPT, Use.STOP)}>",
        f"Reply-To: {REPLY}",
    ],
)
def test_a_complaint_is_matched_by_what_it_returns(returned: str) -> None:
    arrival = parse(
        report("feedback-report", FEEDBACK, to="fbl@house.example", returned=returned), OURS
    )
    assert isinstance(arrival, Complaint)
    assert (arrival.attempt, arrival.feedback) == (ATTEMPT, Feedback.ABUSE)


@pytest.mark.parametrize(
    ("named", "feedback"),
    [
        ("Abuse", Feedback.ABUSE),
        ("fraud", Feedback.FRAUD),
        ("opt-out", Feedback.OPT_OUT),
        ("opt-out-list", Feedback.OPT_OUT),
        ("other", Feedback.OTHER),
        ("x-unheard-of", Feedback.OTHER),
    ],
)
def test_what_somebody_said_of_our_mail_is_a_complaint_of_its_kind(
    named: str, feedback: Feedback
) -> None:
    arrival = parse(report("feedback-report", FEEDBACK.replace("abuse", named)), OURS)
    assert isinstance(arrival, Complaint)
    assert arrival.feedback is feedback


@pytest.mark.parametrize(("named", "asks"), [("not-spam", False), ("auth-failure", True)])
def test_what_a_machine_found_in_our_mail_is_nobodys_complaint(named: str, asks: bool) -> None:
    told = FEEDBACK.replace("abuse", named)
    arrival = parse(report("feedback-report", told), OURS)
    assert isinstance(arrival, Notice)
    assert (arrival.attempt, bool(arrival.asks)) == (ATTEMPT, asks)


def test_a_complaint_that_hides_whom_it_is_about_is_matched_all_the_same() -> None:
    told = f"{FEEDBACK}\nOriginal-Rcpt-To: redacted@provider.example"
    returned = f"Message-ID: {MESSAGE_ID}\nTo: redacted@provider.example"
    raw = report("feedback-report", told, to="fbl@house.example", returned=returned)
    arrival = parse(raw, OURS)
    assert isinstance(arrival, Complaint)
    assert arrival.attempt == ATTEMPT


def test_a_complaint_with_a_forged_token_is_about_nothing_of_ours() -> None:
    forged = Tokens(b"z" * 32).message_id(ATTEMPT, "house.example")
    raw = report(
        "feedback-report", FEEDBACK, to="fbl@house.example", returned=f"Message-ID: {forged}"
    )
    arrival = parse(raw, OURS)
    assert isinstance(arrival, Complaint)
    assert arrival.attempt is None


def test_who_vouches_for_the_sender_is_handed_on_topmost_first() -> None:
    raw = (
        b"Authentication-Results: mx.house.example;\r\n dmarc=pass header.from=kestrel.example\r\n"
    )
    raw += mail(Authentication_Results="mx.evil.example; dmarc=pass")
    arrival = parse(raw, OURS)
    assert isinstance(arrival, HumanReply)
    assert arrival.letter.authentication_results == (
        "mx.house.example; dmarc=pass header.from=kestrel.example",
        "mx.evil.example; dmarc=pass",
    )


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n\r\n", b"nonsense", b"\xff\xfe\x00", b"X-Only: this\n\nhi"]
)
def test_what_is_no_mail_is_unreadable_and_says_why(raw: bytes) -> None:
    arrival = parse(raw, OURS)
    assert isinstance(arrival, Unreadable)
    assert arrival.because.startswith("the mail ")
