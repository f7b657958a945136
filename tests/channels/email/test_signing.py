"""Our signatures hold for a receiver that checks them, and break when somebody changes the mail."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as new_rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.contract import EmailWords, Mailbox, Outbound
from channels.email.sending import EmailDoor, Security
from channels.email.signing import Key, PrivateKey, Signing, dns_record, signer
from channels.email.wire.build import build
from channels.email.wire.dkim import Algorithm, Signer, relaxed_body, relaxed_field, signed
from channels.errors import DoorConfigurationError
from policies.channel import Channel
from tests.channels.contract import EMAIL_WORDS, MINT, clear
from tests.channels.email.servers import AiosmtpdRig

MOMENT = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)
"""Long past by any clock: receivers believe no signature from the future."""
BOTH = ("rsa", "ed")


def written(path: Path, private: object) -> Path:
    assert hasattr(private, "private_bytes")
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    return path


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Key]:
    folder = tmp_path_factory.mktemp("keys")
    made: dict[str, tuple[Algorithm, PrivateKey]] = {
        "rsa": (Algorithm.RSA, new_rsa(public_exponent=65537, key_size=2048)),
        "ed": (Algorithm.ED25519, Ed25519PrivateKey.generate()),
    }
    return {
        name: Key("house.example", name, algorithm, written(folder / name, private), f"dkim.{name}")
        for name, (algorithm, private) in made.items()
    }


@pytest.fixture(scope="module")
def signers(keys: dict[str, Key]) -> list[Signer]:
    return [signer(key) for key in keys.values()]


def holds(mail: bytes, keys: dict[str, Key], index: int) -> bool:
    """Say whether a receiver that asks our DNS finds this signature of the mail in order."""
    records = {f"{record.name}.": record.value for record in map(dns_record, keys.values())}

    def dns(name: bytes | str, timeout: int = 5) -> bytes | None:
        asked = name.decode() if isinstance(name, bytes) else name
        value = records.get(asked)
        return value.encode() if value else None

    try:
        return bool(dkim.DKIM(mail).verify(idx=index, dnsfunc=dns))
    except dkim.ValidationError:  # the body is another
        return False


def made(words: EmailWords) -> bytes:
    to = Mailbox("Scott Reyes", "scott@kestrel.example")
    return build(Outbound("a_1", Channel.EMAIL, to, words), words, MOMENT)


def test_both_signatures_hold(keys: dict[str, Key], signers: list[Signer]) -> None:
    mail = signed(made(EMAIL_WORDS), signers, MOMENT)
    assert [holds(mail, keys, index) for index in (0, 1)] == [True, True]
    assert mail.count(b"DKIM-Signature:") == 2


printable = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    subject=st.text(printable, max_size=120),
    name=st.text(printable, max_size=40),
    text=st.text(st.one_of(printable, st.sampled_from("\n.=\t  é")), max_size=400),
)
def test_any_mail_of_ours_is_signed_so_that_it_holds(
    keys: dict[str, Key], signers: list[Signer], subject: str, name: str, text: str
) -> None:
    sender = Mailbox(name, "ana@house.example")
    mail = made(replace(EMAIL_WORDS, subject=subject, sender=sender, text=text))
    assert holds(signed(mail, signers[1:], MOMENT), keys, 0)


@pytest.mark.parametrize("index", [0, 1])
def test_a_mail_without_any_way_out_is_signed_too(
    keys: dict[str, Key], signers: list[Signer], index: int
) -> None:
    words = replace(EMAIL_WORDS, list_unsubscribe=(), one_click=False, list_id="", html="")
    assert holds(signed(made(words), signers, MOMENT), keys, index)


@pytest.mark.parametrize(
    "field",
    [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Reply-To",
        "MIME-Version",
        "Content-Type",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Id",
        "In-Reply-To",
        "References",
    ],
)
def test_whatever_stands_for_us_in_the_head_is_covered(
    keys: dict[str, Key], signers: list[Signer], field: str
) -> None:
    """CASES 18: one-click counts only where the signature covers both of its headers."""
    mail = signed(made(EMAIL_WORDS), signers[1:], MOMENT)
    start = mail.index(f"\r\n{field}: ".encode()) + 2
    end = mail.index(b"\r\n", start)
    assert not holds(mail[:start] + f"{field}: other".encode() + mail[end:], keys, 0)


def test_nobody_can_put_a_second_sender_in_front(
    keys: dict[str, Key], signers: list[Signer]
) -> None:
    mail = b"From: Boss <boss@house.example>\r\n" + signed(made(EMAIL_WORDS), signers[1:], MOMENT)
    assert not holds(mail, keys, 0)


def test_the_words_are_covered(keys: dict[str, Key], signers: list[Signer]) -> None:
    mail = signed(made(EMAIL_WORDS), signers[1:], MOMENT)
    assert not holds(mail.replace(b"pricing", b"bill", 1), keys, 0)


def test_blanks_that_a_server_adds_or_takes_on_the_way_break_nothing(
    keys: dict[str, Key], signers: list[Signer]
) -> None:
    mail = signed(made(replace(EMAIL_WORDS, html="")), signers[1:], MOMENT)
    changed = mail.replace(b"Subject: ", b"subject:  ").replace(b"pricing.", b"pricing. ")
    assert changed != mail
    assert holds(changed + b"\r\n\r\n", keys, 0)


@pytest.mark.parametrize(
    ("body", "relaxed"),
    [
        (b"", b""),
        (b"\r\n\r\n", b""),
        (b" \r\n \t\r\n", b""),
        (b" C \r\nD \t E\r\n\r\n\r\n", b" C\r\nD E\r\n"),
        (b"x", b"x\r\n"),
        (b"x \t", b"x\r\n"),
    ],
)
def test_a_body_is_relaxed_as_the_standard_says(body: bytes, relaxed: bytes) -> None:
    """RFC 6376 §3.4.4 and its example in §3.4.5."""
    assert relaxed_body(body) == relaxed


def test_a_field_is_relaxed_as_the_standard_says() -> None:
    """RFC 6376 §3.4.5."""
    assert relaxed_field(b"A: X") == b"a:X"
    assert relaxed_field(b"B : Y\t\r\n\tZ  ") == b"b:Y Z"


def test_what_the_door_sends_is_signed(keys: dict[str, Key]) -> None:
    rig = AiosmtpdRig()
    signing = Signing(list(keys.values()))
    rig.door = EmailDoor(rig.server(Security.PLAIN), MINT.inspector, rig.clock, signing)
    try:
        rig.now, outbound = MOMENT, rig.outbound()
        rig.run(rig.door.send(outbound, clear(outbound, now=MOMENT)))
        assert [holds(rig.handler.mails[0], keys, index) for index in (0, 1)] == [True, True]
    finally:
        rig.close()


def test_the_dns_record_names_key_and_kind(keys: dict[str, Key]) -> None:
    record = dns_record(keys["ed"])
    assert record.name == "ed._domainkey.house.example"
    assert record.value.startswith("v=DKIM1; k=ed25519; p=")
    assert dns_record(keys["rsa"]).value.startswith("v=DKIM1; k=rsa; p=MIIB")


@pytest.fixture
def rig() -> Iterator[AiosmtpdRig]:
    rig = AiosmtpdRig()
    yield rig
    rig.close()


def refusal(rig: AiosmtpdRig, key: Key) -> str:
    rig.door = EmailDoor(rig.server(Security.PLAIN), MINT.inspector, rig.clock, Signing([key]))
    with pytest.raises(DoorConfigurationError) as refused:
        rig.send(rig.outbound())
    assert rig.taken() == 0
    return str(refused.value)


def test_a_key_that_others_can_read_is_refused_and_nothing_leaves(
    rig: AiosmtpdRig, keys: dict[str, Key], tmp_path: Path
) -> None:
    loose = tmp_path / "loose.pem"
    loose.write_bytes(keys["ed"].path.read_bytes())
    loose.chmod(0o644)
    because = refusal(rig, replace(keys["ed"], path=loose))
    assert because == f"`dkim.ed` names a key that others can read: chmod 600 {loose}"


def test_a_key_that_is_not_there_is_named(rig: AiosmtpdRig, keys: dict[str, Key]) -> None:
    because = refusal(rig, replace(keys["ed"], path=Path("/no/such/key")))
    assert because == "`dkim.ed` cannot be read: no such file or directory"


def test_a_file_without_a_key_is_named(
    rig: AiosmtpdRig, keys: dict[str, Key], tmp_path: Path
) -> None:
    path = tmp_path / "empty.pem"
    path.touch(0o600)
    because = refusal(rig, replace(keys["ed"], path=path))
    assert because == "`dkim.ed` holds no private key in PEM form without a password"


def test_a_key_of_another_kind_is_named(
    rig: AiosmtpdRig, keys: dict[str, Key], tmp_path: Path
) -> None:
    swapped = replace(keys["ed"], path=keys["rsa"].path)
    assert "another kind than ed25519-sha256" in refusal(rig, swapped)
    odd = written(tmp_path / "ec.pem", generate_private_key(SECP256R1()))
    assert "another kind than rsa-sha256" in refusal(rig, replace(keys["rsa"], path=odd))
