"""The keys that sign come out of the settings, and what is missing beside one is named."""

from pathlib import Path

import pytest

from channels.email.signing import Key
from channels.email.wire.dkim import Algorithm
from outreach.bootstrap.signing import dkim_keys
from outreach.config.reading import settings_from
from outreach.errors import SetupError

HOUSE = {"name": "Kestrel Mapping", "address": "12 Harbour Road, Bristol"}


def keys(folder: Path, mailbox: str = "hello@kestrel.example", **dkim: str) -> list[Key]:
    sections = {"house": HOUSE, "sender": {"mailbox": mailbox}, "dkim": dkim}
    return dkim_keys(settings_from(sections, folder))


def test_without_a_key_nothing_is_signed_here(tmp_path: Path) -> None:
    assert keys(tmp_path, domain="kestrel.example", selector="s1") == []


def test_both_keys_sign_for_the_mailboxes_domain(tmp_path: Path) -> None:
    given = {"selector": "s1", "key_file": "dkim.pem"}
    given |= {"ed25519_selector": "s2", "ed25519_key_file": "/keys/ed.pem"}
    assert keys(tmp_path, **given) == [
        Key("kestrel.example", "s1", Algorithm.RSA, tmp_path / "dkim.pem", "dkim.key_file"),
        Key(
            "kestrel.example",
            "s2",
            Algorithm.ED25519,
            Path("/keys/ed.pem"),
            "dkim.ed25519_key_file",
        ),
    ]


def test_a_key_without_a_name_in_the_dns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"`dkim.key_file` is set.*set `dkim.selector`"):
        keys(tmp_path, key_file="dkim.pem")


def test_a_key_without_a_domain_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"set `dkim.domain`"):
        keys(tmp_path, mailbox="", key_file="dkim.pem", selector="s1")


@pytest.mark.parametrize("selector", ["a;b", "a b", "ä", "a..b"])
def test_a_name_that_the_dns_cannot_have_is_refused(tmp_path: Path, selector: str) -> None:
    with pytest.raises(SetupError, match=r"`dkim.selector` is no name in the DNS"):
        keys(tmp_path, key_file="dkim.pem", selector=selector)
