"""What is said about a mail beside it, as a server hears it."""

import asyncio
from dataclasses import replace

import pytest

from channels.contract import Accepted, Mailbox, Outbound, Receipt
from channels.email.sending import EmailDoor, Security, Server
from channels.errors import UnsendableError
from policies.channel import Channel
from tests.channels.contract import EMAIL_WORDS, MINT, NOON, clear
from tests.channels.email.servers import HOST, AiosmtpdRig, Misbehaving

SCOTT = Mailbox("Scott", "scott+maps=1@kestrel.example")


def heard(server: Misbehaving, *outbounds: Outbound) -> list[str]:
    """Send these over one connection; return the MAIL and RCPT commands that the server heard."""

    async def send() -> list[Receipt]:
        port = await server.start()
        door = EmailDoor(Server(HOST, port, Security.PLAIN), MINT.inspector, lambda: NOON)
        receipts = [await door.send(outbound, clear(outbound)) for outbound in outbounds]
        await door.close()
        await server.stop()
        return receipts

    assert all(isinstance(receipt, Accepted) for receipt in asyncio.run(send()))
    return [said for said in server.said if said[:4] in ("MAIL", "RCPT")]


def to(box: Mailbox, **words: object) -> Outbound:
    content = replace(EMAIL_WORDS, **words)  # type: ignore[arg-type]
    return Outbound("a_1", Channel.EMAIL, box, content)


@pytest.mark.parametrize("pipelining", [True, False])
def test_reports_shall_carry_our_own_name_for_the_mail_and_the_address_as_we_wrote_it(
    pipelining: bool,
) -> None:
    """RFC 3461 §4: the head alone comes back, and only where something went wrong."""
    assert heard(Misbehaving(pipelining, offers=("DSN",)), to(SCOTT)) == [
        "MAIL FROM:<bounce+a_1@house.example> RET=HDRS ENVID=a_1-x@house.example",
        "RCPT TO:<scott+maps=1@kestrel.example> NOTIFY=FAILURE,DELAY"
        " ORCPT=rfc822;scott+2Bmaps+3D1@kestrel.example",
    ]


def test_nobody_reports_on_a_confirmation() -> None:
    """RFC 3834 §3.3."""
    confirmation = to(SCOTT, auto_submitted="auto-replied")
    assert " NOTIFY=NEVER " in heard(Misbehaving(offers=("DSN",)), confirmation)[1]


def test_a_server_that_knows_no_reports_is_not_asked_for_any() -> None:
    assert heard(Misbehaving(), to(SCOTT)) == [
        "MAIL FROM:<bounce+a_1@house.example>",
        "RCPT TO:<scott+maps=1@kestrel.example>",
    ]


def test_a_name_too_long_for_the_envelope_is_left_out() -> None:
    long = f"<{'x' * 90}@house.example>"
    assert "ENVID" not in heard(Misbehaving(offers=("DSN",)), to(SCOTT, message_id=long))[0]


def test_an_address_in_other_letters_goes_by_a_server_that_carries_them() -> None:
    """RFC 6531, RFC 6533."""
    offers = ("DSN", "8BITMIME", "SMTPUTF8")
    commands = heard(Misbehaving(offers=offers), to(Mailbox("Zoë", "zoë+a@straße.example")))
    assert commands[0].endswith(" BODY=8BITMIME SMTPUTF8")
    assert commands[1] == (
        "RCPT TO:<zoë+a@xn--strae-oqa.example> NOTIFY=FAILURE,DELAY"
        r" ORCPT=utf-8;zoë\x{2B}a@xn--strae-oqa.example"
    )


def test_an_ordinary_address_needs_nothing_of_the_kind() -> None:
    assert "SMTPUTF8" not in heard(Misbehaving(offers=("SMTPUTF8",)), to(SCOTT))[0]


@pytest.mark.parametrize(
    ("outbound", "field"),
    [
        (to(Mailbox("Zoë", "zoë@kestrel.example")), "to"),
        (to(SCOTT, sender=Mailbox("Ünal", "ünal@house.example")), "sender"),
    ],
)
def test_a_server_that_cannot_carry_the_letters_gets_nothing_and_the_problem_is_named(
    outbound: Outbound, field: str
) -> None:
    rig = AiosmtpdRig()
    try:
        with pytest.raises(UnsendableError, match=rf"`{field}` has letters .*use another address"):
            rig.run(rig.door.send(outbound, clear(outbound)))
        assert rig.taken() == 0
        assert isinstance(rig.send(rig.outbound()), Accepted)
        assert len(rig.talking) == 1
    finally:
        rig.close()


def test_a_real_server_takes_the_letters_it_offers_to_carry() -> None:
    rig = AiosmtpdRig(enable_SMTPUTF8=True)
    outbound = to(Mailbox("Zoë", "zoë@kestrel.example"))
    try:
        rig.run(rig.door.send(outbound, clear(outbound)))
        [envelope] = rig.handler.envelopes
        assert (envelope.rcpt_tos, envelope.smtp_utf8) == (["zoë@kestrel.example"], True)
        assert "To: =?utf-8?b?Wm/Dqw==?= <zoë@kestrel.example>".encode() in rig.handler.mails[0]
    finally:
        rig.close()
