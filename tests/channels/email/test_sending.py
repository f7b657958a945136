"""The email door keeps the doors' contract against real servers, and nobody listens in."""

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from channels.contract import Accepted, Mailbox, Outbound, Temporary
from channels.email.sending import EmailDoor, Security, Server
from channels.errors import ClearanceError, DoorConfigurationError, UnsendableError
from policies.clearance import Clearance
from tests.channels.contract import EMAIL_WORDS, MINT, NOON, DoorContract, Outside, Rig, clear
from tests.channels.email.servers import ANA, HOST, AiosmtpdRig, SinkRig


class TestEmailDoor(DoorContract):
    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        rig = AiosmtpdRig()
        yield rig
        rig.close()


@pytest.mark.needs("smtp-sink")
class TestEmailDoorWithPipelining(DoorContract):
    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        rig = SinkRig()
        yield rig
        rig.close()

    def test_wrong_credentials_are_the_operators_business_and_loud(self, rig: Rig) -> None:
        pytest.skip("smtp-sink asks nobody to log in")

    def test_no_more_are_under_way_at_once_than_it_says(self, rig: Rig) -> None:
        pytest.skip("smtp-sink does not count; the other server does")


@pytest.fixture
def rig() -> Iterator[AiosmtpdRig]:
    rig = AiosmtpdRig()
    yield rig
    rig.close()


def test_what_arrives_is_what_was_cleared(rig: AiosmtpdRig) -> None:
    rig.send(rig.outbound())
    mail = message_from_bytes(rig.handler.mails[0], policy=policy.default)
    assert mail["Message-ID"] == "<a_1-x@house.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Date"].datetime == NOON


def test_a_line_that_begins_with_a_dot_neither_ends_the_mail_nor_loses_it(
    rig: AiosmtpdRig,
) -> None:
    outbound = rig.outbound()
    text = ".\n..\n.hidden\nend\n.\n"
    rig.send(replace(outbound, content=replace(EMAIL_WORDS, text=text, html="")))
    [raw] = rig.handler.mails
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail.get_content().replace("\r\n", "\n") == text


def test_connections_are_reused(rig: AiosmtpdRig) -> None:
    for number in range(5):
        rig.send(rig.outbound(number))
    assert len(rig.talking) == 1


def test_a_server_that_went_away_between_two_mails_is_found_again(rig: AiosmtpdRig) -> None:
    rig.send(rig.outbound(1))
    rig.run(rig.shut())
    assert isinstance(rig.send(rig.outbound(2)), Temporary)
    rig.run(rig.open())
    assert isinstance(rig.send(rig.outbound(3)), Accepted)


def test_a_header_that_would_hold_a_second_header_does_not_leave(rig: AiosmtpdRig) -> None:
    outbound = rig.outbound()
    injected = replace(outbound, to=Mailbox("Scott\r\nBcc: all@x.example", outbound.to.address))
    with pytest.raises(UnsendableError, match="`to` holds a line break"):
        rig.send(injected)
    assert rig.taken() == 0


def test_an_envelope_without_sender_is_sent_as_such(rig: AiosmtpdRig) -> None:
    outbound = rig.outbound()
    content = replace(EMAIL_WORDS, envelope_from="")
    assert isinstance(rig.send(replace(outbound, content=content)), Accepted)


def test_a_password_is_never_sent_in_the_clear_to_another_machine() -> None:
    server = Server("mail.house.example", 25, Security.PLAIN, ANA)
    with pytest.raises(DoorConfigurationError, match="would travel in the clear"):
        EmailDoor(server, MINT.inspector, lambda: NOON)


def test_a_password_does_not_show_in_the_settings() -> None:
    assert "secret" not in repr(Server("mail.house.example", 465, login=ANA))


def test_a_server_that_is_not_there_is_temporary() -> None:
    rig = Rig()
    server = Server(HOST, 1, Security.PLAIN, connect_timeout=2)
    rig.door = EmailDoor(server, MINT.inspector, rig.clock)
    receipt = rig.send(rig.outbound())
    assert isinstance(receipt, Temporary)
    assert receipt.code == "connect"
    rig.close()


def test_an_idle_connection_is_replaced_rather_than_trusted(rig: AiosmtpdRig) -> None:
    impatient = replace(rig.server(Security.PLAIN), idle_limit=0)
    rig.door = EmailDoor(impatient, MINT.inspector, rig.clock)
    assert [type(rig.send(rig.outbound(number))) for number in (1, 2)] == [Accepted, Accepted]
    assert len(rig.talking) == 2


def test_what_is_sent_after_connecting_opens_nothing_more(rig: AiosmtpdRig) -> None:
    rig.door = EmailDoor(rig.server(Security.PLAIN), MINT.inspector, rig.clock)
    for messages in (2, 3, 9):
        rig.run(rig.door.connect(messages))
        assert len(rig.talking) == min(messages, 3)
    assert rig.taken() == 0
    for number in range(4):
        assert isinstance(rig.send(rig.outbound(number)), Accepted)
    assert len(rig.talking) == 3


def test_connecting_leaves_those_out_that_are_busy(rig: AiosmtpdRig) -> None:
    door = rig.door = EmailDoor(rig.server(Security.PLAIN), MINT.inspector, rig.clock)
    sent = rig.outbound()

    async def both() -> None:
        sending = asyncio.create_task(door.send(sent, clear(sent)))
        await asyncio.sleep(0)
        await asyncio.gather(door.connect(3), door.connect(3), sending)

    rig.run(both())
    assert len(rig.talking) == 3


def test_a_server_that_turns_us_away_is_asked_once(rig: AiosmtpdRig) -> None:
    rig.arrange(Outside.WRONG_CREDENTIALS)
    rig.door = EmailDoor(rig.server(Security.PLAIN), MINT.inspector, rig.clock)
    rig.run(rig.door.connect(3))
    assert len(rig.talking) == 1
    with pytest.raises(DoorConfigurationError):
        rig.send(rig.outbound())


def test_a_clearance_that_expires_while_connecting_opens_nothing(rig: AiosmtpdRig) -> None:
    outbound = rig.outbound()
    moments = iter([NOON, NOON + timedelta(seconds=60)])
    rig.door = EmailDoor(rig.server(Security.PLAIN), MINT.inspector, lambda: next(moments))
    with pytest.raises(ClearanceError, match="has expired"):
        rig.run(rig.door.send(outbound, clear(outbound)))
    assert rig.taken() == 0


def get_ready(rig: AiosmtpdRig, outbound: Outbound, clearance: Clearance) -> None:
    assert isinstance(rig.door, EmailDoor)
    rig.door.get_ready(outbound, clearance)


def test_a_mail_that_is_ready_leaves_as_it_is(rig: AiosmtpdRig) -> None:
    outbound = rig.outbound()
    clearance = clear(outbound)
    get_ready(rig, outbound, clearance)
    assert isinstance(rig.run(rig.door.send(outbound, clearance)), Accepted)
    assert b"<a_1-x@house.example>" in rig.handler.mails[0]


def test_what_is_ready_opens_the_door_for_nothing_else(rig: AiosmtpdRig) -> None:
    outbound = rig.outbound()
    clearance = clear(outbound)
    get_ready(rig, outbound, clearance)
    altered = replace(outbound, content=replace(EMAIL_WORDS, text="Something else."))
    with pytest.raises(ClearanceError, match="not those that were judged"):
        rig.run(rig.door.send(altered, clearance))
    assert rig.taken() == 0


def test_nothing_is_ready_for_whoever_has_no_clearance(rig: AiosmtpdRig) -> None:
    outbound = rig.outbound()
    forged = replace(clear(outbound), seal=b"x" * 32)
    with pytest.raises(ClearanceError, match="not issued by this process"):
        get_ready(rig, outbound, forged)
    with pytest.raises(ClearanceError, match="not issued by this process"):
        rig.run(rig.door.send(outbound, forged))
    assert rig.taken() == 0


def test_what_is_ready_expires_like_everything_else(rig: AiosmtpdRig) -> None:
    outbound = rig.outbound()
    moments = iter([NOON, NOON + timedelta(seconds=60)])
    rig.door = EmailDoor(rig.server(Security.PLAIN), MINT.inspector, lambda: next(moments))
    clearance = clear(outbound)
    get_ready(rig, outbound, clearance)
    with pytest.raises(ClearanceError, match="has expired"):
        rig.run(rig.door.send(outbound, clearance))
    assert rig.taken() == 0


def test_a_send_that_is_cancelled_leaves_no_connection_in_the_pool(rig: AiosmtpdRig) -> None:
    rig.arrange(Outside.SLOW)
    outbound = rig.outbound()

    async def cancelled() -> None:
        sending = asyncio.create_task(rig.door.send(outbound, clear(outbound)))
        await asyncio.sleep(0.03)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    rig.run(cancelled())
    rig.send(outbound)
    assert len(rig.talking) == 2


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(NOON - timedelta(days=3650))
    made = made.not_valid_after(NOON + timedelta(days=36500)).add_extension(names, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_mail_leaves_only_to_a_server_that_proves_itself(
    certificate: Path, security: Security, trusted: bool
) -> None:
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    rig = AiosmtpdRig(security, serving)
    asking = ssl.create_default_context(cafile=str(certificate) if trusted else None)
    server = replace(rig.server(security), host="localhost", tls=asking)
    rig.door = EmailDoor(server, MINT.inspector, rig.clock)
    try:
        if trusted:
            assert isinstance(rig.send(rig.outbound()), Accepted)
        else:
            with pytest.raises(DoorConfigurationError, match="certificate of `localhost`"):
                rig.send(rig.outbound())
        assert rig.taken() == int(trusted)
    finally:
        rig.close()


def test_a_server_without_the_encryption_we_ask_for_gets_nothing(rig: AiosmtpdRig) -> None:
    rig.door = EmailDoor(rig.server(Security.STARTTLS), MINT.inspector, rig.clock)
    with pytest.raises(DoorConfigurationError, match="STARTTLS"):
        rig.send(rig.outbound())
    assert rig.taken() == 0


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_login_that_the_server_wants_and_nobody_configured_is_loud() -> None:
    rig = AiosmtpdRig(auth_required=True)
    rig.door = EmailDoor(rig.server(Security.PLAIN, None), MINT.inspector, rig.clock)
    with pytest.raises(DoorConfigurationError, match="wants a login"):
        rig.send(rig.outbound())
    rig.close()
