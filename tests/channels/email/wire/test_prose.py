"""Returned mail in prose is told from what people write, and says who was not reached and why."""

from __future__ import annotations

import pytest

from channels.arrivals import AutoReply, Bounce, Fate, HumanReply
from channels.email.wire.parse import parse
from tests.channels.email.wire.mails import BOUNCE, OURS, mail

QMAIL = """Hi. This is the qmail-send program at mx.kestrel.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<scott@kestrel.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 no mailbox here by that name
Giving up on 192.0.2.7.
"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  scott@kestrel.example
    SMTP error from remote mail server after end of data:
    550 5.7.1 message refused by our policy
"""


def returned(body: str, **fields: str) -> Bounce:
    """Return what a mail server of the old school wrote to the address reports come to."""
    head = {
        "Return_Path": "<>",
        "From": "MAILER-DAEMON@mx.kestrel.example",
        "To": BOUNCE,
        "Subject": "failure notice",
        "In_Reply_To": "",
        **fields,
    }
    found = parse(mail(body, **head), OURS)
    assert isinstance(found, Bounce)
    return found


def test_an_address_that_is_gone_is_told_by_the_code_beside_it() -> None:
    found = returned(QMAIL)
    assert (found.fate, found.status) == (Fate.DEAD, "5.1.1")
    assert [one.recipient for one in found.recipients] == ["scott@kestrel.example"]


def test_what_their_policy_refused_is_our_fault() -> None:
    found = returned(EXIM, Subject="Mail delivery failed: returning message to sender")
    assert (found.fate, found.recipients[0].action) == (Fate.OUR_FAULT, "failed")


def test_without_a_code_nothing_is_concluded() -> None:
    found = returned(QMAIL.replace("550 5.1.1", "sorry:"))
    assert (found.fate, found.status) == (Fate.UNCLEAR, "")
    assert found.recipients[0].recipient == "scott@kestrel.example"


def test_a_code_beside_another_address_is_not_theirs() -> None:
    two = QMAIL + "\n<ines@kestrel.example>:\nRemote host said: 552 5.2.2 mailbox full\n"
    told = {one.recipient: one.status for one in returned(two).recipients}
    assert told == {"scott@kestrel.example": "5.1.1", "ines@kestrel.example": "5.2.2"}


@pytest.mark.parametrize(
    "subject",
    [
        "Undeliverable: your prices",
        "Unzustellbar: Ihre Preise",
        "Non remis : vos tarifs",
        "No se puede entregar: precios",
        "Mancato recapito: i vostri prezzi",
        "Onbestelbaar: uw prijzen",
    ],
)
def test_a_server_that_calls_itself_postmaster_is_known_by_its_subject(subject: str) -> None:
    told = "Your message did not reach the following recipient(s):\n\nscott@kestrel.example on Tue"
    fields = {"Return_Path": "<postmaster@kestrel.example>", "Subject": subject}
    assert returned(told, From="System Administrator <postmaster@kestrel.example>", **fields)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: Undeliverable: your prices", "It came through now, thanks. Stop calling me though."),
        ("Delivery failure", "The crates never came. Do not write to me again."),
        ("Fwd: failure notice", "See below, your mail server is broken.\n\n" + QMAIL),
    ],
)
def test_people_write_of_returned_mail_too(subject: str, body: str) -> None:
    assert isinstance(parse(mail(body, Subject=subject), OURS), HumanReply)


@pytest.mark.parametrize(
    "fields",
    [{"X_Boxbe_Notice": "1"}, {}],
)
def test_whoever_asks_for_proof_that_we_are_human_is_a_programme(fields: dict[str, str]) -> None:
    body = (
        "This mailbox is protected by Gatehouse. Follow the link to have your address added:\n"
        "http://gatehouse.example/1"
    )
    found = parse(mail(body if not fields else "Hello", **fields), OURS)
    assert isinstance(found, AutoReply)


def test_a_person_may_speak_of_a_protected_mailbox() -> None:
    body = "My mailbox is protected by a filter, so text me."
    assert isinstance(parse(mail(body), OURS), HumanReply)
